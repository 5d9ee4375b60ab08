using System.Collections.Immutable;
using Landward.Access.Impact;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access;

/// <summary>How much work a comparison may do. Counts work, not time, so that answers are the same everywhere.</summary>
/// <param name="Classes">Classes of principals looked at, those with most members first.</param>
/// <param name="Statements">Statements looked at.</param>
/// <param name="Steps">Cases looked at in one proof.</param>
public sealed record ComparisonBudget(int Classes = 2_000, int Statements = 1_000, int Steps = 20_000);

/// <summary>Compares two snapshots of policies for every possible request: what is gained, what is lost, or a proof that nothing is.</summary>
public static class AccessComparison
{
    /// <exception cref="FormatException">A policy of the organization is no policy document.</exception>
    public static AccessChange Compare(AccessSnapshot before, AccessSnapshot after, ComparisonBudget budget)
    {
        ImmutableArray<PolicyDocument> documents = [.. ChangedPolicies.Documents(before, after)];
        var (old, changed) = (new AccessView(before, documents), new AccessView(after, documents));
        var steps = new ProofBudget(budget.Steps);
        var statements = Places(before, after).SelectMany(place => StatementComparison.Compare(place.Where, place.Kind, place.Before, place.After, steps)).Take(budget.Statements).ToImmutableArray();
        var classes = new PrincipalClasses(old, changed);
        var results = ImmutableArray.CreateBuilder<PrincipalClassChange>();
        var (untouched, notAnalysed, looked) = (classes.Unchanged, 0, 0);
        foreach (var members in classes.Changed)
        {
            if (looked++ >= budget.Classes)
            {
                notAnalysed += members.Length;
                continue;
            }
            var result = ClassComparison.Compare(members, classes, steps);
            if (result is { Gained: [], Lost: [], Undecided: [] })
                untouched += members.Length;
            else
                results.Add(result);
        }
        return new AccessChange(statements, results.ToImmutable(), untouched, notAnalysed);
    }

    /// <summary>Compares a policy's document before and after a change, whatever else is in force; service control policies within FullAWSAccess.</summary>
    /// <param name="name">The policy's name.</param>
    /// <param name="where">Where it is in force, for people.</param>
    /// <param name="before">Null when the policy is new.</param>
    /// <param name="after">Null when it goes away.</param>
    public static ImmutableArray<StatementChange> CompareDocuments(string name, string where, PolicyKind kind, string? before, string? after, ComparisonBudget budget)
    {
        ImmutableArray<AttachedPolicy> Side(string? text) => text is not null && PolicyDocument.Parse(text, name).Document is { } document ? [new AttachedPolicy(document, name, kind)] : [];
        ImmutableArray<AttachedPolicy> given = kind is PolicyKind.ServiceControlPolicy ? [GivenPolicies.Everything] : [];
        return [.. StatementComparison.Compare(where, kind, [.. given, .. Side(before)], [.. given, .. Side(after)], new ProofBudget(budget.Steps)).Take(budget.Statements)];
    }

    /// <summary>Every place whose policies differ. A policy that changes for many principals in the same way is one place.</summary>
    private static IEnumerable<ComparedPlace> Places(AccessSnapshot before, AccessSnapshot after)
    {
        if (before.Organization is { } organization && after.Organization is { } other)
        {
            foreach (var place in OrganizationPlaces(organization, other))
                yield return place;
        }
        foreach (var group in PrincipalPlaces(before, after).GroupBy(place => (place.Kind, place.Key)))
            yield return group.First() with { Where = group.Count() == 1 ? group.First().Where : $"{group.First().Where} and {group.Count() - 1} more" };
        if (before.Resources == after.Resources)
            yield break;
        var resources = after.Resources.ToDictionary(resource => resource.Arn, StringComparer.Ordinal);
        foreach (var resource in before.Resources)
        {
            var place = new ComparedPlace(resource.Arn, PolicyKind.Resource, One(resource.Policy), One(resources.GetValueOrDefault(resource.Arn)?.Policy));
            if (place.Differs)
                yield return place;
        }
    }

    private static IEnumerable<ComparedPlace> OrganizationPlaces(Organization before, Organization after)
    {
        var units = after.Units.ToDictionary(unit => unit.Id, unit => unit.Policies, StringComparer.Ordinal);
        var accounts = after.Accounts.ToDictionary(account => account.Id, account => account.Policies);
        var places = before.Units.Select(unit => (Where: unit.Path.Length == 0 ? "root" : unit.Path, unit.Policies, Now: units.GetValueOrDefault(unit.Id, [])))
            .Concat(before.Accounts.Select(account => (Where: account.Name, account.Policies, Now: accounts.GetValueOrDefault(account.Id, []))));
        foreach (var (where, old, now) in places)
        {
            foreach (var (type, kind) in new[] { (PolicyType.ServiceControlPolicy, PolicyKind.ServiceControlPolicy), (PolicyType.ResourceControlPolicy, PolicyKind.ResourceControlPolicy) })
            {
                var place = new ComparedPlace(where, kind, Parsed(old, type, kind), Parsed(now, type, kind));
                if (place.Differs)
                    yield return place;
            }
        }
    }

    private static IEnumerable<ComparedPlace> PrincipalPlaces(AccessSnapshot before, AccessSnapshot after)
    {
        if (before.Accounts == after.Accounts)
            yield break;
        var changed = after.Principals.ToDictionary(principal => principal.Arn, StringComparer.Ordinal);
        foreach (var principal in before.Principals)
        {
            if (!changed.TryGetValue(principal.Arn, out var now) || ReferenceEquals(principal, now))
                continue;
            ComparedPlace[] places =
            [
                new(principal.Arn, PolicyKind.Identity, principal.Identity, now.Identity),
                new(principal.Arn, PolicyKind.PermissionsBoundary, principal.PermissionsBoundary, now.PermissionsBoundary),
                new(principal.Arn, PolicyKind.Trust, One(principal.Trust), One(now.Trust)),
            ];
            foreach (var place in places.Where(place => place.Differs))
                yield return place;
        }
    }

    private static ImmutableArray<AttachedPolicy> One(AttachedPolicy? policy) => policy is null ? [] : [policy];

    private static ImmutableArray<AttachedPolicy> Parsed(ImmutableArray<OrganizationPolicy> policies, PolicyType type, PolicyKind kind) =>
    [
        .. policies.Where(policy => policy.Type == type)
            .Select(policy => new AttachedPolicy(
                PolicyDocument.Parse(policy.Document, policy.Name).Document ?? throw new FormatException($"{policy.Name} is no policy document."), policy.Name, kind, policy.Id)),
    ];
}
