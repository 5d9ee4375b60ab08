using Landward.Policy;

namespace Landward.Cli.Access.Simulation;

/// <summary>The decision on one simulated request.</summary>
/// <param name="Decision">For many resources: of the request as a whole.</param>
/// <param name="Residual">When keys are unknown: the decision in the caller's favour, with its condition; null otherwise.</param>
/// <param name="Patterns">For many resources: one decision for each pattern; null otherwise.</param>
internal sealed record SimulationAnswer(SimulatedRequest Asked, AuthorizationRequest Request, Decision Decision, ResidualDecision? Residual, ResourcePatternDecision? Patterns)
{
    /// <summary>What limits the answer.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static SimulationAnswer Of(SimulatedRequest asked, AuthorizationRequest request, PolicySet policies)
    {
        var residual = asked.UnknownContext ? PolicyEvaluator.EvaluateResidual(request, policies) : null;
        var types = asked.AnyResource ? IamFacts.Current.ResourceTypesOf(asked.Action) : [];
        var patterns = !asked.AnyResource ? null
            : asked.UnknownContext ? ResourcePatternEvaluator.EvaluateResidual(request, policies, types)
            : ResourcePatternEvaluator.Evaluate(request, policies, types);
        return new SimulationAnswer(asked, request, residual?.Decision ?? PolicyEvaluator.Evaluate(request, policies), residual, patterns);
    }

    /// <summary>The unknown condition keys on which the decision depends, in order of name.</summary>
    public IEnumerable<string> DecisiveKeys => Keys(Residual);

    /// <summary>The condition keys that were not given, count as absent, and could turn the decision if the request carried them.</summary>
    public static IEnumerable<string> MissingKeys(AuthorizationRequest request, PolicySet policies, bool anyResource) =>
        Keys(PolicyEvaluator.EvaluateResidual(
            new AuthorizationRequest(request.Principal, request.Action, request.Resource, request.ResourceAccount, SimulationContext.WithOthersUnknown(request), anyResource)
            {
                PrincipalInManagementAccount = request.PrincipalInManagementAccount,
                ResourceExemptFromResourceControlPolicies = request.ResourceExemptFromResourceControlPolicies,
            },
            policies));

    private static IEnumerable<string> Keys(ResidualDecision? decision) =>
        (decision?.Residual is { } condition ? KeysOf(condition) : []).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> KeysOf(ConditionExpression expression) => expression switch
    {
        ConditionExpression.Leaf leaf => [leaf.Key],
        ConditionExpression.Not not => [not.Operand.Key],
        ConditionExpression.All all => all.Operands.SelectMany(KeysOf),
        ConditionExpression.Any any => any.Operands.SelectMany(KeysOf),
        _ => [],
    };
}
