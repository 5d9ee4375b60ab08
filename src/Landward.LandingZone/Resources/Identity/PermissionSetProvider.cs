using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Identity;

/// <summary>Permission sets by name. A changed one that is in use is provisioned again: changes do not propagate by themselves.</summary>
internal sealed class PermissionSetProvider : ResourceProvider
{
    private static readonly TimeSpan ProvisioningLimit = TimeSpan.FromMinutes(30);

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await IdentityCenter.PermissionSetAsync(context, context.Text("name")) is not { } arn)
            return null;
        var id = IdentityCenter.Of(await IdentityCenter.InstanceAsync(context), arn);
        var set = (await context.Here.ReadAsync("sso-admin", "DescribePermissionSet", id, context.Cancellation))["PermissionSet"];
        var managed = await context.Here.ListAsync("sso-admin", "ListManagedPoliciesInPermissionSet", id, "AttachedManagedPolicies", context.Cancellation);
        var inline = await context.Here.ReadAsync("sso-admin", "GetInlinePolicyForPermissionSet", id, context.Cancellation);
        var boundary = await context.Here.FindAsync("sso-admin", "GetPermissionsBoundaryForPermissionSet", id, context.Cancellation, "ResourceNotFoundException");
        var tags = await context.Here.ListAsync("sso-admin", "ListTagsForResource", Tagged(id), "Tags", context.Cancellation);
        return new JsonObject
        {
            ["name"] = Json.Text(set, "Name"),
            ["description"] = Json.Text(set, "Description"),
            ["sessionDuration"] = Json.Text(set, "SessionDuration"),
            ["managedPolicies"] = Json.Array(managed.Select(policy => Json.Text(policy, "Arn")!).Order(StringComparer.Ordinal)),
            ["inlinePolicy"] = Json.Document(Json.Text(inline, "InlinePolicy")),
            ["boundary"] = Boundary(boundary?["PermissionsBoundary"]),
            ["tags"] = Json.Only(Json.Tags(tags), (JsonObject)context.Desired["tags"]!),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var name = context.Text("name");
        var input = new JsonObject
        {
            ["InstanceArn"] = await IdentityCenter.InstanceAsync(context),
            ["Name"] = name,
            ["SessionDuration"] = context.Text("sessionDuration"),
            ["Tags"] = Json.TagList(context.Desired["tags"]),
        };
        if (context.Desired["description"] is { } description)
            input["Description"] = description.DeepClone();
        var answer = await context.Here.WriteAsync("sso-admin", "CreatePermissionSet", input, context.Cancellation, "ConflictException");
        if (Json.Text(answer?["PermissionSet"], "PermissionSetArn") is { } arn)
            context.Facts[Reference.PermissionSet(name)] = arn;
        var made = answer is null ? [] : new JsonObject { ["sessionDuration"] = context.Text("sessionDuration"), ["description"] = context.Desired["description"]?.DeepClone(), ["tags"] = context.Desired["tags"]!.DeepClone() };
        await WriteAsync(context, made);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        var id = await WriteAsync(context, before);
        var accounts = await context.Here.ListAsync("sso-admin", "ListAccountsForProvisionedPermissionSet", id, "AccountIds", context.Cancellation);
        if (accounts.Count > 0)
            await ProvisionAsync(context, id);
    }

    private static async Task<JsonObject> WriteAsync(ResourceContext context, JsonObject before)
    {
        var arn = await IdentityCenter.PermissionSetAsync(context, context.Text("name"));
        var id = IdentityCenter.Of(await IdentityCenter.InstanceAsync(context), arn ?? throw new ChangeRefusedException($"The permission set `{context.Text("name")}` could not be found after it was made."));
        if (Json.Text(before, "sessionDuration") != context.Text("sessionDuration") || (context.Desired["description"] is not null && !JsonNode.DeepEquals(before["description"], context.Desired["description"])))
        {
            var update = With(id, "SessionDuration", context.Text("sessionDuration"));
            if (context.Desired["description"] is { } description)
                update["Description"] = description.DeepClone();
            await context.Here.WriteAsync("sso-admin", "UpdatePermissionSet", update, context.Cancellation);
        }
        await WritePoliciesAsync(context, id, before);
        if (!JsonNode.DeepEquals(before["tags"], context.Desired["tags"]))
        {
            var tags = Tagged(id);
            tags["Tags"] = Json.TagList(context.Desired["tags"]);
            await context.Here.WriteAsync("sso-admin", "TagResource", tags, context.Cancellation);
        }
        return id;
    }

    private static async Task WritePoliciesAsync(ResourceContext context, JsonObject id, JsonObject before)
    {
        var here = context.Here;
        var wanted = context.Texts("managedPolicies").ToArray();
        var there = Json.Texts(before["managedPolicies"]).ToArray();
        foreach (var arn in wanted.Except(there))
            await here.WriteAsync("sso-admin", "AttachManagedPolicyToPermissionSet", With(id, "ManagedPolicyArn", arn), context.Cancellation, "ConflictException");
        foreach (var arn in there.Except(wanted))
            await here.WriteAsync("sso-admin", "DetachManagedPolicyFromPermissionSet", With(id, "ManagedPolicyArn", arn), context.Cancellation, "ResourceNotFoundException");
        if (!JsonNode.DeepEquals(before["inlinePolicy"], context.Desired["inlinePolicy"]))
        {
            if (context.Desired["inlinePolicy"] is { } inline)
                await here.WriteAsync("sso-admin", "PutInlinePolicyToPermissionSet", With(id, "InlinePolicy", inline.ToJsonString()), context.Cancellation);
            else
                await here.WriteAsync("sso-admin", "DeleteInlinePolicyFromPermissionSet", With(id), context.Cancellation, "ResourceNotFoundException");
        }
        if (JsonNode.DeepEquals(before["boundary"], context.Desired["boundary"]))
            return;
        if (context.Desired["boundary"] is not { } boundary)
        {
            await here.WriteAsync("sso-admin", "DeletePermissionsBoundaryFromPermissionSet", With(id), context.Cancellation, "ResourceNotFoundException");
            return;
        }
        var put = With(id);
        put["PermissionsBoundary"] = Json.Text(boundary, "managedPolicyArn") is { } managed
            ? new JsonObject { ["ManagedPolicyArn"] = managed }
            : new JsonObject { ["CustomerManagedPolicyReference"] = new JsonObject { ["Name"] = Json.Text(boundary, "name"), ["Path"] = Json.Text(boundary, "path") } };
        await here.WriteAsync("sso-admin", "PutPermissionsBoundaryToPermissionSet", put, context.Cancellation);
    }

    private static async Task ProvisionAsync(ResourceContext context, JsonObject id)
    {
        var answer = await context.Here.WriteAsync("sso-admin", "ProvisionPermissionSet", With(id, "TargetType", "ALL_PROVISIONED_ACCOUNTS"), context.Cancellation);
        var request = Json.Text(answer?["PermissionSetProvisioningStatus"], "RequestId");
        var ended = await Waiting.UntilAsync(
            async () =>
            {
                var status = new JsonObject { ["InstanceArn"] = id["InstanceArn"]!.DeepClone(), ["ProvisionPermissionSetRequestId"] = request };
                var read = await context.Here.ReadAsync("sso-admin", "DescribePermissionSetProvisioningStatus", status, context.Cancellation);
                return Json.Text(read["PermissionSetProvisioningStatus"], "Status") is "IN_PROGRESS" ? null : read["PermissionSetProvisioningStatus"];
            },
            ProvisioningLimit,
            $"The provisioning of the permission set `{context.Text("name")}`",
            context.Calls.Time,
            context.Cancellation);
        if (Json.Text(ended, "Status") is not "SUCCEEDED")
            throw new ChangeRefusedException($"The permission set `{context.Text("name")}` was changed but not provisioned: {Json.Text(ended, "FailureReason")}");
    }

    private static JsonObject Tagged(JsonObject id) => new() { ["InstanceArn"] = id["InstanceArn"]!.DeepClone(), ["ResourceArn"] = id["PermissionSetArn"]!.DeepClone() };

    private static JsonObject With(JsonObject id, string? member = null, string? value = null)
    {
        var input = (JsonObject)id.DeepClone();
        if (member is not null)
            input[member] = value;
        return input;
    }

    private static JsonObject? Boundary(JsonNode? boundary) => boundary switch
    {
        null => null,
        _ when Json.Text(boundary, "ManagedPolicyArn") is { } arn => new JsonObject { ["managedPolicyArn"] = arn },
        _ when boundary["CustomerManagedPolicyReference"] is { } reference => new JsonObject { ["name"] = Json.Text(reference, "Name"), ["path"] = Json.Text(reference, "Path") ?? "/" },
        _ => null,
    };
}
