using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Landward.Policy;

namespace Landward.Access.External;

/// <summary>Writes what the analysis found in Access Analyzer's shape.</summary>
internal sealed class FindingShape(AnalysisWorld world, AccessResource resource)
{
    private readonly string _restriction = !world.ResourceControlPolicies(resource).IsEmpty ? "APPLIED"
        : world.Snapshot.Unread.Any(source => source.What.StartsWith("organizations:", StringComparison.Ordinal)) ? "FAILED_TO_EVALUATE_RCP"
        : "NOT_APPLICABLE";

    /// <summary>Anybody gets in, and a request shows it: no principal is named, and no condition keeps the public out.</summary>
    public static bool IsPublic(RawFinding finding) =>
        finding.Answer is GrantAnswer.Granted
        && finding.Abstraction.Predicates.Values.All(predicate => !RestrictingKeys.KeepsPublicOut(predicate)) && !finding.Grant.Facts.ContainsKey("aws:SourceVpc");

    /// <summary>Findings of one principal and condition are one finding, whatever they come from.</summary>
    public string Key(RawFinding finding)
    {
        var (type, value) = Principal(finding);
        return $"{type}\n{value}\n{string.Join('\n', Condition(finding).Select(pair => $"{pair.Key}={pair.Value}"))}\n{finding.Answer is GrantAnswer.Undecided}";
    }

    public ExternalFinding Merge(ImmutableArray<RawFinding> findings, ExternalFindingType type = ExternalFindingType.ExternalAccess)
    {
        var first = findings[0];
        var (kind, value) = Principal(first);
        var condition = Condition(first);
        var granted = findings.Select(finding => finding.Answer).OfType<GrantAnswer.Granted>().FirstOrDefault();
        var actions = findings.SelectMany(finding => finding.Actions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        var finding = new ExternalFinding
        {
            Id = Identify(type, Key(first)),
            Type = type,
            Principal = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(kind, value),
            Action = actions,
            Resource = resource.Arn,
            ResourceType = resource.Type,
            Region = resource.Region,
            IsPublic = type == ExternalFindingType.ExternalAccess && findings.Any(IsPublic),
            Condition = condition,
            ResourceOwnerAccount = resource.Account,
            Sources = [.. findings.Select(finding => finding.Grant.Source).Distinct()],
            ResourceControlPolicyRestriction = _restriction,
            Error = granted is null ? "UNDECIDED" : null,
            Witness = granted is null ? null : Witness(granted),
        };
        finding = finding with { Warnings = FindingWarnings.Of(finding, granted?.By?.Statement) };
        return finding with { Severity = FindingSeverity.Of(finding) };
    }

    public ExternalFinding Dangling(string uniqueId)
    {
        var finding = new ExternalFinding
        {
            Id = Identify(ExternalFindingType.DanglingPrincipal, uniqueId),
            Type = ExternalFindingType.DanglingPrincipal,
            Principal = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("AWS", uniqueId),
            Resource = resource.Arn,
            ResourceType = resource.Type,
            Region = resource.Region,
            ResourceOwnerAccount = resource.Account,
            Sources = [new ExternalFindingSource(GrantSources.PolicySource)],
            ResourceControlPolicyRestriction = _restriction,
            Warnings = ["The policy names a user or role that does not exist any more, or that nobody read; a new one of the same name does not get its access."],
        };
        return finding with { Severity = FindingSeverity.Of(finding) };
    }

    private static (string Type, string Value) Principal(RawFinding finding)
    {
        if (finding.Abstraction.Find(Predicate.PrincipalCoordinate) is not { } principal)
            return ("AWS", "*");
        var account = principal.Key == "AWS" ? AccountOf(principal.Value) : null;
        return account is not null && finding.Grant.Canonical.TryGetValue(account, out var canonical) ? ("CanonicalUser", canonical) : (principal.Key, account ?? principal.Value);
    }

    private static string? AccountOf(string principal) => Model.AccountId.TryParse(principal, out _) ? principal
        : Policy.Principal.FromArn(principal) is { Kind: PrincipalKind.Root } root ? root.Account : null;

    private static ImmutableSortedDictionary<string, string> Condition(RawFinding finding)
    {
        var condition = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var predicate in finding.Abstraction.Predicates.Values.Where(predicate => !predicate.IsPrincipal))
            condition[predicate.Key] = predicate.Value;
        if (finding.Grant.Source.Type == BucketGrants.AccessPointAccountSource)
            condition["s3:DataAccessPointAccount"] = finding.Grant.Source.Detail!;
        if (finding.Grant.Facts.TryGetValue("aws:SourceVpc", out var vpc) && vpc is not null)
            condition["aws:SourceVpc"] = vpc.Values[0];
        return condition.ToImmutable();
    }

    private static AccessWitness Witness(GrantAnswer.Granted granted) => new(
        granted.Request.Principal.Kind == PrincipalKind.Anonymous ? "anonymous" : granted.Request.Principal.Arn,
        granted.Request.Action,
        granted.Request.Resource,
        granted.Request.Context.Keys.ToImmutableSortedDictionary(key => key, key => string.Join(',', granted.Request.Context.Find(key)!.Values), StringComparer.OrdinalIgnoreCase),
        granted.By?.ToString() ?? string.Empty);

    // A version 5 UUID in form: the same facts give the same id.
    private string Identify(ExternalFindingType type, string key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{resource.Arn}\n{resource.Account}\n{key}")).AsSpan(0, 16).ToArray();
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
