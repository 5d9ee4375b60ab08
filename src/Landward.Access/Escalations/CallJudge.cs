using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Escalations;

/// <summary>Puts the calls of a step to the policy evaluator, with every policy that has a say.</summary>
internal sealed class CallJudge(AccessView view, ImmutableArray<string> regions)
{
    /// <summary>Allowed in every context, in some, or in none.</summary>
    public StepVerdict Decide(EscalationNode who, EscalationCall call)
    {
        // What is denied while the Region is open is denied in each of them.
        if (IsHopeless(who, call))
            return StepVerdict.No;
        var best = StepVerdict.No;
        foreach (var (request, policies) in Requests(who, call))
        {
            best = StepVerdicts.Max(best, Decide(request, policies));
            if (best == StepVerdict.Yes)
                break;
        }
        return best;
    }

    /// <summary>What the caller's own policies say, organization policies left aside.</summary>
    public StepVerdict OwnPolicies(EscalationNode who, EscalationCall call)
    {
        var (request, policies) = Requests(who, call).First();
        return Decide(request, policies with { ServiceControlPolicies = [], ResourceControlPolicies = [] });
    }

    /// <summary>Whether a service or an outsider, who has no policies here, may make the call.</summary>
    public StepVerdict DecideFor(Principal caller, EscalationCall call)
    {
        var target = view.Target(call.Arn, call.Account);
        return Decide(view.Request(caller, call.Action, target, call.Facts), view.PoliciesOf(caller, target.Resource));
    }

    /// <summary>The request that comes out best, for the witness of a step.</summary>
    public CallWitness Explain(EscalationNode who, EscalationCall call)
    {
        CallWitness? best = null;
        foreach (var (request, policies) in Requests(who, call))
        {
            var witness = Explain(request, policies);
            if (best is null || witness.Verdict > best.Verdict)
                best = witness;
            if (best.Verdict == StepVerdict.Yes)
                break;
        }
        return best!;
    }

    /// <summary>The same for a caller without policies of its own here.</summary>
    public CallWitness ExplainFor(Principal caller, EscalationCall call)
    {
        var target = view.Target(call.Arn, call.Account);
        return Explain(view.Request(caller, call.Action, target, call.Facts), view.PoliciesOf(caller, target.Resource));
    }

    // Most calls are denied whatever is unknown, so that is asked first.
    private static StepVerdict Decide(AuthorizationRequest request, PolicySet policies)
    {
        if (!PolicyEvaluator.DecideForCaller(request, policies).IsAllowed)
            return StepVerdict.No;
        return PolicyEvaluator.Decide(request, policies).IsAllowed ? StepVerdict.Yes : StepVerdict.Conditional;
    }

    private static CallWitness Explain(AuthorizationRequest request, PolicySet policies)
    {
        var decision = PolicyEvaluator.Evaluate(request, policies);
        if (decision.IsAllowed)
            return new CallWitness(request, policies, StepVerdict.Yes, decision, null);
        var residual = PolicyEvaluator.EvaluateResidual(request, policies);
        return residual.Decision.IsAllowed
            ? new CallWitness(request, policies, StepVerdict.Conditional, residual.Decision, residual.Residual)
            : new CallWitness(request, policies, StepVerdict.No, decision, null);
    }

    private bool IsHopeless(EscalationNode who, EscalationCall call)
    {
        var target = view.Target(call.Arn, call.Account);
        return regions.Length > 1 && RequestedRegions.Of(call.Action, target) is null
            && !PolicyEvaluator.DecideForCaller(view.Request(who.Actor!, call.Action, target, call.Facts), Policies(who, call, target)).IsAllowed;
    }

    /// <summary>The call in every Region that the caller may pick: more than one only where neither resource nor service settles it.</summary>
    private IEnumerable<(AuthorizationRequest Request, PolicySet Policies)> Requests(EscalationNode who, EscalationCall call)
    {
        var target = view.Target(call.Arn, call.Account);
        var policies = Policies(who, call, target);
        if (RequestedRegions.Of(call.Action, target) is not null)
        {
            yield return (view.Request(who.Actor!, call.Action, target, call.Facts), policies);
            yield break;
        }
        foreach (var region in regions)
            yield return (view.Request(who.Actor!, call.Action, target, InRegion(call.Facts, region)), policies);
    }

    private PolicySet Policies(EscalationNode who, EscalationCall call, AccessTarget target)
    {
        var policies = view.PoliciesOf(who.Actor!, target.Resource ?? Elsewhere(target));
        // A trust policy speaks of assuming the role only; IAM calls on the role do not ask it.
        if (target.Resource is { Type: "AWS::IAM::Role" } || call.TrustAfter is not null)
            policies = policies with { Resource = !call.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase) ? null : call.TrustAfter ?? policies.Resource };
        return (who.Forms & NodeForms.Unguarded) != NodeForms.None ? policies with { ServiceControlPolicies = [] } : policies;
    }

    // Resource control policies bind the account's resources whether or not the snapshot lists them.
    private static AccessResource? Elsewhere(AccessTarget target) =>
        target.Account is { } account ? new AccessResource { Arn = target.Arn, Type = string.Empty, Account = account, Region = string.Empty } : null;

    private static RequestContext InRegion(RequestContext? facts, string region)
    {
        var builder = new RequestContext.Builder().Add("aws:RequestedRegion", region);
        foreach (var key in facts?.Keys ?? [])
            builder.Add(key, facts!.Find(key)!);
        return builder.Build();
    }
}

/// <summary>One request as the evaluator saw it.</summary>
/// <param name="Decision">Allowed by the policies as they are, or where the condition holds.</param>
/// <param name="Condition">What must hold; null when nothing must.</param>
internal sealed record CallWitness(AuthorizationRequest Request, PolicySet Policies, StepVerdict Verdict, Decision Decision, ConditionExpression? Condition);
