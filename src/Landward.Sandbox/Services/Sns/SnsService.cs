namespace Landward.Sandbox.Services.Sns;

/// <summary>Amazon SNS: topics, subscriptions, publishing.</summary>
internal static class SnsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        TopicOperations.AddTo(registry);
        SubscriptionOperations.AddTo(registry);
        MessagePublishing.AddTo(registry);
    }
}
