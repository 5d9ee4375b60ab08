using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Kms;

/// <summary>The life of keys: create, describe, enable, rotate, schedule deletion, tag.</summary>
internal static class KeyOperations
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("kms", "CreateKey", CreateKey);
        registry.Add("kms", "DescribeKey", (call, input) => new JsonObject { ["KeyMetadata"] = Keys.Require(call, input).Metadata() });
        registry.Add("kms", "ListKeys", ListKeys);
        registry.Add("kms", "EnableKey", (call, input) => SetState(call, input, "Enabled"));
        registry.Add("kms", "DisableKey", (call, input) => SetState(call, input, "Disabled"));
        registry.Add("kms", "UpdateKeyDescription", UpdateKeyDescription);
        registry.Add("kms", "ScheduleKeyDeletion", ScheduleKeyDeletion);
        registry.Add("kms", "CancelKeyDeletion", CancelKeyDeletion);
        registry.Add("kms", "TagResource", TagResource);
        registry.Add("kms", "UntagResource", UntagResource);
        registry.Add("kms", "ListResourceTags", ListResourceTags);
    }

    private static JsonObject CreateKey(CallContext call, JsonObject input)
    {
        var spec = input.Text("KeySpec") ?? input.Text("CustomerMasterKeySpec") ?? "SYMMETRIC_DEFAULT";
        var usage = input.Text("KeyUsage") ?? "ENCRYPT_DECRYPT";
        if (spec != "SYMMETRIC_DEFAULT" || usage != "ENCRYPT_DECRYPT" || input.Text("Origin") is not (null or "AWS_KMS"))
            throw new AwsErrorException("UnsupportedOperationException", "The sandbox makes symmetric encryption keys with AWS_KMS key material only.", 400);
        var id = call.Ids.Uuid();
        if (input.Flag("MultiRegion") == true)
            id = "mrk-" + id.Replace("-", string.Empty, StringComparison.Ordinal);
        var policy = input.Text("Policy") ?? KeyPolicies.Default(call.Account);
        KeyPolicies.Check(policy, call.Account, input.Flag("BypassPolicyLockoutSafetyCheck") == true);
        var arn = $"arn:aws:kms:{call.Region}:{call.Account}:key/{id}";
        var document = new JsonObject
        {
            ["KeyId"] = id,
            [StateLayout.Arn] = arn,
            ["CreationDate"] = call.Now.Timestamp(),
            ["Description"] = input.Text("Description") ?? string.Empty,
            ["KeyUsage"] = usage,
            [Keys.KeyState] = "Enabled",
            ["Origin"] = "AWS_KMS",
            ["KeyManager"] = "CUSTOMER",
            ["KeySpec"] = spec,
            ["CustomerMasterKeySpec"] = spec,
            ["EncryptionAlgorithms"] = new JsonArray("SYMMETRIC_DEFAULT"),
            ["MultiRegion"] = input.Flag("MultiRegion") == true,
            [StateLayout.Policy] = policy,
            [Ciphertexts.KeyMaterial] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        CheckTags(input);
        input.CopyMembers(document, StateLayout.Tags);
        Keys.Table(call, call.Account, call.Region).Put(id, document);
        return new JsonObject { ["KeyMetadata"] = new Key(call.Account, call.Region, id, document).Metadata() };
    }

    private static JsonObject ListKeys(CallContext call, JsonObject input)
    {
        var keys = Keys.Table(call, call.Account, call.Region).List().Where(entry => !(entry.Value.Time("DeletionDate") <= call.Now)).ToList();
        var page = call.Page(keys, input.Text("Marker"), input.Number("Limit") ?? 100, 1000, "InvalidMarkerException");
        return Marked(page, new JsonObject
        {
            ["Keys"] = page.Items.Select(entry => (JsonNode?)new JsonObject { ["KeyId"] = entry.Key, ["KeyArn"] = entry.Value.Text(StateLayout.Arn) }).ToJsonArray(),
        });
    }

    /// <summary>Adds NextMarker and Truncated.</summary>
    public static JsonObject Marked<T>(ResultPage<T> page, JsonObject output)
    {
        output["Truncated"] = page.NextToken is not null;
        if (page.NextToken is not null)
            output["NextMarker"] = page.NextToken;
        return output;
    }

    private static JsonObject SetState(CallContext call, JsonObject input, string state)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        key.Update(call, document => document[Keys.KeyState] = state);
        return [];
    }

    private static JsonObject UpdateKeyDescription(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        key.Update(call, document => document["Description"] = input.Text("Description") ?? string.Empty);
        return [];
    }

    private static JsonObject ScheduleKeyDeletion(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        var window = input.Number("PendingWindowInDays") ?? 30;
        if (window is < 7 or > 30)
            throw new AwsErrorException("ValidationException", "PendingWindowInDays must be between 7 and 30 (inclusive)", 400);
        var date = call.Now.AddDays(window).Timestamp();
        key.Update(call, document =>
        {
            document[Keys.KeyState] = "PendingDeletion";
            document["DeletionDate"] = date;
        });
        return new JsonObject { ["KeyId"] = key.Arn, ["DeletionDate"] = date, [Keys.KeyState] = "PendingDeletion", ["PendingWindowInDays"] = window };
    }

    private static JsonObject CancelKeyDeletion(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input);
        if (key.State != "PendingDeletion")
            throw new AwsErrorException("KMSInvalidStateException", $"{key.Arn} is not pending deletion.", 400);
        // A key comes back disabled: https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
        key.Update(call, document =>
        {
            document[Keys.KeyState] = "Disabled";
            document.Remove("DeletionDate");
        });
        return new JsonObject { ["KeyId"] = key.Arn };
    }

    private static void CheckTags(JsonObject input)
    {
        if (input.Structures("Tags").Any(tag => tag.Text("TagKey") is not { Length: >= 1 and <= 128 } name || name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            throw new AwsErrorException("TagException", "Invalid tag key", 400);
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        CheckTags(input);
        var tags = TagList.Merge(key.Document[StateLayout.Tags], input.Structures("Tags"), "TagKey");
        if (tags.Count > 50)
            throw new AwsErrorException("LimitExceededException", "Too many tags", 400);
        key.Update(call, document => document[StateLayout.Tags] = tags);
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var key = Keys.RequireWithoutAlias(call, input).RequireNotPendingDeletion();
        key.Update(call, document => document[StateLayout.Tags] = TagList.Without(document[StateLayout.Tags], input.Texts("TagKeys"), "TagKey"));
        return [];
    }

    private static JsonObject ListResourceTags(CallContext call, JsonObject input)
    {
        var tags = (Keys.RequireWithoutAlias(call, input).Document[StateLayout.Tags] as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        var page = call.Page(tags, input.Text("Marker"), input.Number("Limit"), 50, "InvalidMarkerException");
        return Marked(page, new JsonObject { ["Tags"] = page.Items.Select(tag => tag.DeepClone()).ToJsonArray() });
    }
}
