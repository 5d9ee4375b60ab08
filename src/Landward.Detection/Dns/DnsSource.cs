using Landward.Model;

namespace Landward.Detection.Dns;

/// <summary>Who asked: an instance, a resolver endpoint, or an address in a VPC.</summary>
/// <param name="Number">Its place among the sources of a worker.</param>
/// <param name="Key">Identifies it across logs and workers.</param>
internal sealed record DnsSource(int Number, string Key, string Account, string Region, string? Vpc, string? Address, string? Instance, string? Endpoint)
{
    public string Name => Instance ?? Endpoint ?? Address ?? "unknown source";

    public FindingResource Resource => this switch
    {
        { Instance: { } instance } => new FindingResource("AWS::EC2::Instance", instance),
        { Endpoint: { } endpoint } => new FindingResource("AWS::Route53Resolver::ResolverEndpoint", endpoint),
        { Vpc: { } vpc } => new FindingResource("AWS::EC2::VPC", vpc),
        _ => new FindingResource("AWS::EC2::NetworkInterface", Name),
    };
}
