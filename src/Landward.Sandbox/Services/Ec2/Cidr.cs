using System.Net;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Ec2;

/// <summary>IP ranges as EC2 takes them: the address bits behind the prefix must be zero.</summary>
internal static class Cidr
{
    public static IPNetwork Require(string? text, string parameter)
    {
        if (text is not null && text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out var network))
            return network;
        throw new AwsErrorException("InvalidParameterValue", $"Value ({text}) for parameter {parameter} is invalid. This is not a valid CIDR block.", 400);
    }

    public static bool Overlaps(IPNetwork first, IPNetwork second) => first.Contains(second.BaseAddress) || second.Contains(first.BaseAddress);

    public static bool Covers(IPNetwork outer, IPNetwork inner) => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress);
}
