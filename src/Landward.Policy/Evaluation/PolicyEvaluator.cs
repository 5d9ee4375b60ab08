using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Landward.Policy.Evaluation;

namespace Landward.Policy;

/// <summary>
/// Decides requests. Pure: the same request and policies give the same decision, on any number of threads.
/// Source: "Policy evaluation logic" and "Cross-account policy evaluation logic", IAM User Guide.
/// </summary>
public static class PolicyEvaluator
{
    /// <summary>
    /// Evaluates every gate, without stopping at the first that blocks: a Deny anywhere denies; otherwise organization
    /// policies, endpoint policies and a grant must all allow.
    /// </summary>
    public static Decision Evaluate(AuthorizationRequest request, PolicySet policies) => Explain(request, policies, Unknowns.AgainstCaller);

    /// <summary>The same decision without its explanation, and without allocating: for asking many times.</summary>
    public static DecisionSummary Decide(AuthorizationRequest request, PolicySet policies)
    {
        if (request.Has(ServiceRule.NeedsNoPermission))
            return new DecisionSummary(DecisionOutcome.Allowed, null, null);
        var scans = new Scans(request, policies, Unknowns.AgainstCaller);
        return Summarise(request, scans);
    }

    /// <summary>As <see cref="Decide"/>, but in favour of the caller wherever something is unknown: not allowed here is allowed under no condition.</summary>
    public static DecisionSummary DecideForCaller(AuthorizationRequest request, PolicySet policies)
    {
        if (request.Has(ServiceRule.NeedsNoPermission))
            return new DecisionSummary(DecisionOutcome.Allowed, null, null);
        var scans = new Scans(request, policies, Unknowns.ForCaller);
        return Summarise(request, scans);
    }

    /// <summary>
    /// Decides in favour of the caller wherever condition keys, the values of policy variables or a role session's name are
    /// unknown, and tells under which condition that is right.
    /// </summary>
    public static ResidualDecision EvaluateResidual(AuthorizationRequest request, PolicySet policies)
    {
        var decision = Explain(request, policies, Unknowns.ForCaller);
        var residual = new ResidualEvaluation(request, policies);
        return new ResidualDecision(decision, decision.IsAllowed ? residual.Condition() : null, residual.Undecided());
    }

    private static Decision Explain(AuthorizationRequest request, PolicySet policies, Unknowns unknowns)
    {
        if (request.Has(ServiceRule.NeedsNoPermission))
            return new Decision.Allowed([], null);
        var scans = new Scans(request, policies, unknowns);
        var summary = Summarise(request, scans);
        var gates = Gates(scans);
        return summary switch
        {
            { Outcome: DecisionOutcome.Allowed } => new Decision.Allowed(gates, summary.Statement),
            { Outcome: DecisionOutcome.ExplicitDeny, Gate: { } gate, Statement: { } statement } => new Decision.ExplicitDeny(gates, gate, statement),
            _ => new Decision.ImplicitDeny(gates, summary.Gate!.Value),
        };
    }

    private static DecisionSummary Summarise(AuthorizationRequest request, in Scans scans)
    {
        if (scans.Blocked == BlockedGates.None)
            return new DecisionSummary(DecisionOutcome.Allowed, null, scans.Grant);
        if (!request.Has(ServiceRule.AwsManagedIam))
        {
            for (var gate = PolicyGate.ServiceControlPolicy; gate < PolicyGate.ServiceRule; gate++)
            {
                if (scans.IsDenied(gate))
                    return new DecisionSummary(DecisionOutcome.ExplicitDeny, gate, scans.Of(gate).Deciding);
            }
        }
        return new DecisionSummary(DecisionOutcome.ImplicitDeny, scans.FirstBlocked, null);
    }

    private static ImmutableArray<GateResult> Gates(in Scans scans)
    {
        var gates = new GateResult[scans.CountGates()];
        var count = 0;
        for (var gate = PolicyGate.ServiceControlPolicy; gate <= PolicyGate.ServiceRule; gate++)
        {
            var scan = scans.Of(gate);
            if (!scans.TakesPart(gate))
                continue;
            // A gate that must allow and has no policy at all denies implicitly.
            var outcome = scan.Outcome == GateOutcome.NotApplicable ? GateOutcome.ImplicitDeny : scan.Outcome;
            gates[count++] = new GateResult(gate, outcome, scans.Blocks(gate), scan.Deciding, outcome == GateOutcome.Allow ? null : scan.Target);
        }
        return ImmutableCollectionsMarshal.AsImmutableArray(gates);
    }
}
