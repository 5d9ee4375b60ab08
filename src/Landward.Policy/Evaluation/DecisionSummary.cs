namespace Landward.Policy;

public enum DecisionOutcome
{
    Allowed,

    /// <summary>Nothing denies, but a gate that must allow does not.</summary>
    ImplicitDeny,

    /// <summary>A Deny statement matched.</summary>
    ExplicitDeny,
}

/// <summary>A decision without its explanation: what <see cref="Decision"/> says, in a value that costs no memory.</summary>
/// <param name="Gate">The gate that a denial names; null when allowed.</param>
/// <param name="Statement">The Deny, or the Allow that grants; null for implicit denies and where no statement is needed.</param>
public readonly record struct DecisionSummary(DecisionOutcome Outcome, PolicyGate? Gate, DecidingStatement? Statement)
{
    public bool IsAllowed => Outcome == DecisionOutcome.Allowed;
}
