using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Ways to change what a user or role may do: its policies, its groups, its boundary.</summary>
internal static class PermissionTechniques
{
    public const string SetDefaultPolicyVersionId = "set-default-policy-version";

    public static readonly ImmutableArray<EscalationTechnique> All =
    [
        Edit("attach-user-policy", "attach a policy to the user", PrincipalKind.User, "iam:AttachUserPolicy", ActionObject.Victim),
        Edit("put-user-policy", "write an inline policy of the user", PrincipalKind.User, "iam:PutUserPolicy", ActionObject.Victim),
        Edit("attach-group-policy", "attach a policy to a group of the user", PrincipalKind.User, "iam:AttachGroupPolicy", ActionObject.VictimGroup),
        Edit("put-group-policy", "write an inline policy of a group of the user", PrincipalKind.User, "iam:PutGroupPolicy", ActionObject.VictimGroup),
        Edit("attach-role-policy", "attach a policy to the role", PrincipalKind.Role, "iam:AttachRolePolicy", ActionObject.Victim),
        Edit("put-role-policy", "write an inline policy of the role", PrincipalKind.Role, "iam:PutRolePolicy", ActionObject.Victim),
        Edit("create-policy-version", "write a new default version of a policy attached to it", null, "iam:CreatePolicyVersion", ActionObject.VictimPolicy),
        Edit(SetDefaultPolicyVersionId, "make another version of a policy attached to it the default", null, "iam:SetDefaultPolicyVersion", ActionObject.VictimPolicy)
            with { Circumstance = "another version of the policy grants what is missing" },
        Edit("add-user-to-group", "add the user to a group", PrincipalKind.User, "iam:AddUserToGroup", ActionObject.JoinedGroup) with { Gain = EscalationGain.GroupPermissions },
        Boundary("delete-user-permissions-boundary", "remove the user's permissions boundary", PrincipalKind.User, "iam:DeleteUserPermissionsBoundary", ActionObject.Victim),
        Boundary("put-user-permissions-boundary", "replace the user's permissions boundary", PrincipalKind.User, "iam:PutUserPermissionsBoundary", ActionObject.Victim),
        Boundary("delete-role-permissions-boundary", "remove the role's permissions boundary", PrincipalKind.Role, "iam:DeleteRolePermissionsBoundary", ActionObject.Victim),
        Boundary("put-role-permissions-boundary", "replace the role's permissions boundary", PrincipalKind.Role, "iam:PutRolePermissionsBoundary", ActionObject.Victim),
        Boundary("create-boundary-version", "write a new default version of the policy that is its boundary", null, "iam:CreatePolicyVersion", ActionObject.VictimBoundary),
    ];

    /// <summary>A user or role of one's own making. The boundary that a policy may ask for is not set.</summary>
    public static readonly ImmutableArray<EscalationTechnique> NewPrincipals =
    [
        New("create-role-attach-policy", "create a role that trusts oneself, attach a policy and assume it", "role", "iam:CreateRole", "iam:AttachRolePolicy", "sts:AssumeRole"),
        New("create-role-put-policy", "create a role that trusts oneself, write its inline policy and assume it", "role", "iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole"),
        New("create-user-attach-policy", "create a user, attach a policy and create its access key", "user", "iam:CreateUser", "iam:AttachUserPolicy", "iam:CreateAccessKey"),
        New("create-user-put-policy", "create a user, write its inline policy and create its access key", "user", "iam:CreateUser", "iam:PutUserPolicy", "iam:CreateAccessKey"),
    ];

    private static EscalationTechnique New(string id, string title, string type, params ImmutableArray<string> actions) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.NewPrincipal,
        Actions = [.. actions.Select(action => new RequiredAction(action, ActionObject.New, $"arn:{{partition}}:iam::{{account}}:{type}/{{name}}"))],
        Mitre = type == "role" ? ["T1098.003", "T1136.003"] : ["T1098.001", "T1136.003"],
        Source = Sources.Pathfinding,
    };

    private static EscalationTechnique Edit(string id, string title, PrincipalKind? victim, string action, ActionObject on) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.Permissions,
        Victim = victim,
        Actions = [new RequiredAction(action, on)],
        Mitre = ["T1098.003"],
        Source = Sources.Rhino,
    };

    private static EscalationTechnique Boundary(string id, string title, PrincipalKind? victim, string action, ActionObject on) =>
        Edit(id, title, victim, action, on) with { Gain = EscalationGain.BoundaryRemoval, Source = Sources.Boundaries };
}
