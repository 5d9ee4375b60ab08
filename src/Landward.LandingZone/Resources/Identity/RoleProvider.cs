using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>Roles on Landward's path: trust policy, attached managed policies and, where one is asked for, an inline policy.</summary>
internal sealed class RoleProvider : ResourceProvider
{
    private const string InlinePolicy = "landward";

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var name = new JsonObject { ["RoleName"] = context.Text("name") };
        var answer = await context.Here.FindAsync("iam", "GetRole", name, context.Cancellation, "NoSuchEntity");
        if (answer?["Role"] is not { } role)
            return null;
        var attached = await context.Here.ListAsync("iam", "ListAttachedRolePolicies", name, "AttachedPolicies", context.Cancellation);
        var desired = context.Texts("managedPolicies").ToHashSet(StringComparer.Ordinal);
        var actual = new JsonObject
        {
            ["name"] = Json.Text(role, "RoleName"),
            ["path"] = Json.Text(role, "Path"),
            ["trustPolicy"] = Json.Document(Json.Text(role, "AssumeRolePolicyDocument")),
            ["managedPolicies"] = Json.Array(attached.Select(policy => Json.Text(policy, "PolicyArn")!).Where(desired.Contains)),
        };
        if (context.Desired.ContainsKey("inlinePolicy"))
        {
            var policy = await context.Here.FindAsync("iam", "GetRolePolicy", new JsonObject { ["RoleName"] = context.Text("name"), ["PolicyName"] = InlinePolicy }, context.Cancellation, "NoSuchEntity");
            actual["inlinePolicy"] = Json.Document(Json.Text(policy, "PolicyDocument"));
        }
        return actual;
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject
        {
            ["RoleName"] = context.Text("name"),
            ["Path"] = context.Text("path"),
            ["AssumeRolePolicyDocument"] = context.Desired["trustPolicy"]!.ToJsonString(),
            ["Description"] = "Made by Landward.",
        };
        var created = await context.Here.WriteAsync("iam", "CreateRole", input, context.Cancellation, "EntityAlreadyExists");
        await UpdateAsync(context, created is null ? [] : new JsonObject { ["path"] = context.Text("path"), ["trustPolicy"] = context.Desired["trustPolicy"]!.DeepClone() });
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        if (Json.Text(before, "path") is { } path && path != context.Text("path"))
            throw new ChangeRefusedException($"The role `{context.Text("name")}` exists on the path `{path}`; IAM cannot move it to `{context.Text("path")}`. Remove it first.");
        if (!JsonNode.DeepEquals(before["trustPolicy"], context.Desired["trustPolicy"]))
        {
            var trust = new JsonObject { ["RoleName"] = context.Text("name"), ["PolicyDocument"] = context.Desired["trustPolicy"]!.ToJsonString() };
            await context.Here.WriteAsync("iam", "UpdateAssumeRolePolicy", trust, context.Cancellation);
        }
        foreach (var arn in context.Texts("managedPolicies").Except(Json.Texts(before["managedPolicies"])))
            await context.Here.WriteAsync("iam", "AttachRolePolicy", new JsonObject { ["RoleName"] = context.Text("name"), ["PolicyArn"] = arn }, context.Cancellation);
        if (context.Desired["inlinePolicy"] is { } policy && !JsonNode.DeepEquals(before["inlinePolicy"], policy))
        {
            var input = new JsonObject { ["RoleName"] = context.Text("name"), ["PolicyName"] = InlinePolicy, ["PolicyDocument"] = policy.ToJsonString() };
            await context.Here.WriteAsync("iam", "PutRolePolicy", input, context.Cancellation);
        }
    }
}
