using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Ways that lead over Identity Center and AWS Organizations; most are open to the management account and delegated administrators only.</summary>
internal static class OrganizationTechniques
{
    public const string LeaveOrganizationId = "leave-organization";
    public const string GroupMembershipId = "identity-center-group-membership";

    private const string Instance = "arn:{partition}:sso:::instance/{name}";
    private const string PermissionSet = "arn:{partition}:sso:::permissionSet/{name}";
    private const string ServiceControlPolicy = "arn:{partition}:organizations::{management}:policy/{organization}/service_control_policy/{name}";

    public static readonly ImmutableArray<EscalationTechnique> IdentityCenter =
    [
        new()
        {
            Id = "identity-center-account-assignment",
            Title = "assign the permission set to an identity of one's own",
            Gain = EscalationGain.Credentials,
            Victim = PrincipalKind.Role,
            Actions =
            [
                new("sso:CreateAccountAssignment", ActionObject.Fixed, "arn:{partition}:sso:::account/{victimAccount}"),
                new("sso:CreateAccountAssignment", ActionObject.Chosen, Instance),
                new("sso:CreateAccountAssignment", ActionObject.Chosen, PermissionSet),
            ],
            Mitre = ["T1098.003"],
            Source = Sources.IdentityCenter,
        },
        new()
        {
            Id = GroupMembershipId,
            Title = "join a group of Identity Center that the permission set is assigned to",
            Gain = EscalationGain.Credentials,
            Victim = PrincipalKind.Role,
            Actions = [new("identitystore:CreateGroupMembership", ActionObject.Chosen, "arn:{partition}:identitystore:::group/{name}")],
            Mitre = ["T1098.003"],
            Source = Sources.IdentityCenter,
        },
        EditPermissionSet("put-inline-policy-to-permission-set", "write the inline policy of the permission set", "sso:PutInlinePolicyToPermissionSet"),
        EditPermissionSet("attach-managed-policy-to-permission-set", "attach a policy to the permission set", "sso:AttachManagedPolicyToPermissionSet"),
    ];

    public static readonly ImmutableArray<EscalationTechnique> Guardrails =
    [
        Guardrail("detach-organization-policy", "detach the service control policies", Sources.Guardrails, new RequiredAction("organizations:DetachPolicy", ActionObject.Chosen, ServiceControlPolicy)),
        Guardrail("update-organization-policy", "rewrite the service control policies", Sources.Guardrails, new RequiredAction("organizations:UpdatePolicy", ActionObject.Chosen, ServiceControlPolicy)),
        Guardrail(
            "disable-organization-policy-type", "switch service control policies off", Sources.Guardrails,
            new RequiredAction("organizations:DisablePolicyType", ActionObject.Chosen, "arn:{partition}:organizations::{management}:root/{organization}/{name}")),
        Guardrail(LeaveOrganizationId, "take the account out of the organization", Sources.Leave, new RequiredAction("organizations:LeaveOrganization", ActionObject.Fixed))
            with { Circumstance = "the account has what a standalone account needs (contact data and a payment method)" },
    ];

    private static EscalationTechnique EditPermissionSet(string id, string title, string action) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.Permissions,
        Victim = PrincipalKind.Role,
        Actions =
        [
            new(action, ActionObject.Chosen, Instance),
            new(action, ActionObject.Chosen, PermissionSet),
            new("sso:ProvisionPermissionSet", ActionObject.Chosen, PermissionSet),
        ],
        Mitre = ["T1098.003"],
        Source = Sources.IdentityCenter,
    };

    private static EscalationTechnique Guardrail(string id, string title, string source, RequiredAction action) => new()
    {
        Id = id,
        Title = title,
        Gain = EscalationGain.GuardrailRemoval,
        Actions = [action],
        Mitre = ["T1562.001", "T1484"],
        Source = source,
    };
}
