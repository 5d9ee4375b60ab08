using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>What stands at a place of the graph.</summary>
public enum EscalationNodeKind
{
    /// <summary>An IAM user or role of the snapshot, or what one of them becomes.</summary>
    Principal,

    /// <summary>A user of Identity Center, who signs in to roles.</summary>
    IdentityCenterUser,

    /// <summary>A group of Identity Center whose members are not known.</summary>
    IdentityCenterGroup,

    /// <summary>Compute that runs with a role.</summary>
    Compute,

    /// <summary>An account or principal outside the snapshot that a trust policy lets in.</summary>
    Outsider,

    /// <summary>A SAML or OIDC provider that a trust policy lets in.</summary>
    IdentityProvider,

    /// <summary>Anybody with credentials of any AWS account.</summary>
    Everyone,
}

/// <summary>What has been done to a user or role since the snapshot.</summary>
[Flags]
internal enum NodeForms
{
    None = 0,

    /// <summary>It has been given a policy that allows everything.</summary>
    Raised = 1,

    /// <summary>It has joined a group.</summary>
    InGroup = 2,

    /// <summary>Its permissions boundary is gone.</summary>
    Unbounded = 4,

    /// <summary>Service control policies no longer bind it.</summary>
    Unguarded = 8,

    /// <summary>It has been made by somebody, in the snapshot it does not exist.</summary>
    Created = 16,
}

/// <summary>A place of the graph: somebody whose permissions an attacker may have.</summary>
internal sealed class EscalationNode
{
    public required int Index { get; init; }

    public required EscalationNodeKind Kind { get; init; }

    /// <summary>ARN; for outsiders the account or ARN, for providers their ARN or name, for users of Identity Center the name.</summary>
    public required string Name { get; init; }

    /// <summary>Who calls, with the policies it has by now. Null for users of Identity Center, compute and providers, which do nothing but become a role.</summary>
    public AccessPrincipal? Actor { get; init; }

    /// <summary>The user or role of the snapshot; null for other kinds.</summary>
    public AccessPrincipal? Origin { get; init; }

    public NodeForms Forms { get; init; }

    public AccessGroup? Group { get; init; }

    /// <summary>Nodes with the same number answer every question alike.</summary>
    public int Class { get; init; }

    /// <summary>The actions that its identity-based policies speak of in some Allow.</summary>
    public ActionMask Mask { get; init; }

    public string Account => Actor?.Account ?? string.Empty;

    public bool IsPlainPrincipal => Kind == EscalationNodeKind.Principal && Forms == NodeForms.None;

    public bool IsUser => Origin?.Principal.Kind == PrincipalKind.User;

    public override string ToString() => Forms == NodeForms.None ? Name : $"{Name} ({Forms})";
}
