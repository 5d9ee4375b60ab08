namespace Landward.Sandbox.Services.Events;

/// <summary>Amazon EventBridge: buses, rules, targets, putting events.</summary>
internal static class EventsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        EventBuses.AddTo(registry);
        EventRules.AddTo(registry);
        RuleTargets.AddTo(registry);
        EventPublishing.AddTo(registry);
    }
}
