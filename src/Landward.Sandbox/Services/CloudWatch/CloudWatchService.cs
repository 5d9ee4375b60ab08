namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>Amazon CloudWatch: metrics, metric alarms, composite alarms.</summary>
internal static class CloudWatchService
{
    public const string Name = "cloudwatch";

    /// <summary>The code of errors in an input.</summary>
    public const string Invalid = "ValidationError";

    public static void AddTo(ServiceRegistry registry)
    {
        MetricOperations.AddTo(registry);
        AlarmOperations.AddTo(registry);
        AlarmChanges.AddTo(registry);
    }
}
