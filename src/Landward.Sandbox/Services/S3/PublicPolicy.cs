using System.Net;
using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.S3;

/// <summary>
/// Whether a bucket policy is public in S3's sense: it allows something to everybody without a condition that holds the caller
/// to fixed values (https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "The meaning
/// of public").
/// </summary>
internal static class PublicPolicy
{
    private static readonly HashSet<string> FixingKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount", "aws:userid", "aws:SourceOrgID",
        "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:DataAccessPointArn", "s3:DataAccessPointAccount",
    };

    public static bool IsPublic(string policyText) => ResourcePolicyCheck.Statements(policyText).Any(IsPublic);

    private static bool IsPublic(JsonObject statement) =>
        statement.Text("Effect") == "Allow" && IsEverybody(statement) && !IsHeldToFixedValues(statement.Structure("Condition"));

    private static bool IsEverybody(JsonObject statement)
    {
        if (statement["NotPrincipal"] is not null)
            return true;
        return statement["Principal"] switch
        {
            JsonValue value => value.ToString() == "*",
            JsonObject kinds => ResourcePolicyCheck.List(kinds["AWS"]).Any(principal => principal.Contains('*', StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static bool IsHeldToFixedValues(JsonObject? condition)
    {
        foreach (var (name, keys) in condition ?? [])
        {
            if (keys is not JsonObject operands || !IsPositive(name, out var isAddress))
                continue;
            foreach (var (key, element) in operands)
            {
                var values = ResourcePolicyCheck.List(element);
                if (values.Count == 0)
                    continue;
                if (isAddress && key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase) && values.All(IsNarrowRange))
                    return true;
                if (!isAddress && FixingKeys.Contains(key) && values.All(value => IsFixed(key, value)))
                    return true;
            }
        }
        return false;
    }

    // Negated operators, and ...IfExists and ForAllValues, which hold when the key is absent, do not narrow anything.
    private static bool IsPositive(string name, out bool isAddress)
    {
        var plain = name.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase) ? name["ForAnyValue:".Length..] : name;
        isAddress = plain.Equals("IpAddress", StringComparison.OrdinalIgnoreCase);
        return isAddress || plain.ToUpperInvariant() is "STRINGEQUALS" or "STRINGEQUALSIGNORECASE" or "STRINGLIKE" or "ARNEQUALS" or "ARNLIKE";
    }

    private static bool IsFixed(string key, string value)
    {
        if (value.Contains("${", StringComparison.Ordinal))
            return false;
        // A role's unique id with any session name, and an organization's path with any unit below it, are fixed enough.
        if (key.Equals("aws:userid", StringComparison.OrdinalIgnoreCase) && value.EndsWith(":*", StringComparison.Ordinal))
            value = value[..^2];
        if (key.Equals("aws:PrincipalOrgPaths", StringComparison.OrdinalIgnoreCase))
            return value.StartsWith("o-", StringComparison.Ordinal) && value.IndexOf('*', StringComparison.Ordinal) is -1 or > 12;
        // An ARN may have wildcards in its resource part as long as the account is given.
        if (value.StartsWith("arn:", StringComparison.Ordinal) && value.Split(':', 6) is [_, _, _, _, var account, var resource])
            return !account.AsSpan().ContainsAny('*', '?') && (account.Length > 0 || !resource.AsSpan().ContainsAny('*', '?'));
        return value.Length > 0 && !value.AsSpan().ContainsAny('*', '?');
    }

    /// <summary>S3 calls 0.0.0.0/1-style ranges public: IPv4 wider than /8, IPv6 wider than /32 unless the range is private.</summary>
    private static bool IsNarrowRange(string value)
    {
        if (!value.Contains('/', StringComparison.Ordinal))
            return IPAddress.TryParse(value, out _);
        return value.Split('/', 2) is [var address, var bits]
            && IPAddress.TryParse(address, out var parsed)
            && int.TryParse(bits, out var length)
            && length >= (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 8 : 32);
    }
}
