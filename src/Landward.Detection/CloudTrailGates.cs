using Landward.Detection.Organizations;

namespace Landward.Detection;

/// <summary>The gates of one worker, in the order in which they are asked: cheap ones first.</summary>
internal static class CloudTrailGates
{
    public static MatchGate[] Create(CloudTrailRules rules, DetectionOptions options) =>
    [
        new OrganizationConditionGate(rules.Organization),
        new AccountGate(options),
    ];
}
