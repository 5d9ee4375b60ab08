using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>Long-term access keys: two per user. Secrets are shown once and never stored.</summary>
internal static class AccessKeys
{
    public static JsonObject CreateAccessKey(CallContext call, JsonObject input)
    {
        var owner = KeyOwner.Of(call, input);
        if (owner.KeyIds(call).Count >= IamQuotas.AccessKeysPerUser)
            throw IamErrors.LimitExceeded("AccessKeysPerUser", IamQuotas.AccessKeysPerUser);
        var key = call.Credentials.CreateAccessKey(call, call.Account, owner.UserName);
        owner.Add(call, key.AccessKeyId);
        return new JsonObject
        {
            ["AccessKey"] = new JsonObject
            {
                ["UserName"] = owner.DisplayName,
                ["AccessKeyId"] = key.AccessKeyId,
                ["Status"] = "Active",
                ["SecretAccessKey"] = key.SecretAccessKey,
                ["CreateDate"] = SandboxTime.Format(key.CreateDate),
            },
        };
    }

    public static JsonObject ListAccessKeys(CallContext call, JsonObject input)
    {
        var owner = KeyOwner.Of(call, input);
        var keys = owner.KeyIds(call).Select(id => Table(call).Find(id)!).Select(key =>
        {
            var output = key.CopyMembers([], "AccessKeyId", "Status", "CreateDate");
            output["UserName"] = owner.DisplayName;
            return output;
        });
        return IamPages.Answer(call, input, "AccessKeyMetadata", [.. keys]);
    }

    public static JsonObject UpdateAccessKey(CallContext call, JsonObject input)
    {
        var (_, id) = Find(call, input);
        var status = input.RequiredText("Status", "ValidationError");
        if (status is not ("Active" or "Inactive"))
            throw IamNames.Violation(status, "Status", "Member must satisfy enum value set: [Active, Inactive]");
        Table(call).Update(id, key => key["Status"] = status);
        return [];
    }

    public static JsonObject DeleteAccessKey(CallContext call, JsonObject input)
    {
        var (owner, id) = Find(call, input);
        Table(call).Remove(id);
        owner.Remove(call, id);
        return [];
    }

    public static JsonObject GetAccessKeyLastUsed(CallContext call, JsonObject input)
    {
        var id = input.RequiredText("AccessKeyId", "ValidationError");
        // A key of another account, or none at all, is answered alike: not yours to ask about.
        if (Table(call).Find(id) is not { } key || key.Text(StateLayout.Account) != call.Account)
            throw new AwsErrorException(
                "AccessDenied", $"User: {call.Caller.Arn} is not authorized to perform: iam:GetAccessKeyLastUsed on resource: access key {id}", 403);
        var lastUsed = call.TableOf(Layout.Service, StateLayout.AnyAccount, ResourceKey.Global, Layout.AccessKeyLastUsed).Find(id);
        return new JsonObject
        {
            ["UserName"] = key.Text("UserName") ?? KeyOwner.Root,
            ["AccessKeyLastUsed"] = lastUsed?.CopyMembers([], "LastUsedDate", "ServiceName", "Region")
                ?? new JsonObject { ["ServiceName"] = "N/A", ["Region"] = "N/A" },
        };
    }

    public static ResourceTable Table(CallContext call) =>
        call.TableOf(Layout.Service, StateLayout.AnyAccount, ResourceKey.Global, Layout.AccessKey);

    /// <summary>Keys follow their user to a new name.</summary>
    public static void Rename(CallContext call, IEnumerable<string> ids, string userName)
    {
        foreach (var id in ids)
            Table(call).Update(id, key => key["UserName"] = userName);
    }

    private static (KeyOwner Owner, string Id) Find(CallContext call, JsonObject input)
    {
        var owner = KeyOwner.Of(call, input);
        var id = input.RequiredText("AccessKeyId", "ValidationError");
        return owner.KeyIds(call).Contains(id) ? (owner, id) : throw IamErrors.NoSuchEntity($"The Access Key with id {id} cannot be found.");
    }
}
