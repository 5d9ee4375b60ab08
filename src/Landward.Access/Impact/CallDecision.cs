using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access.Impact;

/// <summary>What policies say about a call of which something is unknown: its context, or which of several resources it was.</summary>
/// <param name="IsAllowed">In every context, whichever resource it was.</param>
/// <param name="MayBeAllowed">In some context, for some resource.</param>
/// <param name="Favourable">The decision in the caller's favour.</param>
/// <param name="Condition">When the context decides: the condition under which the call is allowed.</param>
/// <param name="TellApart">The documents that speak of some of the resources that it could have been; empty when these are decided alike.</param>
internal sealed record CallDecision(bool IsAllowed, bool MayBeAllowed, Decision Favourable, ConditionExpression? Condition, ImmutableHashSet<PolicyDocument> TellApart)
{
    private static readonly ImmutableHashSet<PolicyDocument> None = ImmutableHashSet.Create<PolicyDocument>(new ByText());

    /// <summary>Stands for the unknown part of a resource: a text that no policy names.</summary>
    private const string SomeText = "\uE000unnamed\uE000";

    public static CallDecision Of(AuthorizationRequest request, PolicySet policies, bool isPattern)
    {
        if (!isPattern && PolicyEvaluator.Decide(request, policies).IsAllowed)
            return new CallDecision(true, true, PolicyEvaluator.Evaluate(request, policies), null, None);
        var favourable = PolicyEvaluator.EvaluateResidual(request, policies);
        if (!favourable.IsAllowed)
            return new CallDecision(false, false, favourable.Decision, null, None);
        if (!isPattern)
            return new CallDecision(false, true, favourable.Decision, favourable.Residual, None);
        // Of all resources of the pattern: an Allow must match a text that stands for any, and no Deny may reach even one of them.
        var some = CallRequests.With(request, request.Resource.Replace("*", SomeText, StringComparison.Ordinal), anyResource: false);
        var alike = PolicyEvaluator.EvaluateResidual(some, policies).IsAllowed && Reaching(request, policies, ConditionFreeCopy.OfDenials).IsEmpty;
        var tellApart = alike ? None : Reaching(request, policies, ConditionFreeCopy.Of);
        return new CallDecision(alike && favourable.Residual is null, true, favourable.Decision, favourable.Residual, tellApart);
    }

    /// <summary>Depends on nothing that the other does not depend on: whatever the unknown is, what the other allows is allowed.</summary>
    public bool DependsLike(CallDecision other) =>
        !IsAllowed && !other.IsAllowed && MayBeAllowed == other.MayBeAllowed
        && Operands(Condition).IsSubsetOf(Operands(other.Condition))
        && TellApart.IsSubsetOf(other.TellApart)
        && other.TellApart.Except(TellApart).All(document => document.Statements.All(statement => statement.Effect == Effect.Deny));

    public ReplayedCall As(RecordedCall call, ReplayVerdict verdict) => Favourable switch
    {
        Decision.ExplicitDeny denied => new ReplayedCall(call, verdict, denied.Statement, denied.Gate, denied.Statement.Target, null, false),
        Decision.ImplicitDeny denied => new ReplayedCall(call, verdict, null, denied.Gate, denied.Blocking.First().Target, null, false),
        Decision.Allowed allowed => new ReplayedCall(call, verdict, allowed.By, null, null, Condition, !TellApart.IsEmpty),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What must hold, each in words; all of them together.</summary>
    private static HashSet<string> Operands(ConditionExpression? condition) => condition switch
    {
        null => [],
        ConditionExpression.All all => [.. all.Operands.Select(operand => operand.ToString())],
        _ => [condition.ToString()],
    };

    private static ImmutableHashSet<PolicyDocument> Reaching(AuthorizationRequest request, PolicySet policies, Func<PolicyDocument, PolicyDocument?> copy)
    {
        var levels = policies.ServiceControlPolicies.AddRange(policies.ResourceControlPolicies).SelectMany(level => level.Policies);
        return levels.Concat(policies.Identity).Concat(policies.PermissionsBoundary).Concat(policies.Resource is { } resource ? [resource] : [])
            .Where(policy => copy(policy.Document) is { } document && GivenPolicies.Reach([policy with { Document = document }], request.Action, request.Resource, anyResource: true))
            .Select(policy => policy.Document)
            .ToImmutableHashSet(None.KeyComparer);
    }

    private sealed class ByText : IEqualityComparer<PolicyDocument>
    {
        public bool Equals(PolicyDocument? x, PolicyDocument? y) => string.Equals(x?.Text, y?.Text, StringComparison.Ordinal);

        public int GetHashCode(PolicyDocument document) => document.Text.GetHashCode(StringComparison.Ordinal);
    }
}
