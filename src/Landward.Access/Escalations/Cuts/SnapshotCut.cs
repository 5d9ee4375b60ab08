using System.Collections.Frozen;
using System.Collections.Immutable;
using Landward.Model;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Makes a change to a snapshot.</summary>
internal static class SnapshotCut
{
    /// <summary>
    /// The snapshot reduced to the users and roles that have a path or are at the goal. A change that takes permissions away gives
    /// nobody else a path, so that the search over the rest answers for all. The management account stays whole.
    /// </summary>
    public static AccessSnapshot Reduce(AccessSnapshot snapshot, IEnumerable<EscalationNode> reached)
    {
        var kept = reached.Select(node => node.Origin?.Arn).OfType<string>().ToFrozenSet(StringComparer.Ordinal);
        var management = snapshot.Organization?.ManagementAccount;
        return snapshot with
        {
            Accounts =
            [
                .. snapshot.Accounts.Select(account => account.Id == management ? account : account with { Principals = [.. account.Principals.Where(principal => kept.Contains(principal.Arn))] })
                    .Where(account => account.Principals.Length > 0 || account.Id == management),
            ],
            Resources = [.. snapshot.Resources.Where(resource => resource.RoleArn is not null)],
        };
    }

    public static AccessSnapshot Apply(AccessSnapshot snapshot, CutCandidate cut) => cut switch
    {
        CutCandidate.Statement statement => EveryPrincipal(snapshot, principal => Without(principal, statement)) is var changed
            ? changed with { Accounts = [.. changed.Accounts.Select(account => account with { Groups = [.. account.Groups.Select(group => group with { Identity = Without(group.Identity, policy => policy.Id == statement.Policy, statement.Index) })] })] }
            : snapshot,
        CutCandidate.Attachment attachment => EveryPrincipal(snapshot, principal =>
            principal.Arn == attachment.Principal ? principal with { Identity = [.. principal.Identity.Where(policy => CutCandidate.KeyOf(principal, policy) != attachment.Policy)] } : principal),
        CutCandidate.Trust trust => EveryPrincipal(snapshot, principal =>
            principal.Arn == trust.Role && principal.Trust is { } policy ? principal with { Trust = policy with { Document = CutDocuments.TrustWithout(policy.Document, trust.Index) } } : principal),
        CutCandidate.Guardrail guardrail => snapshot with { Organization = Guarded(snapshot.Organization!, guardrail.Document) },
        _ => throw new ArgumentOutOfRangeException(nameof(cut), cut.GetType(), null),
    };

    private static AccessPrincipal Without(AccessPrincipal principal, CutCandidate.Statement statement)
    {
        bool Concerned(AttachedPolicy policy) => CutCandidate.KeyOf(principal, policy) == statement.Policy;
        return principal.Identity.Any(Concerned) ? principal with { Identity = Without(principal.Identity, Concerned, statement.Index) } : principal;
    }

    private static ImmutableArray<AttachedPolicy> Without(ImmutableArray<AttachedPolicy> policies, Func<AttachedPolicy, bool> concerned, int index) =>
        [.. policies.Select(policy => !concerned(policy) ? policy : CutDocuments.Without(policy.Document, index) is { } less ? policy with { Document = less } : null).OfType<AttachedPolicy>()];

    private static AccessSnapshot EveryPrincipal(AccessSnapshot snapshot, Func<AccessPrincipal, AccessPrincipal> change) =>
        snapshot with { Accounts = [.. snapshot.Accounts.Select(account => account with { Principals = [.. account.Principals.Select(change)] })] };

    private static Organization Guarded(Organization organization, string document)
    {
        var policy = new OrganizationPolicy("p-landwardcut", "landward-cut", PolicyType.ServiceControlPolicy, document, AwsManaged: false);
        var root = organization.Root with { Policies = organization.Root.Policies.Add(policy) };
        return organization with { Units = organization.Units.SetItem(0, root) };
    }
}
