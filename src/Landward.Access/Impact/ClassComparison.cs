using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>What a change does to one class of principals, for every request on resources of their own account.</summary>
internal static class ClassComparison
{
    public static PrincipalClassChange Compare(ImmutableArray<AccessPrincipal> members, PrincipalClasses classes, ProofBudget budget)
    {
        var (before, after) = (classes.Before(members[0]), classes.After(members[0]));
        return new PrincipalClassChange(
            [.. members.Take(PrincipalClassChange.ListedPrincipals).Select(member => member.Arn)],
            members.Length,
            Escaping(members[0].Principal, after, before, budget),
            Escaping(members[0].Principal, before, after, budget));
    }

    /// <summary>Is there a request that the one set allows and the other does not?</summary>
    private static ChangeDirection Escaping(Principal principal, PolicySet larger, PolicySet smaller, ProofBudget budget)
    {
        if (!LimitsAreAlike(larger, smaller))
            return ChangeDirection.Undecided("a boundary, or what organization policies allow, differs: see the statements");
        return DocumentText.Escaping(Statements(larger), Statements(smaller), PolicyKind.Identity, budget, request => Confirm(request, principal, larger, smaller));
    }

    // What must allow, beside the grants, has to be the same on both sides or let everything pass: then grants and denials decide.
    private static bool LimitsAreAlike(PolicySet one, PolicySet other) =>
        Limits(one).SetEquals(Limits(other));

    private static HashSet<string> Limits(PolicySet policies)
    {
        var limits = policies.ServiceControlPolicies
            .Select(level => string.Join('\n', Allows(level.Policies).Order(StringComparer.Ordinal)))
            .Append(policies.PermissionsBoundary.IsEmpty ? DocumentText.AllowEverything : string.Join('\n', Allows(policies.PermissionsBoundary)))
            .ToHashSet(StringComparer.Ordinal);
        limits.RemoveWhere(text => text.Split('\n').Contains(DocumentText.AllowEverything, StringComparer.Ordinal));
        return limits;
    }

    private static IEnumerable<string> Allows(ImmutableArray<AttachedPolicy> policies) => DocumentText.Of(policies, Effect.Allow);

    private static List<string> Statements(PolicySet policies) =>
    [
        .. DocumentText.Of(policies.Identity, null),
        .. DocumentText.Of(policies.PermissionsBoundary, Effect.Deny),
        .. policies.ServiceControlPolicies.SelectMany(level => DocumentText.Of(level.Policies, Effect.Deny)),
    ];

    /// <summary>The request made by a member of the class and decided by all policies together.</summary>
    private static AuthorizationRequest? Confirm(AuthorizationRequest witness, Principal principal, PolicySet larger, PolicySet smaller)
    {
        var context = new RequestContext.Builder();
        foreach (var key in witness.Context.Keys)
            context.Add(key, witness.Context.Find(key)!);
        var request = new AuthorizationRequest(principal, witness.Action, witness.Resource, principal.Account, context.AddPrincipal(principal).Build());
        return PolicyEvaluator.Evaluate(request, larger).IsAllowed && !PolicyEvaluator.Evaluate(request, smaller).IsAllowed ? request : null;
    }
}
