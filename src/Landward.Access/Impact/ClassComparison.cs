using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>What a change does to one class of principals, for every request of theirs that no resource's policy has a say in.</summary>
internal static class ClassComparison
{
    public static PrincipalClassChange Compare(ImmutableArray<AccessPrincipal> members, PrincipalClasses classes, ProofBudget budget)
    {
        var member = members[0];
        var (before, after) = (classes.Before(member), classes.After(member));
        var differences = PolicyProver.Differences(after, before, classes.Facts.ScopeOf(member, [.. PrincipalClasses.Documents(before), .. PrincipalClasses.Documents(after)]), budget);
        return new PrincipalClassChange(
            [.. members.Take(PrincipalClassChange.ListedPrincipals).Select(principal => principal.Arn)], members.Length, differences.Gained, differences.Lost, differences.Undecided);
    }
}
