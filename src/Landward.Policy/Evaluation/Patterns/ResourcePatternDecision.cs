using System.Collections.Immutable;

namespace Landward.Policy;

/// <summary>The answer to a request over many resources, such as <c>arn:aws:s3:::data/*</c>: one decision for each pattern that policies tell apart.</summary>
/// <param name="Overall">Allowed when some pattern is; explicitly denied when every pattern is; else implicitly denied.</param>
/// <param name="Results">
/// When the request as a whole may be allowed: a decision for every pattern that an Allow statement of the action names, by
/// resource type. When a Deny covers the whole request: that decision alone. For a single resource, or an action that knows
/// no resource types, its one decision.
/// </param>
/// <param name="IsPattern">The request is about many resources.</param>
public sealed record ResourcePatternDecision(DecisionOutcome Overall, ImmutableArray<ResourcePatternResult> Results, bool IsPattern);

/// <summary>The decision about the resources of a request that match a pattern.</summary>
/// <param name="ResourceType">The service's name for them, such as <c>object</c>; null when the facts do not know the action.</param>
/// <param name="Pattern">
/// The pattern of the Allow statement that reaches them, as written, <c>*</c> for a NotResource element. The decision is about
/// those of the request's resources that match it. The request's own where a statement names no resource or a Deny covers all.
/// </param>
public sealed record ResourcePatternResult(string? ResourceType, string Pattern, ResidualDecision Decision);
