using System.Collections.Frozen;
using Landward.Model;

namespace Landward.Access;

/// <summary><c>aws:RequestedRegion</c>, where the resource or the service settles it.</summary>
internal static class RequestedRegions
{
    // "Some global services, such as IAM, have a single endpoint ... physically located in the US East (N. Virginia) Region"
    // (AWS global condition context keys, aws:RequestedRegion).
    private static readonly FrozenSet<string> Global =
        FrozenSet.ToFrozenSet(["iam", "organizations", "cloudfront", "route53", "support", "account"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when any Region is possible.</summary>
    public static string? Of(string action, AccessTarget target)
    {
        if (Global.Contains(action.Split(':', 2)[0]))
            return "us-east-1";
        if (Arn.TryParse(target.Arn, out var arn) && arn.Region.Length > 0 && arn.Region.AsSpan().IndexOfAny('*', '?') < 0)
            return arn.Region;
        // A role is assumed through the STS endpoint of any Region.
        return target.Resource is { Region.Length: > 0, Type: not "AWS::IAM::Role" } resource ? resource.Region : null;
    }
}
