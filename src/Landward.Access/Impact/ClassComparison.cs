using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>What a change does to one class of principals, for every request on resources of their own account.</summary>
internal static class ClassComparison
{
    public static PrincipalClassChange Compare(ImmutableArray<AccessPrincipal> members, PrincipalClasses classes, ProofBudget budget)
    {
        var member = members[0];
        var (before, after) = (classes.Before(member), classes.After(member));
        // Both sides are asked only about requests that this member can make.
        ImmutableArray<string> pins = [.. classes.Facts.Pins(member, [.. PrincipalClasses.Documents(before), .. PrincipalClasses.Documents(after)])];
        var comparison = new Sides(member, classes.Facts, pins, budget);
        return new PrincipalClassChange(
            [.. members.Take(PrincipalClassChange.ListedPrincipals).Select(principal => principal.Arn)],
            members.Length,
            comparison.Escaping(after, before),
            comparison.Escaping(before, after));
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

    private sealed record Sides(AccessPrincipal Member, PrincipalFacts Facts, ImmutableArray<string> Pins, ProofBudget Budget)
    {
        /// <summary>Is there a request that the one set allows and the other does not?</summary>
        public ChangeDirection Escaping(PolicySet larger, PolicySet smaller)
        {
            if (!LimitsAreAlike(larger, smaller))
                return ChangeDirection.Undecided("a boundary, or what organization policies allow, differs: see the statements");
            return DocumentText.Escaping([.. Statements(larger), .. Pins], [.. Statements(smaller), .. Pins], PolicyKind.Identity, Budget, request => Confirm(request, larger, smaller));
        }

        /// <summary>The request made by the member and decided by all policies together.</summary>
        private AuthorizationRequest? Confirm(AuthorizationRequest witness, PolicySet larger, PolicySet smaller)
        {
            var context = new RequestContext.Builder();
            foreach (var key in witness.Context.Keys)
                context.Add(key, witness.Context.Find(key)!);
            context.AddPrincipal(Member.Principal);
            Facts.AddTo(context, Member);
            var request = new AuthorizationRequest(Member.Principal, witness.Action, witness.Resource, Member.Account, context.Build());
            return PolicyEvaluator.Evaluate(request, larger).IsAllowed && !PolicyEvaluator.Evaluate(request, smaller).IsAllowed ? request : null;
        }
    }
}
