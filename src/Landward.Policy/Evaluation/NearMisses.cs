using System.Collections.Immutable;
using Landward.Policy.Conditions;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>A statement that speaks of the action but did not match.</summary>
/// <param name="Element">What failed: <c>Principal</c>, <c>Resource</c> or <c>Condition</c>.</param>
/// <param name="Detail">For a condition its operator and key, such as <c>Bool aws:MultiFactorAuthPresent</c>.</param>
public sealed record NearMiss(DecidingStatement Statement, string Element, string? Detail);

/// <summary>Explains what would have mattered: for a person who wonders why an Allow did not count or a Deny did not bite.</summary>
public static class NearMisses
{
    private const int Limit = 50;

    /// <summary>Statements of any policy in the set whose action matches and whose principal, resource or condition does not; at most 50.</summary>
    public static ImmutableArray<NearMiss> Find(AuthorizationRequest request, PolicySet policies) =>
        [.. All(policies).Where(item => item.Statement.MatchesAction(request)).Select(item => Explain(request, item, policies)).OfType<NearMiss>().Take(Limit)];

    private static IEnumerable<DecidingStatement> All(PolicySet policies)
    {
        var flat = policies.ResourcePolicies.AddRange(policies.Identity).AddRange(policies.PermissionsBoundary).AddRange(policies.Session).AddRange(policies.VpcEndpoint)
            .SelectMany(policy => Of(policy, null));
        var levels = policies.ServiceControlPolicies.AddRange(policies.ResourceControlPolicies)
            .SelectMany(level => level.Policies.SelectMany(policy => Of(policy, level.Target)));
        return levels.Concat(flat);
    }

    private static IEnumerable<DecidingStatement> Of(AttachedPolicy policy, string? target) =>
        policy.Document.Statements.Select(statement => new DecidingStatement(policy, statement, target));

    private static NearMiss? Explain(AuthorizationRequest request, DecidingStatement item, PolicySet policies)
    {
        var statement = item.Statement;
        var names = item.Policy.Kind is PolicyKind.Resource or PolicyKind.Trust or PolicyKind.VpcEndpoint or PolicyKind.ResourceControlPolicy;
        var hasBoundary = !policies.PermissionsBoundary.IsEmpty;
        if (names && statement.Principals?.Match(request.Principal, statement.Effect, request.Target.Service ?? string.Empty, hasBoundary) == PrincipalMatch.None)
            return new NearMiss(item, "Principal", null);
        if (statement.MatchesResource(request) != Truth.True)
            return new NearMiss(item, "Resource", null);
        if (statement.Conditions.Conditions.FirstOrDefault(condition => condition.Evaluate(request.Context) != Truth.True) is not { } failing)
            return null;
        return new NearMiss(item, "Condition", $"{failing.Source.Operator} {failing.Source.Key}");
    }
}
