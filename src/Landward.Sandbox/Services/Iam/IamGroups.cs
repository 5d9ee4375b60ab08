using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>IAM groups and who is in them.</summary>
internal static class IamGroups
{
    public static JsonObject CreateGroup(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("GroupName", PolicyHolder.Group.MaxNameLength);
        var path = input.Path();
        if (PolicyHolder.Group.NameIsTaken(call, name))
            throw IamErrors.AlreadyExists($"Group with name {name} already exists.");
        if (Groups(call).List().Count >= IamQuotas.GroupsQuota)
            throw IamErrors.LimitExceeded("GroupsPerAccount", IamQuotas.GroupsQuota);
        var group = new JsonObject
        {
            ["GroupName"] = name,
            ["GroupId"] = "AGPA" + call.Ids.UpperBase32(17),
            ["Arn"] = $"arn:aws:iam::{call.Account}:group{path}{name}",
            ["Path"] = path,
            ["CreateDate"] = SandboxTime.Format(call.Now),
            [Layout.AttachedPolicies] = new JsonArray(),
            [Layout.InlinePolicies] = new JsonObject(),
        };
        Groups(call).Put(name, group);
        return new JsonObject { ["Group"] = Describe(group) };
    }

    public static JsonObject GetGroup(CallContext call, JsonObject input)
    {
        var group = PolicyHolder.Group.Find(call, input);
        var output = IamPages.Answer(
            call, input, "Users", [.. Members(call, group.Text("GroupName")!).Select(user => IamUsers.Describe(user, withDetails: false))]);
        output["Group"] = Describe(group);
        return output;
    }

    public static JsonObject ListGroups(CallContext call, JsonObject input)
    {
        var prefix = input.Text("PathPrefix") ?? "/";
        return IamPages.Answer(
            call, input, "Groups",
            [.. Groups(call).List().Where(entry => entry.Value.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => Describe(entry.Value))]);
    }

    public static JsonObject ListGroupsForUser(CallContext call, JsonObject input) =>
        IamPages.Answer(
            call, input, "Groups",
            [.. PolicyHolder.User.Find(call, input).Texts(Layout.Groups).Order(StringComparer.Ordinal).Select(name => Describe(Groups(call).Find(name)!))]);

    public static JsonObject AddUserToGroup(CallContext call, JsonObject input)
    {
        var group = PolicyHolder.Group.Find(call, input).Text("GroupName")!;
        var user = PolicyHolder.User.Find(call, input);
        var groups = user.Texts(Layout.Groups);
        if (groups.Contains(group))
            return [];
        if (groups.Count >= IamQuotas.GroupsPerUser)
            throw IamErrors.LimitExceeded("GroupsPerUser", IamQuotas.GroupsPerUser);
        IamUsers.Users(call).Update(user.Text("UserName")!, document => document[Layout.Groups] = groups.Append(group).ToJsonArray());
        return [];
    }

    public static JsonObject RemoveUserFromGroup(CallContext call, JsonObject input)
    {
        var group = PolicyHolder.Group.Find(call, input).Text("GroupName")!;
        var user = PolicyHolder.User.Find(call, input);
        var groups = user.Texts(Layout.Groups);
        if (groups.Contains(group))
            IamUsers.Users(call).Update(user.Text("UserName")!, document => document[Layout.Groups] = groups.Where(name => name != group).ToJsonArray());
        return [];
    }

    public static JsonObject UpdateGroup(CallContext call, JsonObject input)
    {
        var group = PolicyHolder.Group.Find(call, input);
        var oldName = group.Text("GroupName")!;
        var name = input.Text("NewGroupName") is null ? oldName : input.RequiredName("NewGroupName", PolicyHolder.Group.MaxNameLength);
        var path = input.Text("NewPath") is null ? group.Text("Path")! : input.Path("NewPath");
        if (!string.Equals(name, oldName, StringComparison.OrdinalIgnoreCase) && PolicyHolder.Group.NameIsTaken(call, name))
            throw IamErrors.AlreadyExists($"Group with name {name} already exists.");
        var changed = group.Copy();
        changed["GroupName"] = name;
        changed["Path"] = path;
        changed["Arn"] = $"arn:aws:iam::{call.Account}:group{path}{name}";
        foreach (var user in Members(call, oldName).ToList())
            IamUsers.Users(call).Update(user.Text("UserName")!, document =>
                document[Layout.Groups] = user.Texts(Layout.Groups).Select(existing => existing == oldName ? name : existing).ToJsonArray());
        Groups(call).Remove(oldName);
        Groups(call).Put(name, changed);
        return [];
    }

    public static JsonObject DeleteGroup(CallContext call, JsonObject input)
    {
        var group = PolicyHolder.Group.Find(call, input);
        var name = group.Text("GroupName")!;
        if (Members(call, name).Any())
            throw IamErrors.DeleteConflict("Cannot delete entity, must remove users from group first.");
        if (group.Texts(Layout.AttachedPolicies).Count > 0)
            throw IamErrors.DeleteConflict("Cannot delete entity, must detach all policies first.");
        if (group.TextMap(Layout.InlinePolicies).Any())
            throw IamErrors.DeleteConflict("Cannot delete entity, must delete policies first.");
        Groups(call).Remove(name);
        return [];
    }

    private static JsonObject Describe(JsonObject group) => group.CopyMembers([], "Path", "GroupName", "GroupId", "Arn", "CreateDate");

    private static IEnumerable<JsonObject> Members(CallContext call, string group) =>
        IamUsers.Users(call).List().Select(entry => entry.Value).Where(user => user.Texts(Layout.Groups).Contains(group));

    private static ResourceTable Groups(CallContext call) => call.GlobalTable(Layout.Group);
}
