using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The answer to a request whose context is partly unknown.</summary>
/// <param name="Decision">The decision in the caller's favour: unknown conditions of an Allow hold, those of a Deny do not.</param>
/// <param name="Residual">When allowed: the condition under which it really is; null when it is allowed in any case.</param>
/// <param name="Undecided">
/// Every condition whose truth nobody knows, of the statements that would otherwise apply; also of those that make no difference.
/// </param>
public sealed record ResidualDecision(Decision Decision, ConditionExpression? Residual, ImmutableArray<UndecidedCondition> Undecided)
{
    public bool IsAllowed => Decision.IsAllowed;

    public DecisionOutcome Outcome => Decision switch
    {
        Decision.Allowed => DecisionOutcome.Allowed,
        Decision.ExplicitDeny => DecisionOutcome.ExplicitDeny,
        _ => DecisionOutcome.ImplicitDeny,
    };
}

/// <summary>A condition, as its statement has it, whose truth nobody knows.</summary>
public sealed record UndecidedCondition(PolicyGate Gate, DecidingStatement Statement, ConditionExpression Condition);
