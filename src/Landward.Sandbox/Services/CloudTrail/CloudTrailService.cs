namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>AWS CloudTrail: trails, their selectors and status, and the event history.</summary>
internal static class CloudTrailService
{
    public static void AddTo(ServiceRegistry registry)
    {
        TrailOperations.AddTo(registry);
        TrailLogging.AddTo(registry);
        TrailSelectors.AddTo(registry);
        TrailTags.AddTo(registry);
        registry.Add("cloudtrail", "LookupEvents", EventHistory.LookupEvents);
    }
}
