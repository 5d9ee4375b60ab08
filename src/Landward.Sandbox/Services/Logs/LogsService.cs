namespace Landward.Sandbox.Services.Logs;

/// <summary>Amazon CloudWatch Logs: groups, streams, events, metric filters, resource policies.</summary>
internal static class LogsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        LogGroups.AddTo(registry);
        LogStreams.AddTo(registry);
        LogEvents.AddTo(registry);
        MetricFilters.AddTo(registry);
        LogResourcePolicies.AddTo(registry);
    }
}
