using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Attaching policies to the root, units and accounts, within the minimum and maximum of their type.</summary>
internal static class PolicyAttachments
{
    public static JsonObject AttachPolicy(CallContext call, JsonObject input)
    {
        var (organization, policy, target) = Read(call, input);
        var (id, type) = (policy.Text("Id")!, policy.Text(Layout.Type)!);
        if (target.PolicyIds.Contains(id))
            throw new AwsErrorException("DuplicatePolicyAttachmentException", "The selected policy is already attached to the specified target.");
        if (AttachedOfType(organization, target, type) >= OrganizationsQuotas.Default.Policies[type].Attached)
            throw OrganizationsErrors.Constraint(
                "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED", "You have attached the maximum number of policies to the specified target.");
        target.SetPolicyIds([.. target.PolicyIds, id]);
        return [];
    }

    public static JsonObject DetachPolicy(CallContext call, JsonObject input)
    {
        var (organization, policy, target) = Read(call, input);
        var (id, type) = (policy.Text("Id")!, policy.Text(Layout.Type)!);
        if (!target.PolicyIds.Contains(id))
            throw new AwsErrorException("PolicyNotAttachedException", "The policy isn't attached to the specified target in the specified root.");
        if (id == AwsManagedOrganizationPolicies.RcpFullAwsAccess)
            throw OrganizationsErrors.InvalidInput("NON_DETACHABLE_POLICY", "You can't detach the RCPFullAWSAccess policy.");
        if (AttachedOfType(organization, target, type) <= OrganizationsQuotas.Default.Policies[type].AttachedMinimum)
            throw OrganizationsErrors.Constraint(
                "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED",
                "You attempted to detach a policy from an entity that would cause the entity to have fewer than the minimum number of policies of a "
                + "certain type required.");
        target.SetPolicyIds(target.PolicyIds.Where(attached => attached != id));
        return [];
    }

    public static JsonObject ListPoliciesForTarget(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var target = organization.FindTarget(input.RequiredText("TargetId", "InvalidInputException")) ?? throw OrganizationsErrors.TargetNotFound();
        var type = OrganizationPolicies.PolicyTypeOf(input.RequiredText("Filter", "InvalidInputException"));
        var policies = target.PolicyIds.Order(StringComparer.Ordinal)
            .Select(id => organization.Policies.Find(id)!)
            .Where(policy => policy.Text(Layout.Type) == type)
            .Select(OrganizationPolicies.Summary);
        return OrganizationsPages.Answer(call, input, "Policies", [.. policies]);
    }

    public static JsonObject ListTargetsForPolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var id = OrganizationPolicies.Find(organization, input).Text("Id")!;
        var targets = organization.Targets().Where(target => target.PolicyIds.Contains(id)).Select(target => new JsonObject
        {
            ["TargetId"] = target.Id,
            ["Arn"] = target.Document.Text("Arn"),
            ["Name"] = target.Document.Text("Name"),
            ["Type"] = target.Type,
        });
        return OrganizationsPages.Answer(call, input, "Targets", [.. targets]);
    }

    /// <summary>The AWS managed policies a new unit or account starts with.</summary>
    public static IEnumerable<string> DefaultPolicyIds(OrganizationState organization) =>
        organization.Root.Structures("PolicyTypes")
            .Select(status => AwsManagedOrganizationPolicies.AttachedByDefault(status.Text("Type")!))
            .OfType<string>();

    private static int AttachedOfType(OrganizationState organization, OrganizationTarget target, string type) =>
        target.PolicyIds.Count(id => organization.Policies.Find(id)?.Text(Layout.Type) == type);

    private static (OrganizationState Organization, JsonObject Policy, OrganizationTarget Target) Read(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var policy = OrganizationPolicies.Find(organization, input);
        var target = organization.FindTarget(input.RequiredText("TargetId", "InvalidInputException")) ?? throw OrganizationsErrors.TargetNotFound();
        return organization.IsPolicyTypeEnabled(policy.Text(Layout.Type)!)
            ? (organization, policy, target)
            : throw OrganizationsErrors.PolicyTypeNotEnabled();
    }
}
