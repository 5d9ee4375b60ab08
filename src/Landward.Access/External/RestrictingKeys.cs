using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Landward.Access.External;

/// <summary>The condition keys that say who comes, or from where, and that a caller cannot set freely; and which of their values keep the public out.</summary>
internal static class RestrictingKeys
{
    private static readonly FrozenSet<string> Keys = FrozenSet.ToFrozenSet(
        [
            "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:userid", "kms:CallerAccount",
            "aws:SourceArn", "aws:SourceAccount", "aws:SourceOwner", "aws:SourceOrgID", "aws:SourceOrgPaths",
            "aws:SourceIp", "aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn", "aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths",
            "elasticfilesystem:AccessedViaMountTarget", "elasticfilesystem:AccessPointArn", "lambda:EventSourceToken",
        ],
        StringComparer.OrdinalIgnoreCase);

    // What an identity provider asserts: accounts.google.com:aud, token.actions.githubusercontent.com:sub, SAML:aud, graph.facebook.com:app_id.
    private static readonly string[] FederatedClaims = ["aud", "sub", "app_id", "oaud", "iss", "amr", "user_id", "namequalifier"];

    public static bool Contains(string key) => Keys.Contains(key) || IsFederatedClaim(key);

    public static bool IsFederatedClaim(string key) =>
        key.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && FederatedClaims.Contains(key[(key.LastIndexOf(':') + 1)..], StringComparer.OrdinalIgnoreCase)
        && (key.AsSpan(0, colon).Contains('.') || key.StartsWith("saml:", StringComparison.OrdinalIgnoreCase));

    public static ImmutableArray<string> All => Keys.Items;

    /// <summary>
    /// The value keeps the public out: it is fixed. Wildcards where an account or organization would stand, and ranges of addresses
    /// wider than /8 (IPv4) or /32 (IPv6), do not. Source: "Blocking public access to your Amazon S3 storage", The meaning of "public".
    /// </summary>
    public static bool KeepsPublicOut(Predicate predicate)
    {
        if (predicate.IsPrincipal)
            return true;
        var value = predicate.Value;
        if (predicate.Comparison == "IpAddress")
            return IsNarrow(value);
        if (predicate.Comparison.EndsWith("Equals", StringComparison.Ordinal) || !Instances.IsPattern(value))
            return value.Length > 0;
        if (value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':', 6) is [_, _, _, _, var account, var rest])
            return !Instances.IsPattern(account) && (account.Length > 0 || !Instances.IsPattern(rest.Split('/')[0]));
        // AROA...:* is one role with any session; o-.../... one organization with any unit below.
        return predicate.Coordinate switch
        {
            "aws:userid" => !Instances.IsPattern(value.Split(':')[0]),
            "aws:principalorgpaths" or "aws:sourceorgpaths" or "aws:vpceorgpaths" => !Instances.IsPattern(value.Split('/')[0]),
            var claim when IsFederatedClaim(claim) => value.AsSpan().TrimStart('*').Length > 0,
            _ => false,
        };
    }

    private static bool IsNarrow(string range)
    {
        if (!IPAddress.TryParse(range.Split('/', 2)[0], out var address))
            return false;
        var isIPv4 = address.AddressFamily == AddressFamily.InterNetwork;
        return range.Split('/', 2) is not [_, var bits] || (int.TryParse(bits, out var length) && length >= (isIPv4 ? 8 : 32));
    }
}
