using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>IAM roles.</summary>
internal static class IamRoles
{
    private const int MinSession = 3600;
    private const int MaxSession = 43200;

    public static JsonObject CreateRole(CallContext call, JsonObject input)
    {
        var name = input.RequiredName("RoleName", PolicyHolder.Role.MaxNameLength);
        var path = input.Path();
        var trust = input.RequiredText("AssumeRolePolicyDocument", "ValidationError");
        CheckTrust(call, trust);
        if (path.StartsWith("/aws-service-role/", StringComparison.Ordinal) || path.StartsWith("/aws-reserved/", StringComparison.Ordinal))
            throw IamErrors.Validation($"Cannot create a role with the reserved path {path}.");
        var role = new NewRole(name, path, trust)
        {
            Description = input.Text("Description"),
            MaxSessionDuration = SessionDuration(input) ?? MinSession,
            PermissionsBoundary = input.Text("PermissionsBoundary") is { } arn ? PermissionsBoundaries.Checked(call, arn) : null,
            Tags = IamTags.Checked(input.Structures("Tags")),
        };
        if (PolicyHolder.Role.NameIsTaken(call, name))
            throw IamErrors.AlreadyExists($"Role with name {name} already exists.");
        if (Roles(call).List().Count >= IamQuotas.RolesQuota)
            throw IamErrors.LimitExceeded("RolesPerAccount", IamQuotas.RolesQuota);
        return new JsonObject { ["Role"] = Describe(call, IamRoleDocuments.Create(call, call.Account, role), withDetails: true) };
    }

    public static JsonObject GetRole(CallContext call, JsonObject input) =>
        new() { ["Role"] = Describe(call, PolicyHolder.Role.Find(call, input), withDetails: true) };

    public static JsonObject ListRoles(CallContext call, JsonObject input)
    {
        var prefix = input.Text("PathPrefix") ?? "/";
        return IamPages.Answer(
            call, input, "Roles",
            [.. Roles(call).List().Select(entry => entry.Value).Where(role => role.Text("Path")!.StartsWith(prefix, StringComparison.Ordinal))
                .Select(role => Describe(call, role, withDetails: false))]);
    }

    public static JsonObject UpdateRole(CallContext call, JsonObject input)
    {
        var role = PolicyHolder.Role.FindChangeable(call, input);
        var duration = SessionDuration(input);
        Roles(call).Update(role.Text("RoleName")!, document =>
        {
            if (input.Text("Description") is { } description)
                document["Description"] = description;
            if (duration is not null)
                document["MaxSessionDuration"] = duration;
        });
        return [];
    }

    public static JsonObject UpdateRoleDescription(CallContext call, JsonObject input)
    {
        UpdateRole(call, input);
        return GetRole(call, input);
    }

    public static JsonObject UpdateAssumeRolePolicy(CallContext call, JsonObject input)
    {
        var role = PolicyHolder.Role.FindChangeable(call, input);
        var trust = input.RequiredText("PolicyDocument", "ValidationError");
        CheckTrust(call, trust);
        Roles(call).Update(role.Text("RoleName")!, document => document[Layout.AssumeRolePolicyDocument] = trust);
        return [];
    }

    public static JsonObject DeleteRole(CallContext call, JsonObject input)
    {
        var role = PolicyHolder.Role.FindChangeable(call, input);
        var name = role.Text("RoleName")!;
        if (InstanceProfiles.OfRole(call, name).Any())
            throw IamErrors.DeleteConflict("Cannot delete entity, must remove roles from instance profile first.");
        if (role.Texts(Layout.AttachedPolicies).Count > 0)
            throw IamErrors.DeleteConflict("Cannot delete entity, must detach all policies first.");
        if (role.TextMap(Layout.InlinePolicies).Any())
            throw IamErrors.DeleteConflict("Cannot delete entity, must delete policies first.");
        Roles(call).Remove(name);
        IamRoleDocuments.LastUsed(call, call.Account).Remove(name);
        return [];
    }

    public static ResourceTable Roles(CallContext call) => call.GlobalTable(Layout.Role);

    /// <summary>Service-linked roles and those of Identity Center, which only their service changes.</summary>
    public static bool IsProtected(JsonObject role) =>
        role.Text("Path") is { } path
        && (path.StartsWith("/aws-service-role/", StringComparison.Ordinal) || path.StartsWith("/aws-reserved/", StringComparison.Ordinal));

    /// <summary>The Role structure. List operations leave out tags, boundary and last use, as IAM documents.</summary>
    public static JsonObject Describe(CallContext call, JsonObject role, bool withDetails)
    {
        var output = role.CopyMembers([], "Path", "RoleName", "RoleId", "Arn", "CreateDate", "Description", "MaxSessionDuration");
        output["AssumeRolePolicyDocument"] = role.Text(Layout.AssumeRolePolicyDocument)!;
        if (!withDetails)
            return output;
        role.CopyMembers(output, Layout.PermissionsBoundary);
        if (role.Structures(StateLayout.Tags).Any())
            role.CopyMembers(output, StateLayout.Tags);
        output["RoleLastUsed"] = LastUsed(call, role);
        return output;
    }

    public static JsonObject LastUsed(CallContext call, JsonObject role) =>
        IamRoleDocuments.LastUsed(call, call.Account).Find(role.Text("RoleName")!)?.Copy() ?? [];

    private static void CheckTrust(CallContext call, string trust)
    {
        IamPolicyText.CheckTrustPolicy(call, trust);
        if (IamPolicyText.Size(trust) > IamQuotas.AssumeRolePolicySize)
            throw IamErrors.LimitExceeded("ACLSizePerRole", IamQuotas.AssumeRolePolicySize);
    }

    private static int? SessionDuration(JsonObject input) =>
        input.Number("MaxSessionDuration") switch
        {
            null => null,
            < MinSession => throw IamNames.Violation(input.Text("MaxSessionDuration")!, "MaxSessionDuration", $"Member must have value greater than or equal to {MinSession}"),
            > MaxSession => throw IamNames.Violation(input.Text("MaxSessionDuration")!, "MaxSessionDuration", $"Member must have value less than or equal to {MaxSession}"),
            var seconds => (int)seconds,
        };
}
