using System.Collections.Immutable;

namespace Landward.Policy.Proofs;

/// <summary>What a document of each kind says alone, by the evaluator's gate for it.</summary>
internal static class DocumentKinds
{
    public static PrincipalReading ReadingOf(PolicyKind kind) => kind switch
    {
        PolicyKind.Resource or PolicyKind.Trust => PrincipalReading.Named,
        PolicyKind.VpcEndpoint or PolicyKind.ResourceControlPolicy => PrincipalReading.NamedOrEverybody,
        _ => PrincipalReading.Attached,
    };

    public static bool Allows(AuthorizationRequest request, PolicyDocument document, PolicyKind kind)
    {
        var (gate, policies) = Alone(document, kind);
        return PolicyEvaluator.Evaluate(request, policies).Gates.Any(result => result.Gate == gate && result.Outcome == GateOutcome.Allow);
    }

    /// <summary>The statement that the evaluator names for the Allow.</summary>
    public static IEnumerable<StatementRef> Granting(AuthorizationRequest request, PolicyDocument document, PolicyKind kind, string side)
    {
        var (gate, policies) = Alone(document, kind);
        return PolicyEvaluator.Evaluate(request, policies).Gates
            .Where(result => result.Gate == gate && result.Statement is not null)
            .Select(result => result.Statement!.Value.Statement)
            .Select(statement => new StatementRef("policy", statement.Index, statement.Sid, statement.Effect, side));
    }

    private static (PolicyGate Gate, PolicySet Policies) Alone(PolicyDocument document, PolicyKind kind)
    {
        ImmutableArray<AttachedPolicy> policies = [new AttachedPolicy(document, "policy", kind)];
        return ReadingOf(kind) switch
        {
            PrincipalReading.Named => (PolicyGate.Resource, new PolicySet { Resource = policies[0] }),
            PrincipalReading.NamedOrEverybody => (PolicyGate.VpcEndpoint, new PolicySet { VpcEndpoint = policies }),
            _ => (PolicyGate.Identity, new PolicySet { Identity = policies }),
        };
    }
}
