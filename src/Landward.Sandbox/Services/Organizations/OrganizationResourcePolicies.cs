using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>The resource-based delegation policy of the organization: at most one.</summary>
internal static class OrganizationResourcePolicies
{
    private const int MaxSize = 40000;
    private const string OnlyId = "resource-policy";

    public static JsonObject PutResourcePolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var content = input.RequiredText("Content", "InvalidInputException");
        if (content.Length > MaxSize || InputMembers.ParseObject(content) is not { } document || document["Statement"] is null)
            throw OrganizationsErrors.InvalidInput("INVALID_RESOURCE_POLICY_JSON", "You provided an invalid resource policy.");
        var existing = organization.ResourcePolicies.Find(OnlyId);
        var id = existing?.Text("Id") ?? "rp-" + call.Ids.LowerAlphanumeric(8);
        organization.ResourcePolicies.Put(OnlyId, new JsonObject
        {
            ["Id"] = id,
            ["Arn"] = $"arn:aws:organizations::{organization.ManagementAccountId}:resourcepolicy/{organization.Id}/{id}",
            [StateLayout.Policy] = content,
            [StateLayout.Tags] = OrganizationTags.Checked(input.Structures("Tags")),
        });
        return Answer(organization.ResourcePolicies.Find(OnlyId)!);
    }

    public static JsonObject DescribeResourcePolicy(CallContext call, JsonObject input) =>
        Answer(OrganizationState.ForReader(call).ResourcePolicies.Find(OnlyId) ?? throw NotFound());

    public static JsonObject DeleteResourcePolicy(CallContext call, JsonObject input) =>
        OrganizationState.ForManagement(call).ResourcePolicies.Remove(OnlyId) ? [] : throw NotFound();

    private static AwsErrorException NotFound() =>
        new("ResourcePolicyNotFoundException", "You specified a resource policy that doesn't exist.");

    private static JsonObject Answer(JsonObject policy) =>
        new()
        {
            ["ResourcePolicy"] = new JsonObject
            {
                ["ResourcePolicySummary"] = policy.CopyMembers([], "Id", "Arn"),
                ["Content"] = policy.Text(StateLayout.Policy),
            },
        };
}
