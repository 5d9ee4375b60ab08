using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Organizations;

namespace Landward.Sandbox.Services.Organizations;

/// <summary>Organization policies of every type: content, names unique per type, quotas per type.</summary>
internal static class OrganizationPolicies
{
    private const int MaxNameLength = 128;
    private const int MaxDescriptionLength = 512;

    public static JsonObject CreatePolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var type = PolicyTypeOf(input.RequiredText("Type", "InvalidInputException"));
        var name = Bounded(input.RequiredText("Name", "InvalidInputException"), MaxNameLength);
        var content = input.RequiredText("Content", "InvalidInputException");
        PolicyContent.Check(type, content);
        var existing = organization.Policies.List().Select(entry => entry.Value).Where(policy => policy.Text(Layout.Type) == type).ToList();
        if (existing.Any(policy => policy.Text("Name") == name))
            throw OrganizationsErrors.DuplicatePolicy();
        if (existing.Count >= OrganizationsQuotas.Default.Policies[type].Stored)
            throw OrganizationsErrors.Constraint(
                "POLICY_NUMBER_LIMIT_EXCEEDED", "You attempted to exceed the number of policies that you can have in an organization.");
        var id = "p-" + call.Ids.LowerAlphanumeric(8);
        organization.Policies.Put(id, new JsonObject
        {
            ["Id"] = id,
            ["Arn"] = $"arn:aws:organizations::{organization.ManagementAccountId}:policy/{organization.Id}/{type.ToLowerInvariant()}/{id}",
            ["Name"] = name,
            ["Description"] = Bounded(input.Text("Description") ?? string.Empty, MaxDescriptionLength),
            [Layout.Type] = type,
            ["AwsManaged"] = false,
            [Layout.Content] = content,
            [StateLayout.Tags] = OrganizationTags.Checked(input.Structures("Tags")),
        });
        return Answer(organization.Policies.Find(id)!);
    }

    public static JsonObject UpdatePolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var policy = Changeable(organization, input);
        var id = policy.Text("Id")!;
        var type = policy.Text(Layout.Type)!;
        if (input.Text("Content") is { } content)
            PolicyContent.Check(type, content);
        if (input.Text("Name") is { } name && organization.Policies.List().Any(entry =>
                entry.Key != id && entry.Value.Text(Layout.Type) == type && entry.Value.Text("Name") == Bounded(name, MaxNameLength)))
            throw OrganizationsErrors.DuplicatePolicy();
        return Answer(organization.Policies.Update(id, document => input.CopyMembers(document, "Name", "Description", Layout.Content)));
    }

    public static JsonObject DeletePolicy(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForManagement(call);
        var id = Changeable(organization, input).Text("Id")!;
        if (organization.Targets().Any(target => target.PolicyIds.Contains(id)))
            throw new AwsErrorException(
                "PolicyInUseException",
                "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation.");
        organization.Policies.Remove(id);
        return [];
    }

    public static JsonObject DescribePolicy(CallContext call, JsonObject input) => Answer(Find(OrganizationState.ForReader(call), input));

    public static JsonObject ListPolicies(CallContext call, JsonObject input)
    {
        var organization = OrganizationState.ForReader(call);
        var type = PolicyTypeOf(input.RequiredText("Filter", "InvalidInputException"));
        return OrganizationsPages.Answer(
            call, input, "Policies",
            [.. organization.Policies.List().Where(entry => entry.Value.Text(Layout.Type) == type).Select(entry => Summary(entry.Value))]);
    }

    public static string PolicyTypeOf(string type) =>
        OrganizationsQuotas.Default.Policies.ContainsKey(type)
            ? type
            : throw OrganizationsErrors.InvalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.");

    public static JsonObject Find(OrganizationState organization, JsonObject input) =>
        organization.Policies.Find(input.RequiredText("PolicyId", "InvalidInputException")) ?? throw OrganizationsErrors.PolicyNotFound();

    public static JsonObject Summary(JsonObject policy) => policy.CopyMembers([], "Id", "Arn", "Name", "Description", "Type", "AwsManaged");

    private static JsonObject Changeable(OrganizationState organization, JsonObject input)
    {
        var policy = Find(organization, input);
        return policy.Flag("AwsManaged") == true
            ? throw OrganizationsErrors.InvalidInput("IMMUTABLE_POLICY", "You specified a policy that is managed by AWS and can't be modified.")
            : policy;
    }

    private static JsonObject Answer(JsonObject policy) =>
        new() { ["Policy"] = new JsonObject { ["PolicySummary"] = Summary(policy), ["Content"] = policy.Text(Layout.Content) } };

    private static string Bounded(string text, int maxLength) =>
        text.Length <= maxLength
            ? text
            : throw OrganizationsErrors.InvalidInput("MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed.");
}
