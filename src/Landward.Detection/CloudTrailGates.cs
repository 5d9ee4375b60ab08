using Landward.Detection.Baselines;
using Landward.Detection.Organizations;

namespace Landward.Detection;

/// <summary>The gates of one worker, in the order in which they are asked: cheap ones first.</summary>
internal static class CloudTrailGates
{
    /// <param name="texts">Those of the worker.</param>
    public static MatchGate[] Create(CloudTrailRules rules, MatchTexts texts, DetectionOptions options, DetectionRun run) =>
    [
        new OrganizationConditionGate(rules.Organization),
        new ListGate(options.Lists),
        .. rules.Rules.Any(rule => rule.Extension.Baseline is not null) ? [new BaselineGate(rules.Rules, texts, options, run)] : Array.Empty<MatchGate>(),
        new AccountGate(options),
    ];
}
