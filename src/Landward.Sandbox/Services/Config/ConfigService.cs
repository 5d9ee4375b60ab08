namespace Landward.Sandbox.Services.Config;

/// <summary>AWS Config: recorder, delivery channel, aggregators, rules.</summary>
internal static class ConfigService
{
    public static void AddTo(ServiceRegistry registry)
    {
        ConfigurationRecorders.AddTo(registry);
        DeliveryChannels.AddTo(registry);
        ConfigurationAggregators.AddTo(registry);
        ConfigRules.AddTo(registry);
        OrganizationConfigRules.AddTo(registry);
    }
}
