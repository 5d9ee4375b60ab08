using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>Emergency users: made with their permissions, without password and keys. People add those, and MFA, by hand.</summary>
internal sealed class BreakGlassUserProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var name = new JsonObject { ["UserName"] = context.Text("name") };
        var answer = await context.Here.FindAsync("iam", "GetUser", name, context.Cancellation, "NoSuchEntity");
        if (answer?["User"] is not { } user)
            return null;
        var attached = await context.Here.ListAsync("iam", "ListAttachedUserPolicies", name, "AttachedPolicies", context.Cancellation);
        var tags = await context.Here.ListAsync("iam", "ListUserTags", name, "Tags", context.Cancellation);
        var desired = context.Texts("managedPolicies").ToHashSet(StringComparer.Ordinal);
        return new JsonObject
        {
            ["name"] = Json.Text(user, "UserName"),
            ["managedPolicies"] = Json.Array(attached.Select(policy => Json.Text(policy, "PolicyArn")!).Where(desired.Contains)),
            ["tags"] = Json.Only(Json.Tags(tags), (JsonObject)context.Desired["tags"]!),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject { ["UserName"] = context.Text("name"), ["Path"] = LandwardNames.RolePath, ["Tags"] = Json.TagList(context.Desired["tags"]) };
        var answer = await context.Here.WriteAsync("iam", "CreateUser", input, context.Cancellation, "EntityAlreadyExists");
        await UpdateAsync(context, answer is null ? [] : new JsonObject { ["tags"] = context.Desired["tags"]!.DeepClone() });
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        foreach (var arn in context.Texts("managedPolicies").Except(Json.Texts(before["managedPolicies"])))
            await context.Here.WriteAsync("iam", "AttachUserPolicy", new JsonObject { ["UserName"] = context.Text("name"), ["PolicyArn"] = arn }, context.Cancellation);
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
            await context.Here.WriteAsync("iam", "TagUser", new JsonObject { ["UserName"] = context.Text("name"), ["Tags"] = Json.TagList(context.Desired["tags"]) }, context.Cancellation);
    }
}
