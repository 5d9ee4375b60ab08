namespace Landward.LandingZone.Desired;

/// <summary>
/// The order of apply. A wave starts when the one before has ended, whatever its result; only a failed dependency stops a
/// resource. Preventive guardrails come last, so that they cannot block the baseline; isolation comes first.
/// </summary>
public enum Wave
{
    Organization = 1,
    Units = 2,
    Accounts = 3,
    LogArchive = 4,
    OrganizationTrail = 5,
    DelegatedAdministrators = 6,
    Baseline = 7,
    Security = 8,
    Alerting = 9,
    Access = 10,
    CanaryGuardrails = 11,
    Guardrails = 12,
}
