using System.Collections.Immutable;

namespace Landward.Access.Escalations;

/// <summary>What a technique gives to the one who uses it.</summary>
public enum EscalationGain
{
    /// <summary>The credentials of another user or role: from then on its permissions are the attacker's.</summary>
    Credentials,

    /// <summary>Any permission for the user or role that is edited, as far as its boundary and the organization allow.</summary>
    Permissions,

    /// <summary>The permissions of a group for the user that is added to it.</summary>
    GroupPermissions,

    /// <summary>The user or role loses its permissions boundary.</summary>
    BoundaryRemoval,

    /// <summary>Service control policies no longer bind the user or role.</summary>
    GuardrailRemoval,

    /// <summary>The credentials of a new user or role that is made for the purpose, with any permission the organization allows.</summary>
    NewPrincipal,
}

/// <summary>What a required action is asked for.</summary>
public enum ActionObject
{
    /// <summary>The user or role that is gained or edited.</summary>
    Victim,

    /// <summary>A customer managed policy attached to the victim.</summary>
    VictimPolicy,

    /// <summary>The customer managed policy that is the victim's permissions boundary.</summary>
    VictimBoundary,

    /// <summary>A group that the victim belongs to.</summary>
    VictimGroup,

    /// <summary>The group that the victim joins.</summary>
    JoinedGroup,

    /// <summary>A SAML provider that the victim's trust policy names.</summary>
    VictimProvider,

    /// <summary>Existing compute that runs with the victim's role.</summary>
    Compute,

    /// <summary>A resource that the attacker creates or picks, by <see cref="RequiredAction.Template"/>.</summary>
    Chosen,

    /// <summary>The user or role that the attacker makes, by <see cref="RequiredAction.Template"/>.</summary>
    New,

    /// <summary>The resource that <see cref="RequiredAction.Template"/> says, or <c>*</c>.</summary>
    Fixed,
}

/// <summary>One call of a technique; the evaluator must allow every one of them.</summary>
/// <param name="Template">For chosen and fixed resources an ARN with <c>{partition}</c>, <c>{region}</c>, <c>{account}</c> and, where the attacker picks, <c>{name}</c>.</param>
public sealed record RequiredAction(string Action, ActionObject On, string Template = "*");

/// <summary>One known way to turn permissions into more of them.</summary>
public sealed record EscalationTechnique
{
    /// <summary>Stable, kebab-case.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    public required EscalationGain Gain { get; init; }

    /// <summary>All of them, in the order of the calls.</summary>
    public required ImmutableArray<RequiredAction> Actions { get; init; }

    /// <summary>The kind of victim: user, role, or both when null.</summary>
    public Policy.PrincipalKind? Victim { get; init; }

    /// <summary>The service that the victim role is passed to and that must be trusted by it.</summary>
    public string? PassedTo { get; init; }

    /// <summary>CloudFormation's type of the existing compute.</summary>
    public string? ComputeType { get; init; }

    /// <summary>What must hold besides policies and no snapshot tells; makes every use conditional.</summary>
    public string? Circumstance { get; init; }

    /// <summary>MITRE ATT&amp;CK techniques.</summary>
    public required ImmutableArray<string> Mitre { get; init; }

    /// <summary>Where the technique or the rule behind it is described.</summary>
    public required string Source { get; init; }
}
