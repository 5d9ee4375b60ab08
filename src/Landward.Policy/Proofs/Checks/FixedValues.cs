using System.Collections.Frozen;
using Landward.Policy.Conditions;

namespace Landward.Policy.Proofs;

/// <summary>Which values of which keys name somebody in particular, so that a stranger cannot have them.</summary>
internal static class FixedValues
{
    private const int AccountSegment = 4;
    private const int NameSegment = 5;
    private const int AccountDigits = 12;

    // "CIDR ranges broader than /8 for IPv4 and /32 for IPv6 are evaluated as public" (The meaning of public, Amazon S3 User Guide).
    private const int BroadIPv4 = 8;
    private const int BroadIPv6 = 32;

    private static readonly FrozenSet<string> Keys = FrozenSet.ToFrozenSet(
        [
            "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceOrgID", "aws:SourceVpc", "aws:SourceVpce", "aws:VpceAccount",
            "aws:VpceOrgID", "aws:username", "kms:CallerAccount", "s3:DataAccessPointAccount", "elasticfilesystem:AccessedViaMountTarget", "lambda:EventSourceToken",
        ],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> ArnKeys = FrozenSet.ToFrozenSet(
        ["aws:PrincipalArn", "aws:SourceArn", "s3:DataAccessPointArn", "elasticfilesystem:AccessPointArn"], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> PathKeys = FrozenSet.ToFrozenSet(
        ["aws:PrincipalOrgPaths", "aws:SourceOrgPaths", "aws:VpceOrgPaths"], StringComparer.OrdinalIgnoreCase);

    private static readonly string[] ProviderKeys = [":aud", ":app_id", ":sub", ":amr", ":oaud", ":job_workflow_ref", ":repository"];

    public static bool IsFixed(string key, Comparison comparison, string value)
    {
        if (value.Contains("${", StringComparison.Ordinal))
            return false;
        if (comparison == Comparison.IpAddress)
            return IsAddressKey(key) && AddressRange.Parse(value) is { } range && range.PrefixLength >= (range.IsIPv6 ? BroadIPv6 : BroadIPv4);
        var wildcards = comparison is Comparison.StringLike or Comparison.ArnLike && value.AsSpan().ContainsAny('*', '?');
        if (ArnKeys.Contains(key))
            return !wildcards || NamesAccount(value);
        if (PathKeys.Contains(key))
            return !wildcards || IsFixedBefore(value, '/');
        if (key.Equals("aws:userid", StringComparison.OrdinalIgnoreCase))
            return !wildcards || IsFixedBefore(value, ':');
        if (Array.Exists(ProviderKeys, suffix => key.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)))
            return !wildcards || IsFixedBefore(value, '/');
        return Keys.Contains(key) && !wildcards && (comparison != Comparison.Bool || value.Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsAddressKey(string key) => key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase) || key.Equals("aws:VpcSourceIp", StringComparison.OrdinalIgnoreCase);

    // An account, or the name of something whose ARN has none (a bucket).
    private static bool NamesAccount(string pattern)
    {
        var segments = pattern.Split(':', NameSegment + 1);
        if (segments.Length <= NameSegment)
            return false;
        return segments[AccountSegment].Length > 0
            ? segments[AccountSegment].Length == AccountDigits && segments[AccountSegment].All(char.IsAsciiDigit)
            : IsFixedBefore(segments[NameSegment] + "/", '/');
    }

    private static bool IsFixedBefore(string pattern, char end)
    {
        var wildcard = pattern.AsSpan().IndexOfAny('*', '?');
        var at = pattern.IndexOf(end, StringComparison.Ordinal);
        return at > 0 && (wildcard < 0 || at < wildcard);
    }
}
