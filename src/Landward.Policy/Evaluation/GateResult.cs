namespace Landward.Policy;

/// <summary>The gates of a decision, in the order in which a denial names one.</summary>
public enum PolicyGate
{
    ServiceControlPolicy,
    ResourceControlPolicy,
    VpcEndpoint,
    Resource,
    Identity,
    PermissionsBoundary,
    Session,

    /// <summary>A rule of the service itself that no policy changes, such as AWS managed policies being read-only.</summary>
    ServiceRule,
}

public enum GateOutcome
{
    /// <summary>No policy of this kind takes part.</summary>
    NotApplicable,
    Allow,
    ImplicitDeny,
    ExplicitDeny,
}

/// <summary>The statement that decided, where it stands and where it is attached.</summary>
/// <param name="Target">The level (root, unit path, account) of an organization policy; null for other kinds.</param>
public readonly record struct DecidingStatement(AttachedPolicy Policy, PolicyStatement Statement, string? Target)
{
    public override string ToString() =>
        $"{Policy.Name}, statement {(Statement.Sid is { Length: > 0 } sid ? sid : Statement.Index + 1)}{(Target is null ? string.Empty : $" at {Target}")}";
}

/// <summary>What one gate said.</summary>
/// <param name="Blocks">The gate keeps the request from being allowed. An implicit deny that a resource-based grant gets past does not block.</param>
/// <param name="Statement">The Deny, or the first Allow, that decided the gate.</param>
/// <param name="Target">For an implicit deny of an organization policy: the first level without an Allow.</param>
public readonly record struct GateResult(PolicyGate Gate, GateOutcome Outcome, bool Blocks, DecidingStatement? Statement, string? Target);
