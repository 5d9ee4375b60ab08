namespace Landward.Sandbox.Services.SecurityHub;

/// <summary>AWS Security Hub: hubs, standards, the organization's administrator and members, findings, aggregation.</summary>
internal static class SecurityHubService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Hubs.AddTo(registry);
        Standards.AddTo(registry);
        HubMembers.AddTo(registry);
        FindingAggregators.AddTo(registry);
        SecurityFindings.AddTo(registry);
    }
}
