namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>Amazon GuardDuty: detectors, the organization's administrator and members, findings, filters, lists.</summary>
internal static class GuardDutyService
{
    public static void AddTo(ServiceRegistry registry)
    {
        Detectors.AddTo(registry);
        OrganizationConfiguration.AddTo(registry);
        Members.AddTo(registry);
        Findings.AddTo(registry);
        Filters.AddTo(registry);
        DetectorLists.AddTo(registry);
    }
}
