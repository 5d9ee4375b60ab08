using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Quotas;

/// <summary>
/// Holds a desired state against AWS's limits before anything is called. Sizes and counts of service control policies are
/// checked where they are packed.
/// </summary>
internal sealed class QuotaChecker(ICollection<Diagnostic> diagnostics)
{
    public static void Check(Spec spec, IReadOnlyCollection<ResourceNode> nodes, ICollection<Diagnostic> diagnostics)
    {
        var checker = new QuotaChecker(diagnostics);
        checker.Check("organizationalUnits", spec.Units.Length, "units");
        checker.Check("accounts", spec.Accounts.Length + 1, "accounts");
        foreach (var account in spec.Accounts)
            checker.Check("accountTags", account.Tags.Count + 1, "accounts/" + account.Key);
        checker.Check("permissionSets", spec.Access.IdentityCenter?.PermissionSets.Length ?? 0, "access/permission-sets");
        foreach (var node in nodes)
            checker.Check(node);
        foreach (var account in nodes.Where(node => node.Kind is ResourceKind.AccountAssignment).GroupBy(node => node.Properties["account"]!.GetValue<string>()))
            checker.Check("permissionSetsPerAccount", account.Select(node => node.Properties["permissionSet"]!.GetValue<string>()).Distinct().Count(), account.Key);
    }

    private void Check(ResourceNode node)
    {
        switch (node.Kind)
        {
            case ResourceKind.PermissionSet:
                Check("managedPoliciesPerRole", ((JsonArray)node.Properties["managedPolicies"]!).Count, node.Address);
                Check("permissionSetInlinePolicyCharacters", Length(node.Properties["inlinePolicy"]), node.Address);
                break;
            case ResourceKind.PermissionsBoundaryPolicy:
                Check("managedPolicyCharacters", Length(node.Properties["document"]), node.Address);
                break;
        }
    }

    private static int Length(JsonNode? document) => document?.ToJsonString().Length ?? 0;

    private void Check(string name, int count, string address)
    {
        var quota = Quota.Of(name);
        if (count > quota.Value)
            diagnostics.Add(PlanDiagnostics.QuotaExceeded(quota, count, address));
    }
}
