using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Logging;

/// <summary>A KMS key by alias. A key without its alias (an attempt that stopped half way) is found by its tag and finished.</summary>
internal sealed class KmsKeyProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var answer = await context.Here.FindAsync("kms", "DescribeKey", new JsonObject { ["KeyId"] = context.Text("alias") }, context.Cancellation, "NotFoundException");
        if (answer?["KeyMetadata"] is not { } key)
            return null;
        if (Json.Text(key, "KeyState") is { } state and not "Enabled")
            throw new ChangeRefusedException($"The key behind `{context.Text("alias")}` is {state}. Cancel its deletion or enable it; Landward never replaces the key of existing logs.");
        var id = new JsonObject { ["KeyId"] = Json.Text(key, "KeyId") };
        var policy = await context.Here.ReadAsync("kms", "GetKeyPolicy", new JsonObject { ["KeyId"] = Json.Text(key, "KeyId"), ["PolicyName"] = "default" }, context.Cancellation);
        var rotation = await context.Here.ReadAsync("kms", "GetKeyRotationStatus", id, context.Cancellation);
        var tags = await context.Here.ListAsync("kms", "ListResourceTags", id, "Tags", context.Cancellation);
        context.Facts[FactName(context)] = Json.Text(key, "Arn")!;
        return new JsonObject
        {
            ["alias"] = context.Text("alias"),
            ["description"] = Json.Text(key, "Description"),
            ["policy"] = Json.Document(Json.Text(policy, "Policy")),
            ["rotation"] = Json.Bool(rotation, "KeyRotationEnabled"),
            ["tags"] = Json.Only(Json.Tags(tags), (JsonObject)context.Desired["tags"]!),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var id = await FindUnnamedAsync(context);
        var found = id is not null;
        if (id is null)
        {
            var input = new JsonObject
            {
                ["Description"] = context.Text("description"),
                ["Policy"] = context.Desired["policy"]!.ToJsonString(),
                ["Tags"] = Json.TagList(context.Desired["tags"], "TagKey", "TagValue"),
            };
            id = Json.Text((await context.Here.WriteAsync("kms", "CreateKey", input, context.Cancellation))!["KeyMetadata"], "KeyId")!;
        }
        await context.Here.WriteAsync("kms", "CreateAlias", new JsonObject { ["AliasName"] = context.Text("alias"), ["TargetKeyId"] = id }, context.Cancellation, "AlreadyExistsException");
        await context.Here.WriteAsync("kms", "EnableKeyRotation", new JsonObject { ["KeyId"] = id }, context.Cancellation);
        if (found)
            await PutPolicyAsync(context, id);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var id = context.Fact(FactName(context));
        if (!JsonNode.DeepEquals(before["policy"], context.Desired["policy"]))
            await PutPolicyAsync(context, id);
        if (!Json.Bool(before, "rotation"))
            await context.Here.WriteAsync("kms", "EnableKeyRotation", new JsonObject { ["KeyId"] = id }, context.Cancellation);
        if (Json.Text(before, "description") != context.Text("description"))
            await context.Here.WriteAsync("kms", "UpdateKeyDescription", new JsonObject { ["KeyId"] = id, ["Description"] = context.Text("description") }, context.Cancellation);
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
            await context.Here.WriteAsync("kms", "TagResource", new JsonObject { ["KeyId"] = id, ["Tags"] = Json.TagList(context.Desired["tags"], "TagKey", "TagValue") }, context.Cancellation);
    }

    private static string FactName(ResourceContext context) => Reference.KmsKey(Json.Text(context.Node.Properties["tags"], LandwardNames.KeyTag)!);

    private static Task PutPolicyAsync(ResourceContext context, string id) => context.Here.WriteAsync(
        "kms", "PutKeyPolicy", new JsonObject { ["KeyId"] = id, ["PolicyName"] = "default", ["Policy"] = context.Desired["policy"]!.ToJsonString() }, context.Cancellation);

    private static async Task<string?> FindUnnamedAsync(ResourceContext context)
    {
        var key = Json.Text(context.Desired["tags"], LandwardNames.KeyTag);
        foreach (var candidate in await context.Here.ListAsync("kms", "ListKeys", null, "Keys", context.Cancellation))
        {
            var id = new JsonObject { ["KeyId"] = Json.Text(candidate, "KeyId") };
            var metadata = (await context.Here.ReadAsync("kms", "DescribeKey", id, context.Cancellation))["KeyMetadata"];
            if (Json.Text(metadata, "KeyState") is not "Enabled" || Json.Text(metadata, "KeyManager") is "AWS")
                continue;
            var tags = Json.Tags(await context.Here.ListAsync("kms", "ListResourceTags", id, "Tags", context.Cancellation));
            if (Json.Text(tags, LandwardNames.KeyTag) == key)
                return Json.Text(candidate, "KeyId");
        }
        return null;
    }
}
