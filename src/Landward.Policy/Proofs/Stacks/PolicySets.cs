namespace Landward.Policy.Proofs;

/// <summary>All policies of a set, whatever their kind.</summary>
internal static class PolicySets
{
    public static IEnumerable<AttachedPolicy> Policies(PolicySet set) =>
        set.Identity.AddRange(set.PermissionsBoundary).AddRange(set.Session).AddRange(set.ResourcePolicies).AddRange(set.VpcEndpoint)
            .Concat(set.ServiceControlPolicies.AddRange(set.ResourceControlPolicies).SelectMany(level => level.Policies));
}
