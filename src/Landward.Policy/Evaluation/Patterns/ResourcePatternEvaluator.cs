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
    private const string Everything = "*";

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
        // Some actions "do not allow you to specify individual resources": the request is checked against "*" alone.
        if (request.Resource == Everything && resourceTypes.IsEmpty && IamFacts.Current.FindAction(request.Action) is { IsWildcardOnly: true })
            request = request.WithoutResourceType();
        var whole = decide(request);
        if (!request.Target.IsPattern)
        {
            var type = resourceTypes.FirstOrDefault(item => item.ResourceType.Matches(request.Resource))?.ResourceType.Name;
            return new ResourcePatternDecision(whole.Outcome, [new ResourcePatternResult(type, request.Resource, whole)], IsPattern: false);
        }
        var decisions = whole.Outcome switch
        {
            DecisionOutcome.Allowed => Decisions(request, policies, whole, decide),
            DecisionOutcome.ExplicitDeny => [(request.Resource, whole)],
            _ => [],
        };
        IamResourceType?[] types = resourceTypes.IsEmpty ? [null] : [.. resourceTypes.Select(item => item.ResourceType).Where(type => type.MayBeNamedBy(request.Resource))];
        var results = from type in types
                      from item in decisions
                      where type is null || type.MayBeNamedBy(item.Pattern)
                      select new ResourcePatternResult(type?.Name, item.Pattern, item.Decision);
        ResourcePatternResult[] found = [.. results];
        return new ResourcePatternDecision(Overall(found, whole), [.. found], IsPattern: true);
    }

    private static DecisionOutcome Overall(ResourcePatternResult[] found, ResidualDecision whole)
    {
        if (Array.Exists(found, result => result.Decision.IsAllowed))
            return DecisionOutcome.Allowed;
        var denied = found.Length == 0 ? whole.Outcome == DecisionOutcome.ExplicitDeny : Array.TrueForAll(found, result => result.Decision.Outcome == DecisionOutcome.ExplicitDeny);
        return denied ? DecisionOutcome.ExplicitDeny : DecisionOutcome.ImplicitDeny;
    }

    /// <summary>One decision for each pattern that an Allow statement of the action names, in the order of the statements.</summary>
    private static List<(string Pattern, ResidualDecision Decision)> Decisions(
        AuthorizationRequest request, PolicySet policies, ResidualDecision whole, Func<AuthorizationRequest, ResidualDecision> decide)
    {
        var part = new TakingPart(request, policies);
        var found = new List<(string, ResidualDecision)>();
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        if (part.RootPower && patterns.Add(request.Resource))
            found.Add((request.Resource, whole));
        foreach (var policy in part.Identity ? policies.Identity.AddRange(policies.ResourcePolicies) : policies.ResourcePolicies)
        {
            foreach (var statement in policy.Document.Statements)
            {
                if (statement.Effect != Effect.Allow || !statement.MatchesAction(request))
                    continue;
                foreach (var (pattern, reached) in PatternsOf(request, statement.ResourceSet))
                {
                    if (patterns.Add(pattern))
                        found.Add((pattern, reached is null ? whole : decide(request.Within(reached))));
                }
            }
        }
        return found;
    }

    /// <summary>What a statement reaches of the request, as it is written; with null where it reaches all of it.</summary>
    private static IEnumerable<(string Pattern, string? Reached)> PatternsOf(AuthorizationRequest request, ResourceSet? resources)
    {
        if (resources is null or { IsNegated: true })
        {
            if (resources?.Matches(request.Target, request.Context, Effect.Allow) != Truth.False)
                yield return (resources is null ? request.Resource : Everything, null);
            yield break;
        }
        foreach (var pattern in resources.Patterns.ToArray())
        {
            if (pattern.Intersects(request.Target, request.Context) == Truth.False)
                continue;
            // A pattern whose variables nobody knows stands for any resource of the request.
            var reached = pattern.Covers(request.Target, request.Context) == Truth.True ? null : pattern.Resolve(request.Context);
            yield return (pattern.Source, reached);
        }
    }
}
