using System.Collections.Immutable;
using Landward.Policy.Conditions;
using Landward.Policy.Evaluation;
using Landward.Policy.Matching;

namespace Landward.Policy;

/// <summary>
/// Decides a request over many resources (made with <c>anyResource</c>): an Allow counts for a pattern when it reaches some of
/// its resources, a Deny when it reaches all of them.
/// </summary>
public static class ResourcePatternEvaluator
{
    /// <summary>Decides as <see cref="PolicyEvaluator.Evaluate"/> does: what depends on the unknown is not allowed.</summary>
    /// <param name="request">The request; its resource may hold <c>*</c>.</param>
    /// <param name="policies">The policies that have a say.</param>
    /// <param name="resourceTypes">The resource types of the action; <see cref="IamFacts.ResourceTypesOf"/> knows them.</param>
    public static ResourcePatternDecision Evaluate(AuthorizationRequest request, PolicySet policies, ImmutableArray<IamActionResource> resourceTypes) =>
        Run(request, policies, resourceTypes, item => new ResidualDecision(PolicyEvaluator.Evaluate(item, policies), null, []));

    /// <summary>Decides as <see cref="PolicyEvaluator.EvaluateResidual"/> does: in the caller's favour, with the condition under which that is right.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public static ResourcePatternDecision EvaluateResidual(AuthorizationRequest request, PolicySet policies, ImmutableArray<IamActionResource> resourceTypes) =>
        Run(request, policies, resourceTypes, item => PolicyEvaluator.EvaluateResidual(item, policies));

    private static ResourcePatternDecision Run(
        AuthorizationRequest request, PolicySet policies, ImmutableArray<IamActionResource> resourceTypes, Func<AuthorizationRequest, ResidualDecision> decide)
    {
        if (!request.Target.IsPattern)
        {
            var type = resourceTypes.FirstOrDefault(item => item.ResourceType.Matches(request.Resource))?.ResourceType.Name;
            var single = new ResourcePatternResult(type, request.Resource, decide(request));
            return new ResourcePatternDecision(OutcomeOf(single.Decision), [single], IsPattern: false);
        }
        var patterns = PatternsOf(request, policies).Distinct(StringComparer.Ordinal).ToArray();
        var decisions = patterns.ToDictionary(pattern => pattern, pattern => decide(request.Within(pattern)), StringComparer.Ordinal);
        IamResourceType?[] types = resourceTypes.IsEmpty ? [null] : [.. resourceTypes.Select(item => item.ResourceType)];
        var results = from type in types
                      from pattern in patterns
                      where type is null || (type.MayBeNamedBy(pattern) && type.MayBeNamedBy(request.Resource))
                      let decision = decisions[pattern]
                      where OutcomeOf(decision) != DecisionOutcome.ImplicitDeny
                      select new ResourcePatternResult(type?.Name, pattern, decision);
        ResourcePatternResult[] found = [.. results];
        var overall = found.Select(result => OutcomeOf(result.Decision)).Aggregate(Unmatched(request, patterns, decide), Better);
        return new ResourcePatternDecision(overall, [.. found], IsPattern: true);
    }

    // Without any Allow the request as a whole may still be denied explicitly.
    private static DecisionOutcome Unmatched(AuthorizationRequest request, string[] patterns, Func<AuthorizationRequest, ResidualDecision> decide) =>
        patterns.Length == 0 && decide(request) is { Decision: Decision.ExplicitDeny } ? DecisionOutcome.ExplicitDeny : DecisionOutcome.ImplicitDeny;

    private static DecisionOutcome Better(DecisionOutcome one, DecisionOutcome other) =>
        one == DecisionOutcome.Allowed || other == DecisionOutcome.ImplicitDeny ? one : other;

    private static DecisionOutcome OutcomeOf(ResidualDecision decision) => decision.Decision switch
    {
        Decision.Allowed => DecisionOutcome.Allowed,
        Decision.ExplicitDeny => DecisionOutcome.ExplicitDeny,
        _ => DecisionOutcome.ImplicitDeny,
    };

    /// <summary>What the Allow statements that can grant reach of the request: their patterns, or the request's where they reach all of it.</summary>
    private static IEnumerable<string> PatternsOf(AuthorizationRequest request, PolicySet policies)
    {
        var part = new TakingPart(request, policies);
        var input = new ScanInput(request, part.Boundary, Unknowns.ForCaller);
        if (part.RootPower)
            yield return request.Resource;
        foreach (var policy in part.Identity ? policies.Identity.AddRange(policies.ResourcePolicies) : policies.ResourcePolicies)
        {
            var namesPrincipals = policy.Kind is PolicyKind.Resource or PolicyKind.Trust;
            foreach (var statement in policy.Document.Statements)
            {
                if (statement.Effect != Effect.Allow || !statement.Matches(request, Unknowns.ForCaller))
                    continue;
                if (namesPrincipals && input.Match(statement, unnamed: false) == PrincipalMatch.None)
                    continue;
                foreach (var pattern in PatternsOf(request, statement.ResourceSet))
                    yield return pattern;
            }
        }
    }

    private static IEnumerable<string> PatternsOf(AuthorizationRequest request, ResourceSet? resources)
    {
        if (resources is null or { IsNegated: true })
        {
            yield return request.Resource;
            yield break;
        }
        foreach (var pattern in resources.Patterns.ToArray())
        {
            if (pattern.Intersects(request.Target, request.Context) == Truth.False)
                continue;
            var reachesAll = pattern.Covers(request.Target, request.Context) == Truth.True;
            // A pattern whose variables nobody knows stands for any resource of the request.
            yield return reachesAll ? request.Resource : pattern.Resolve(request.Context) ?? request.Resource;
        }
    }
}
