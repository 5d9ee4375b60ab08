using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The root and the policy types enabled in it.</summary>
internal static class Roots
{
    public static JsonObject ListRoots(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        return OrganizationsPages.Answer(call, input, "Roots", [.. organization.Roots.List().Select(entry => Describe(entry.Value))]);
    }

    public static JsonObject EnablePolicyType(CallContext call, JsonObject input)
    {
        var (organization, rootId, type) = Read(call, input);
        if (organization.Document.Text("FeatureSet") != "ALL")
            throw new AwsErrorException(
                "PolicyTypeNotAvailableForOrganizationException", "You can't use the specified policy type with the feature set currently enabled for this organization.");
        if (organization.IsPolicyTypeEnabled(type))
            throw new AwsErrorException("PolicyTypeAlreadyEnabledException", "The specified policy type is already enabled.");
        organization.Roots.Update(rootId, root =>
            root["PolicyTypes"]!.AsArray().Add((JsonNode)new JsonObject { ["Type"] = type, ["Status"] = "ENABLED" }));
        if (AwsManagedOrganizationPolicies.AttachedByDefault(type) is { } policy)
        {
            foreach (var target in organization.Targets().ToList())
                target.SetPolicyIds([.. target.PolicyIds, policy]);
        }
        return new JsonObject { ["Root"] = Describe(organization.Root) };
    }

    public static JsonObject DisablePolicyType(CallContext call, JsonObject input)
    {
        var (organization, rootId, type) = Read(call, input);
        if (!organization.IsPolicyTypeEnabled(type))
            throw OrganizationsErrors.PolicyTypeNotEnabled();
        organization.Roots.Update(rootId, root =>
            root["PolicyTypes"] = root.Structures("PolicyTypes").Where(status => status.Text("Type") != type).Select(status => status.DeepClone()).ToJsonArray());
        // Every attachment of the type goes; enabling it again brings back only the AWS managed policy (User Guide, Disabling a policy type).
        foreach (var target in organization.Targets().ToList())
        {
            var kept = target.PolicyIds.Where(id => organization.Policies.Find(id)?.Text("Type") != type).ToList();
            if (kept.Count != target.PolicyIds.Count)
                target.SetPolicyIds(kept);
        }
        return new JsonObject { ["Root"] = Describe(organization.Root) };
    }

    private static (OrganizationState Organization, string RootId, string Type) Read(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var type = input.RequiredText("PolicyType", "InvalidInputException");
        if (!OrganizationsQuotas.Default.Policies.ContainsKey(type))
            throw OrganizationsErrors.InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");
        var rootId = input.RequiredText("RootId", "InvalidInputException");
        return organization.Roots.Contains(rootId) ? (organization, rootId, type) : throw OrganizationsErrors.RootNotFound();
    }

    private static JsonObject Describe(JsonObject root) => root.CopyMembers([], "Id", "Arn", "Name", "PolicyTypes");
}
