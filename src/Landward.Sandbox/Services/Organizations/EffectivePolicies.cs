using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The management policies of a kind (tag, backup, ...) that reach an account, merged from the root down.</summary>
internal static class EffectivePolicies
{
    public static JsonObject DescribeEffectivePolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForMember(call);
        var type = input.RequiredText("PolicyType", "InvalidInputException");
        // Authorization policies have no effective policy in this API: they are evaluated, not merged.
        if (type is "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY" || !OrganizationsQuotas.Default.Policies.ContainsKey(type))
            throw OrganizationsErrors.InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");
        var account = input.Text("TargetId") ?? call.Account;
        if (account != call.Account)
            organization = OrganizationState.ForReader(call);
        if (organization.FindAccount(account) is null)
            throw OrganizationsErrors.TargetNotFound();
        if (!organization.IsPolicyTypeEnabled(type))
            throw NotFound();
        var documents = organization.ChainTo(account)
            .Select(id => organization.FindTarget(id)!.PolicyIds
                .Select(policy => organization.Policies.Find(policy)!)
                .Where(policy => policy.Text(Layout.Type) == type)
                .Select(policy => InputMembers.ParseObject(policy.Text(Layout.Content))!)
                .ToList())
            .ToList();
        if (documents.TrueForAll(level => level.Count == 0))
            throw NotFound();
        return new JsonObject
        {
            ["EffectivePolicy"] = new JsonObject
            {
                ["PolicyContent"] = PolicyInheritance.Merge(documents).ToJsonString(),
                ["LastUpdatedTimestamp"] = SandboxTime.Format(call.Now),
                ["TargetId"] = account,
                ["PolicyType"] = type,
            },
        };
    }

    private static AwsErrorException NotFound() =>
        new(
            "EffectivePolicyNotFoundException",
            "If you ran this action on the management account, this policy type is not enabled. If you ran the action on a member account, the account "
            + "doesn't have an effective policy of this type. Contact the administrator of your organization about attaching a policy of this type to the account.");
}
