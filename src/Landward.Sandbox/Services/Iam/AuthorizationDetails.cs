using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>GetAccountAuthorizationDetails: every user, group, role and policy in one paged answer.</summary>
internal static class AuthorizationDetails
{
    private static readonly string[] Kinds = ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"];

    public static JsonObject GetAccountAuthorizationDetails(CallContext call, JsonObject input)
    {
        var filter = input.Texts("Filter");
        if (filter.FirstOrDefault(kind => !Kinds.Contains(kind)) is { } wrong)
            throw IamNames.Violation($"[{wrong}]", "Filter", $"Member must satisfy enum value set: [{string.Join(", ", Kinds)}]");
        var usage = PolicyUsage.Of(call);
        var details = new List<(string List, JsonObject Detail)>();
        Add("User", "UserDetailList", Layout.User, user => DescribeUser(user));
        Add("Group", "GroupDetailList", Layout.Group, group => DescribeGroup(group));
        Add("Role", "RoleDetailList", Layout.Role, role => DescribeRole(call, role));
        Add("LocalManagedPolicy", "Policies", Layout.ManagedPolicy, policy => DescribePolicy(policy, usage));
        if (Wanted("AWSManagedPolicy"))
        {
            // AWS's own catalogue is left out except for the policies in use.
            details.AddRange(ManagedPolicies.AwsTable(call).List()
                .Where(entry => usage.IsUsed(entry.Key, filter: null))
                .Select(entry => ("Policies", DescribePolicy(entry.Value, usage))));
        }
        var page = IamPages.Cut(call, input, details);
        var output = new JsonObject();
        foreach (var list in new[] { "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies" })
            output[list] = page.Items.Where(item => item.List == list).Select(item => item.Detail).ToJsonArray();
        return IamPages.Finish(output, page.NextToken);

        bool Wanted(string kind) => filter.Count == 0 || filter.Contains(kind);

        void Add(string kind, string list, string type, Func<JsonObject, JsonObject> describe)
        {
            if (Wanted(kind))
                details.AddRange(call.GlobalTable(type).List().Select(entry => (list, describe(entry.Value))));
        }
    }

    private static JsonObject DescribeUser(JsonObject user)
    {
        var output = IamUsers.Describe(user, withDetails: true);
        output["GroupList"] = user.Texts(Layout.Groups).ToJsonArray();
        output["UserPolicyList"] = InlinePolicies.Describe(user).ToJsonArray();
        return WithAttached(output, user);
    }

    private static JsonObject DescribeGroup(JsonObject group)
    {
        var output = group.CopyMembers([], "Path", "GroupName", "GroupId", "Arn", "CreateDate");
        output["GroupPolicyList"] = InlinePolicies.Describe(group).ToJsonArray();
        return WithAttached(output, group);
    }

    private static JsonObject DescribeRole(CallContext call, JsonObject role)
    {
        var output = role.CopyMembers([], "Path", "RoleName", "RoleId", "Arn", "CreateDate", Layout.PermissionsBoundary, StateLayout.Tags);
        output["AssumeRolePolicyDocument"] = role.Text(Layout.AssumeRolePolicyDocument)!;
        output["InstanceProfileList"] = InstanceProfiles.OfRole(call, role.Text("RoleName")!).Select(profile => InstanceProfiles.Describe(call, profile)).ToJsonArray();
        output["RolePolicyList"] = InlinePolicies.Describe(role).ToJsonArray();
        output["RoleLastUsed"] = IamRoles.LastUsed(call, role);
        return WithAttached(output, role);
    }

    private static JsonObject DescribePolicy(JsonObject policy, PolicyUsage usage)
    {
        var output = ManagedPolicies.Describe(policy, usage, withDetails: true);
        output.Remove(StateLayout.Tags);
        output["PolicyVersionList"] = ManagedPolicyVersions.NewestFirst(policy)
            .Select(id => ManagedPolicyVersions.Describe(policy, id, withDocument: true)).ToJsonArray();
        return output;
    }

    private static JsonObject WithAttached(JsonObject output, JsonObject holder)
    {
        output["AttachedManagedPolicies"] = AttachedPolicies.Describe(holder).ToJsonArray();
        return output;
    }
}
