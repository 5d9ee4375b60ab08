using System.Collections.Immutable;

namespace Landward.LandingZone.Specification.Shapes;

internal static partial class SpecLanguage
{
    private static readonly ObjectShape Access = new("access", AccessMembers);

    private static ImmutableArray<Member> AccessMembers() =>
    [
        Optional("identityCenter", IdentityCenter, "Groups, permission sets and assignments of IAM Identity Center."),
        Optional("breakGlass", BreakGlass, "IAM users for the day Identity Center is down."),
        Optional("root", RootUser, "Root users of member accounts."),
        Optional("passwordPolicy", PasswordPolicy, "The IAM password policy of every account."),
    ];

    private static readonly ObjectShape IdentityCenter = new("identityCenter", IdentityCenterMembers);

    private static ImmutableArray<Member> IdentityCenterMembers() =>
    [
        Optional("groups", List(Key), "Groups of the identity store."),
        Optional("permissionSets", new MapShape(PermissionSet), "Permission sets by name."),
        Optional("assignments", List(Assignment), "Which group gets which permission set in which accounts."),
    ];

    private static readonly ObjectShape PermissionSet = new("permissionSet", PermissionSetMembers);

    private static ImmutableArray<Member> PermissionSetMembers() =>
    [
        Optional("description", Text, "Shown to the people who use it."),
        Optional("managedPolicies", List(Text), "Names (or ARNs) of AWS managed policies."),
        Optional("policy", File, "A JSON policy file: the inline policy."),
        Optional("boundary", Text, "The permissions boundary: the name or ARN of an AWS managed policy, or a JSON policy file."),
        Optional("session", Duration, "Session duration, 1h to 12h. Default: 1h."),
    ];

    private static readonly ObjectShape Assignment = new("assignment", AssignmentMembers);

    private static ImmutableArray<Member> AssignmentMembers() =>
    [
        Required("group", Key, "A group of `groups`."),
        Required("permissionSet", Key, "A permission set of `permissionSets`."),
        Required("accounts", Accounts, "Which accounts."),
    ];

    private static readonly ObjectShape BreakGlass = new("breakGlass", BreakGlassMembers);

    private static ImmutableArray<Member> BreakGlassMembers() =>
    [
        Required("users", List(Key), "Names of the IAM users. Landward makes no password and no key for them."),
        Optional("account", Key, "The account they live in. Default: management."),
    ];

    private static readonly ObjectShape RootUser = new("root", RootUserMembers);

    private static ImmutableArray<Member> RootUserMembers() =>
    [
        Optional("centralManagement", Switch, "Central management of root access for member accounts."),
        Later("accessKeys", Switch, "Whether root access keys may exist; `off` is checked by the controls, not made by apply."),
    ];

    private static readonly ObjectShape PasswordPolicy = new("passwordPolicy", PasswordPolicyMembers);

    private static ImmutableArray<Member> PasswordPolicyMembers() =>
    [
        Optional("minimumLength", Integer(6, 128), "Characters."),
        Optional("reusePrevention", Integer(1, 24), "How many former passwords are refused."),
        Optional("maxAgeDays", Integer(1, 1095), "Days until a password expires."),
    ];

    private static readonly ObjectShape Guardrail = new("guardrail", GuardrailMembers);

    private static ImmutableArray<Member> GuardrailMembers() =>
    [
        Optional("guidance", OneOf("mandatory", "stronglyRecommended", "elective"), "Every control with this guidance."),
        Optional("id", Text, "One control by id."),
        Optional("standard", Text, "Every control mapped to this standard."),
        Optional("behavior", OneOf("preventive", "detective", "proactive"), "Only controls with this behavior."),
        Optional("directory", File, "Every control in this directory."),
        Optional("units", List(UnitPattern), "Attach to these units instead of the controls' own scope."),
        Later("expect", List(new AnyShape()), "Policy tests run before every apply."),
    ];
}
