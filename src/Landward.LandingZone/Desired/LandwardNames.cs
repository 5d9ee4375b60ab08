namespace Landward.LandingZone.Desired;

/// <summary>The names Landward gives. Guardrails protect everything called <see cref="Prefix"/>*.</summary>
public static class LandwardNames
{
    public const string Prefix = "landward-";
    public const string KeyTag = "landward:key";

    public const string RolePath = "/landward/";
    public const string ExecutionRole = "LandwardExecution";
    public const string ExecutionRoleArnPattern = "arn:aws:iam::*:role/landward/LandwardExecution";
    public const string AggregatorRole = "LandwardConfigAggregator";

    public const string Trail = "landward-organization-trail";
    public const string KeyAlias = "alias/landward-logs";
    public const string TrailLogGroup = "landward-organization-trail";
    public const string TrailRole = "LandwardTrailDelivery";
    public const string AlarmTopic = "landward-alarms";
    public const string Topic = "landward-security-alerts";
    public const string FindingsRule = "landward-security-findings";
    public const string Config = "landward";
    public const string ExternalAnalyzer = "landward-external-access";
    public const string UnusedAnalyzer = "landward-unused-access";
    public const string IsolationPolicy = "landward-isolation";

    /// <summary>Units whose accounts may do nothing, by key.</summary>
    public const string QuarantineUnit = "quarantine";
    public const string SuspendedUnit = "suspended";

    /// <summary>The unit whose guardrails change first, by key.</summary>
    public const string CanaryUnit = "canary";

    /// <summary>The central log bucket of the log archive account.</summary>
    public static string LogBucket(string logArchiveAccount, string homeRegion) => $"landward-logs-{logArchiveAccount}-{homeRegion}";

    /// <summary>The n-th service control policy of a target; n starts at 1, the empty path is the root.</summary>
    public static string ControlPolicy(string unitPath, int n) => $"landward-{(unitPath.Length == 0 ? "root" : unitPath.Replace('/', '-'))}-{n}";

    internal static string BoundaryPolicy(string permissionSet) => $"landward-{permissionSet}-boundary";
}
