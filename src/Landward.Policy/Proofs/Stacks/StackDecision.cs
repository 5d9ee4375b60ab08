namespace Landward.Policy.Proofs;

/// <summary>The statements behind an evaluator's decision, as references.</summary>
internal static class StackDecision
{
    public static IEnumerable<StatementRef> By(AuthorizationRequest request, PolicySet policies, string side) =>
        PolicyEvaluator.Evaluate(request, policies) is Decision.Allowed { By: { } by }
            ? [new StatementRef(by.Policy.Name, by.Statement.Index, by.Statement.Sid, by.Statement.Effect, side)]
            : [];
}
