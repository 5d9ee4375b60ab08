using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The answer to a request over many resources, such as <c>arn:aws:s3:::data/*</c>: one decision for each pattern that policies tell apart.</summary>
/// <param name="Overall">Allowed when some pattern is; else explicitly denied when some pattern is; else implicitly denied.</param>
/// <param name="Results">
/// The patterns that are allowed or explicitly denied, by resource type; for a request about a single resource its one
/// decision, whatever that is.
/// </param>
/// <param name="IsPattern">The request is about many resources.</param>
public sealed record ResourcePatternDecision(DecisionOutcome Overall, ImmutableArray<ResourcePatternResult> Results, bool IsPattern);

/// <summary>The decision about the resources of a request that match a pattern.</summary>
/// <param name="ResourceType">The service's name for them, such as <c>object</c>; null when the facts do not know the action.</param>
/// <param name="Pattern">The pattern of the Allow statement that reaches them, or the request's own when that reaches less.</param>
public sealed record ResourcePatternResult(string? ResourceType, string Pattern, ResidualDecision Decision);
