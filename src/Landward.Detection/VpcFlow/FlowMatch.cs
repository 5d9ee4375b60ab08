using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Landward.Logs.VpcFlow;
using Landward.Model;

namespace Landward.Detection.VpcFlow;

/// <summary>Writes a row down as the evidence of a finding about an interface.</summary>
internal static class FlowMatch
{
    public static EventMatch Of(FlowInterface from, in FlowSighting sighting, string origin, FlowAddress? remote, string why, (string Name, string Value)[] facts)
    {
        var row = Row(from, sighting);
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        all["interfaceId"] = from.Id;
        all["row"] = row;
        if (from.Instance is { } instance)
            all["instanceId"] = instance;
        if (remote is { } address)
            all["remoteIp"] = address.ToString();
        foreach (var (name, value) in facts)
            all[name] = value;
        var evidence = new Evidence(
            $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row)))[..32]}",
            DateTimeOffset.FromUnixTimeSeconds(sighting.Start),
            "vpcflow",
            Name(sighting),
            null,
            origin);
        return new EventMatch(evidence, from.Account, from.Region, null, Resources(from), all.ToImmutable(), why);
    }

    private static ImmutableArray<FindingResource> Resources(FlowInterface from)
    {
        var card = new FindingResource("AWS::EC2::NetworkInterface", from.Id);
        return from.Instance is { } instance ? [new FindingResource("AWS::EC2::Instance", instance), card] : [card];
    }

    /// <summary>The row in short.</summary>
    public static string Name(in FlowSighting sighting) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Word(sighting.Action)} {ProtocolName(sighting.Protocol)} {sighting.Source}:{sighting.SourcePort} -> {sighting.Destination}:{sighting.DestinationPort}");

    private static string ProtocolName(byte protocol) => protocol switch
    {
        FlowOrientation.Tcp => "TCP",
        FlowOrientation.Udp => "UDP",
        _ => $"protocol {protocol.ToString(CultureInfo.InvariantCulture)}",
    };

    /// <summary>The row in the default format, with the packets' own addresses.</summary>
    private static string Row(FlowInterface from, in FlowSighting sighting) => string.Create(
        CultureInfo.InvariantCulture,
        $"2 {from.Account} {from.Id} {sighting.Source} {sighting.Destination} {sighting.SourcePort} {sighting.DestinationPort} {sighting.Protocol} {sighting.Packets} {sighting.Bytes} {sighting.Start} {sighting.End} {Word(sighting.Action)} OK");

    private static string Word(FlowAction action) => action switch { FlowAction.Accept => "ACCEPT", FlowAction.Reject => "REJECT", _ => "-" };
}
