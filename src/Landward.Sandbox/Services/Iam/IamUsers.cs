using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>IAM users.</summary>
internal static class IamUsers
{
    public static JsonObject CreateUser(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("UserName", PolicyHolder.User.MaxNameLength);
        var path = input.Path();
        var tags = IamTags.Checked(input.Structures("Tags"));
        var boundary = input.Text("PermissionsBoundary") is { } arn ? PermissionsBoundaries.Checked(call, arn) : null;
        if (PolicyHolder.User.NameIsTaken(call, name))
            throw IamErrors.AlreadyExists($"User with name {name} already exists.");
        if (Users(call).List().Count >= IamQuotas.UsersQuota)
            throw IamErrors.LimitExceeded("UsersPerAccount", IamQuotas.UsersQuota);
        return new JsonObject { ["User"] = Describe(Create(call, call.Account, name, path, tags, boundary), withDetails: true) };
    }

    /// <summary>Puts a user into the account's partition.</summary>
    public static JsonObject Create(CallContext call, string account, string name, string path, JsonArray tags, JsonObject? boundary)
    {
        var user = new JsonObject
        {
            ["UserName"] = name,
            ["UserId"] = "AIDA" + call.Ids.UpperBase32(17),
            ["Arn"] = $"arn:aws:iam::{account}:user{path}{name}",
            ["Path"] = path,
            ["CreateDate"] = SandboxTime.Format(call.Now),
            [StateLayout.Tags] = tags,
            [Layout.AttachedPolicies] = new JsonArray(),
            [Layout.InlinePolicies] = new JsonObject(),
            [Layout.Groups] = new JsonArray(),
            [Layout.AccessKeyIds] = new JsonArray(),
        };
        if (boundary is not null)
            user[Layout.PermissionsBoundary] = boundary;
        call.TableOf(Layout.Service, account, State.ResourceKey.Global, Layout.User).Put(name, user);
        return user;
    }

    public static JsonObject GetUser(CallContext call, JsonObject input)
    {
        if (input.Text("UserName") is null && call.Caller.Type == "Root")
            return new JsonObject
            {
                ["User"] = new JsonObject
                {
                    ["UserName"] = "root",
                    ["UserId"] = call.Account,
                    ["Arn"] = $"arn:aws:iam::{call.Account}:root",
                    ["Path"] = "/",
                    ["CreateDate"] = SandboxTime.Format(call.Now),
                },
            };
        return new JsonObject { ["User"] = Describe(Find(call, input), withDetails: true) };
    }

    public static JsonObject ListUsers(CallContext call, JsonObject input)
    {
        var prefix = input.Text("PathPrefix") ?? "/";
        return IamPages.Answer(
            call, input, "Users",
            [.. Users(call).List().Select(entry => entry.Value).Where(user => user.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal))
                .Select(user => Describe(user, withDetails: false))]);
    }

    public static JsonObject UpdateUser(CallContext call, JsonObject input)
    {
        var user = PolicyHolder.User.Find(call, input);
        var oldName = user.Text("UserName")!;
        var name = input.Text("NewUserName") is null ? oldName : input.RequiredName("NewUserName", PolicyHolder.User.MaxNameLength);
        var path = input.Text("NewPath") is null ? user.Text("Path")! : input.Path("NewPath");
        if (!string.Equals(name, oldName, StringComparison.OrdinalIgnoreCase) && PolicyHolder.User.NameIsTaken(call, name))
            throw IamErrors.AlreadyExists($"User with name {name} already exists.");
        var changed = user.Copy();
        changed["UserName"] = name;
        changed["Path"] = path;
        changed["Arn"] = $"arn:aws:iam::{call.Account}:user{path}{name}";
        Users(call).Remove(oldName);
        Users(call).Put(name, changed);
        AccessKeys.Rename(call, changed.Texts(Layout.AccessKeyIds), name);
        LoginProfiles.Rename(call, oldName, name);
        return [];
    }

    public static JsonObject DeleteUser(CallContext call, JsonObject input)
    {
        var user = PolicyHolder.User.Find(call, input);
        var name = user.Text("UserName")!;
        if (user.Texts(Layout.AccessKeyIds).Count > 0)
            throw IamErrors.DeleteConflict("Cannot delete entity, must delete access keys first.");
        if (LoginProfiles.Exists(call, name))
            throw IamErrors.DeleteConflict("Cannot delete entity, must delete login profile first.");
        if (user.Texts(Layout.AttachedPolicies).Count > 0)
            throw IamErrors.DeleteConflict("Cannot delete entity, must detach all policies first.");
        if (user.TextMap(Layout.InlinePolicies).Any())
            throw IamErrors.DeleteConflict("Cannot delete entity, must delete policies first.");
        if (user.Texts(Layout.Groups).Count > 0)
            throw IamErrors.DeleteConflict("Cannot delete entity, must remove users from group first.");
        Users(call).Remove(name);
        return [];
    }

    /// <summary>The user the input names, else the calling user.</summary>
    /// <exception cref="AwsErrorException">NoSuchEntity, or ValidationError when the caller is no user.</exception>
    public static JsonObject Find(CallContext call, JsonObject input)
    {
        if (input.Text("UserName") is not null)
            return PolicyHolder.User.Find(call, input);
        if (call.Caller.UserName is not { } own)
            throw IamErrors.Validation("Must specify userName when calling with non-User credentials");
        return Users(call).Find(own) ?? throw IamErrors.NoSuchEntity("user", own);
    }

    public static State.ResourceTable Users(CallContext call) => call.GlobalTable(Layout.User);

    /// <summary>The User structure. List operations leave out tags and boundary, as IAM documents.</summary>
    public static JsonObject Describe(JsonObject user, bool withDetails)
    {
        var output = user.CopyMembers([], "Path", "UserName", "UserId", "Arn", "CreateDate", "PasswordLastUsed");
        if (!withDetails)
            return output;
        user.CopyMembers(output, Layout.PermissionsBoundary);
        if (user.Structures(StateLayout.Tags).Any())
            user.CopyMembers(output, StateLayout.Tags);
        return output;
    }
}
