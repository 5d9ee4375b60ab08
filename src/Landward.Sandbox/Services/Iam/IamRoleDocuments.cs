using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;
using Layout = Landward.Sandbox.Authorization.StateLayout.Iam;

namespace Landward.Sandbox.Services.Iam;

/// <summary>A role to create: by CreateRole, or by AWS itself (new accounts, service-linked roles, Identity Center).</summary>
internal sealed record NewRole(string Name, string Path, string TrustPolicy)
{
    public string? Description { get; init; }

    /// <summary>Seconds, 3,600 to 43,200.</summary>
    public int MaxSessionDuration { get; init; } = 3600;

    public IReadOnlyList<string> AttachedPolicies { get; init; } = [];
    public JsonObject InlinePolicies { get; init; } = [];
    public JsonObject? PermissionsBoundary { get; init; }
    public JsonArray Tags { get; init; } = [];
}

/// <summary>Role documents in any account's partition.</summary>
internal static class IamRoleDocuments
{
    public static JsonObject Create(CallContext call, string account, NewRole role)
    {
        var document = new JsonObject
        {
            ["RoleName"] = role.Name,
            ["RoleId"] = "AROA" + call.Ids.UpperBase32(17),
            ["Arn"] = $"arn:aws:iam::{account}:role{role.Path}{role.Name}",
            ["Path"] = role.Path,
            ["CreateDate"] = SandboxTime.Format(call.Now),
            [Layout.AssumeRolePolicyDocument] = role.TrustPolicy,
            ["MaxSessionDuration"] = role.MaxSessionDuration,
            [StateLayout.Tags] = role.Tags.DeepClone(),
            [Layout.AttachedPolicies] = role.AttachedPolicies.ToJsonArray(),
            [Layout.InlinePolicies] = role.InlinePolicies.DeepClone(),
        };
        if (role.Description is not null)
            document["Description"] = role.Description;
        if (role.PermissionsBoundary is not null)
            document[Layout.PermissionsBoundary] = role.PermissionsBoundary.DeepClone();
        Table(call, account).Put(role.Name, document);
        return document;
    }

    public static ResourceTable Table(CallContext call, string account) => call.TableOf(Layout.Service, account, ResourceKey.Global, Layout.Role);

    /// <summary>Notes that the role was used. Kept apart from the role, whose document only its owner changes.</summary>
    public static void NoteUse(CallContext call, string account, string roleName) =>
        LastUsed(call, account).Put(roleName, new JsonObject { ["LastUsedDate"] = SandboxTime.Format(call.Now), ["Region"] = call.Region });

    public static ResourceTable LastUsed(CallContext call, string account) =>
        call.TableOf(Layout.Service, account, ResourceKey.Global, "role-last-used");
}
