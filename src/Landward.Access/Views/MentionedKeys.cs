using System.Collections.Frozen;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>The condition keys that the policies of a snapshot can depend on. A key that nobody mentions changes no decision.</summary>
/// <param name="Names">Compared without case.</param>
/// <param name="TellsStrangersApart">
/// Some condition distinguishes accounts outside the organization by their own organization (or by having none), so that what is not
/// known of them matters.
/// </param>
internal sealed record MentionedKeys(FrozenSet<string> Names, bool TellsStrangersApart)
{
    private static readonly FrozenSet<string> OrganizationKeys = FrozenSet.ToFrozenSet(
        ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:ResourceOrgID", "aws:ResourceOrgPaths"], StringComparer.OrdinalIgnoreCase);

    public static MentionedKeys Of(AccessSnapshot snapshot, IEnumerable<PolicyDocument> others)
    {
        var statements = Documents(snapshot, others).SelectMany(document => document.Statements).ToList();
        var prefix = snapshot.Organization?.Id;
        return new MentionedKeys(
            statements.SelectMany(statement => statement.KeysOf()).ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            statements.SelectMany(statement => statement.ConditionsOf()).Any(condition => OrganizationKeys.Contains(condition.Key) && TellsApart(condition, prefix)));
    }

    // Absence and a foreign organization come out alike where the values are all ours and the operator answers both in the same way.
    private static bool TellsApart(StatementCondition condition, string? organization) =>
        organization is null
        || AbsenceIsAnAnswer(condition.Operator)
        || condition.Values.Any(value => !value.StartsWith(organization, StringComparison.Ordinal) && !value.StartsWith("${aws:", StringComparison.OrdinalIgnoreCase));

    // An absent key: true for IfExists and ForAllValues, false for ForAnyValue; a value that is not ours: true for negated operators.
    private static bool AbsenceIsAnAnswer(string name)
    {
        var holdsWhenAbsent = name.EndsWith("IfExists", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ForAllValues:", StringComparison.OrdinalIgnoreCase);
        var fails = !holdsWhenAbsent && name.StartsWith("ForAnyValue:", StringComparison.OrdinalIgnoreCase);
        var negated = name.Contains("Not", StringComparison.OrdinalIgnoreCase);
        return name.Equals("Null", StringComparison.OrdinalIgnoreCase) || (negated ? fails : holdsWhenAbsent);
    }

    private static HashSet<PolicyDocument> Documents(AccessSnapshot snapshot, IEnumerable<PolicyDocument> others)
    {
        var documents = new HashSet<PolicyDocument>(others, ReferenceEqualityComparer.Instance);
        foreach (var principal in snapshot.Principals)
        {
            foreach (var policy in principal.Identity)
                documents.Add(policy.Document);
            foreach (var policy in principal.PermissionsBoundary)
                documents.Add(policy.Document);
            if (principal.Trust is { } trust)
                documents.Add(trust.Document);
        }
        foreach (var resource in snapshot.Resources)
        {
            if (resource.Policy is { } policy)
                documents.Add(policy.Document);
        }
        foreach (var text in OrganizationPolicies(snapshot.Organization).Select(policy => policy.Document).Distinct(StringComparer.Ordinal))
        {
            if (PolicyDocument.Parse(text).Document is { } document)
                documents.Add(document);
        }
        return documents;
    }

    private static IEnumerable<OrganizationPolicy> OrganizationPolicies(Organization? organization) => organization is null
        ? []
        : organization.Units.SelectMany(unit => unit.Policies).Concat(organization.Accounts.SelectMany(account => account.Policies));
}
