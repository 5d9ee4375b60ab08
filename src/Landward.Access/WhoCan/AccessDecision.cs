using Landward.Policy;

namespace Landward.Access;

/// <summary>What is known of one caller's access.</summary>
internal readonly record struct AccessDecision(AccessCertainty Certainty, DecidingStatement? Grant, ConditionExpression? Condition)
{
    /// <summary>Null when the request is allowed in no context.</summary>
    public static AccessDecision? Of(AuthorizationRequest request, PolicySet policies)
    {
        var decided = PolicyEvaluator.Decide(request, policies);
        if (decided.IsAllowed)
            return new AccessDecision(AccessCertainty.Allowed, decided.Statement, null);
        if (!PolicyEvaluator.DecideForCaller(request, policies).IsAllowed)
            return null;
        var residual = PolicyEvaluator.EvaluateResidual(request, policies);
        var grant = (residual.Decision as Decision.Allowed)?.By;
        return residual.Residual switch
        {
            null => new AccessDecision(AccessCertainty.Allowed, grant, null),
            // Nothing fulfils it.
            ConditionExpression.Any { Operands.IsEmpty: true } => null,
            var condition => new AccessDecision(AccessCertainty.Conditional, grant, condition),
        };
    }
}
