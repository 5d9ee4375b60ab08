using System.Collections.Immutable;

namespace Landward.Access.External;

/// <summary>
/// Expected access: findings that match every criterion are archived. Source: "CreateArchiveRule" and "Criterion", Access Analyzer
/// API Reference. Owner, reason and expiry are Landward's: a rule that nobody answers for any more archives nothing.
/// </summary>
/// <param name="Expires">From the start of this day, UTC, on the rule archives nothing; null: never.</param>
public sealed record ArchiveRule(string Name, string Owner, string Reason, DateOnly? Expires, ImmutableArray<ArchiveCriterion> Filter)
{
    public bool IsExpired(DateTimeOffset now) => Expires is { } end && DateOnly.FromDateTime(now.UtcDateTime) >= end;

    /// <summary>Whether the rule would archive the finding, expired or not.</summary>
    public bool Matches(ExternalFinding finding) => Filter.All(criterion => criterion.Matches(finding));
}

/// <summary>What one member of a finding must be: each operator that is given must hold; its values are alternatives.</summary>
/// <param name="Key">A filter key of Access Analyzer, such as <c>principal.AWS</c> or <c>condition.aws:PrincipalOrgID</c>.</param>
public sealed record ArchiveCriterion(string Key, ImmutableArray<string> Eq, ImmutableArray<string> Neq, ImmutableArray<string> Contains, bool? Exists)
{
    private const string Condition = "condition.";
    private const string Principal = "principal.";

    /// <summary>The keys a rule can filter by. Source: "Filter keys for external access findings", IAM User Guide.</summary>
    public static readonly ImmutableArray<string> Keys =
    [
        "resource", "resourceType", "resourceOwnerAccount", "isPublic", "error", "findingType", "resourceControlPolicyRestriction",
        "principal.AWS", "principal.Federated", "principal.CanonicalUser",
        "condition.aws:PrincipalArn", "condition.aws:PrincipalOrgID", "condition.aws:PrincipalOrgPaths", "condition.aws:SourceIp", "condition.aws:SourceVpc", "condition.aws:UserId",
        "condition.kms:CallerAccount", "condition.cognito-identity.amazonaws.com:aud", "condition.graph.facebook.com:app_id", "condition.accounts.google.com:aud",
        "condition.www.amazon.com:app_id",
    ];

    /// <summary>True also for condition keys that Access Analyzer's own list lacks but Landward's findings have.</summary>
    public static bool IsKey(string key) => Keys.Contains(key, StringComparer.Ordinal)
        || (key.StartsWith(Condition, StringComparison.Ordinal) && RestrictingKeys.Contains(key[Condition.Length..]))
        || key == "condition.s3:DataAccessPointAccount";

    public bool Matches(ExternalFinding finding)
    {
        var value = ValueOf(finding);
        return (Exists is null || Exists == value is not null)
            && (Eq.IsEmpty || (value is not null && Eq.Contains(value, StringComparer.Ordinal)))
            && (Neq.IsEmpty || value is null || !Neq.Contains(value, StringComparer.Ordinal))
            && (Contains.IsEmpty || (value is not null && Contains.Any(part => value.Contains(part, StringComparison.Ordinal))));
    }

    private string? ValueOf(ExternalFinding finding) => Key switch
    {
        "resource" => finding.Resource,
        "resourceType" => finding.ResourceType,
        "resourceOwnerAccount" => finding.ResourceOwnerAccount,
        "isPublic" => finding.IsPublic ? "true" : "false",
        "error" => finding.Error,
        "findingType" => finding.Type.ToString(),
        "resourceControlPolicyRestriction" => finding.ResourceControlPolicyRestriction,
        _ when Key.StartsWith(Principal, StringComparison.Ordinal) => finding.Principal.GetValueOrDefault(Key[Principal.Length..]),
        _ when Key.StartsWith(Condition, StringComparison.Ordinal) =>
            finding.Condition.FirstOrDefault(pair => pair.Key.Equals(Key[Condition.Length..], StringComparison.OrdinalIgnoreCase)).Value,
        _ => null,
    };
}
