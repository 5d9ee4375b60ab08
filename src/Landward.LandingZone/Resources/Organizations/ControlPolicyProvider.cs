using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Organizations;

/// <summary>Service control policies by name. Documents are compared as JSON and written minified: the API counts white space.</summary>
internal sealed class ControlPolicyProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var name = context.Text("name");
        if (await FindIdAsync(context.Calls, name, context.Cancellation) is not { } id)
            return null;
        context.Facts[Reference.Policy(name)] = id;
        return await ReadAsync(context.Calls, id, context.Desired, context.Cancellation);
    }

    public override Task<JsonObject?> ReadBackAsync(ResourceContext context) =>
        ReadAsync(context.Calls, context.Fact(Reference.Policy(context.Text("name"))), context.Desired, context.Cancellation)!;

    public override async Task CreateAsync(ResourceContext context)
    {
        var name = context.Text("name");
        var input = new JsonObject
        {
            ["Name"] = name,
            ["Description"] = context.Text("description"),
            ["Type"] = context.Text("type"),
            ["Content"] = context.Desired["document"]!.ToJsonString(),
            ["Tags"] = Json.TagList(context.Desired["tags"]),
        };
        var answer = await context.Management.WriteAsync("organizations", "CreatePolicy", input, context.Cancellation, "DuplicatePolicyException");
        var id = Json.Text(answer?["Policy"]?["PolicySummary"], "Id") ?? await FindIdAsync(context.Calls, name, context.Cancellation);
        context.Facts[Reference.Policy(name)] = id ?? throw new ChangeRefusedException($"The policy `{name}` exists under another type; remove or rename it.");
        if (answer is null)
            await UpdateAsync(context, []);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var id = context.Fact(Reference.Policy(context.Text("name")));
        if (!JsonNode.DeepEquals(before["document"], context.Desired["document"]) || Json.Text(before, "description") != context.Text("description"))
        {
            var input = new JsonObject { ["PolicyId"] = id, ["Description"] = context.Text("description"), ["Content"] = context.Desired["document"]!.ToJsonString() };
            await context.Management.WriteAsync("organizations", "UpdatePolicy", input, context.Cancellation);
        }
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
            await OrganizationTree.TagAsync(context, id);
    }

    public override async Task DeleteAsync(ResourceContext context, JsonObject before)
    {
        var id = context.Fact(Reference.Policy(context.Text("name")));
        var targets = await context.Management.ListAsync("organizations", "ListTargetsForPolicy", new JsonObject { ["PolicyId"] = id }, "Targets", context.Cancellation);
        foreach (var target in targets)
        {
            var input = new JsonObject { ["PolicyId"] = id, ["TargetId"] = Json.Text(target, "TargetId") };
            await context.Management.WriteAsync("organizations", "DetachPolicy", input, context.Cancellation, "PolicyNotAttachedException");
        }
        await context.Management.WriteAsync("organizations", "DeletePolicy", new JsonObject { ["PolicyId"] = id }, context.Cancellation, "PolicyNotFoundException");
    }

    internal static async Task<IReadOnlyList<JsonNode>> ListAsync(AwsCalls calls, CancellationToken cancellation) => calls.Facts.ContainsKey(Reference.OrganizationId)
        ? await calls.Management.ListAsync("organizations", "ListPolicies", new JsonObject { ["Filter"] = "SERVICE_CONTROL_POLICY" }, "Policies", cancellation)
        : [];

    internal static async Task<JsonObject> ReadAsync(AwsCalls calls, string id, JsonObject desired, CancellationToken cancellation)
    {
        var policy = (await calls.Management.ReadAsync("organizations", "DescribePolicy", new JsonObject { ["PolicyId"] = id }, cancellation))["Policy"];
        var summary = policy?["PolicySummary"];
        var tags = await OrganizationTree.TagsAsync(calls, id, cancellation);
        return new JsonObject
        {
            ["name"] = Json.Text(summary, "Name"),
            ["type"] = Json.Text(summary, "Type"),
            ["description"] = Json.Text(summary, "Description"),
            ["document"] = Json.Document(Json.Text(policy, "Content")),
            ["tags"] = desired["tags"] is JsonObject wanted ? Json.Only(tags, wanted) : tags,
        };
    }

    private static async Task<string?> FindIdAsync(AwsCalls calls, string name, CancellationToken cancellation) =>
        Json.Text((await ListAsync(calls, cancellation)).FirstOrDefault(policy => Json.Text(policy, "Name") == name), "Id");
}
