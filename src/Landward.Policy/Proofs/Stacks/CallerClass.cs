using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>Callers whose requests pass the same gates, and how their account stands to the resource's.</summary>
/// <param name="Kind">Decides which gates there are: identity-based policies, root's own power, federated sessions.</param>
/// <param name="IsServiceLinked">Organization policies do not apply.</param>
/// <param name="SameAccount">The resources belong to the caller's account.</param>
/// <param name="Account">The callers' account, where the resource's ARN must agree with <paramref name="SameAccount"/>; otherwise empty.</param>
/// <param name="Points">The places of the callers among the representatives.</param>
internal sealed record CallerClass(PrincipalKind Kind, bool IsServiceLinked, bool SameAccount, string Account, ImmutableArray<int> Points)
{
    public bool HasIdentityPolicies => Kind is not (PrincipalKind.Anonymous or PrincipalKind.Service or PrincipalKind.Federated);

    public static IEnumerable<CallerClass> Of(IReadOnlyList<Principal> points, AccessScope scope)
    {
        var perCaller = scope.KnownContext is not null;
        return points
            .SelectMany((point, index) => Relations(point, scope).Select(same => (point, index, same)))
            .GroupBy(item => (item.point.Kind, item.point.IsServiceLinkedRole, item.same, Account: scope.ResourceAccount is null ? item.point.Account : string.Empty, Single: perCaller ? item.index : -1))
            .Select(group => new CallerClass(group.Key.Kind, group.Key.IsServiceLinkedRole, group.Key.same, group.Key.Account, [.. group.Select(item => item.index)]));
    }

    private static bool[] Relations(Principal point, AccessScope scope) =>
        point.Account.Length == 0 ? [false]
        : scope.ResourceAccount is { } owner ? [owner == point.Account]
        : [true, false];
}
