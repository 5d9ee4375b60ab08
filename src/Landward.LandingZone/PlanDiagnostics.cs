using Landward.LandingZone.Quotas;
using Landward.Model;

namespace Landward.LandingZone;

/// <summary>The diagnostics of plan and apply, LW12xx. Each code has its paragraph in docs/diagnostics.md.</summary>
internal static class PlanDiagnostics
{
    public const string UnreadableCode = "LW1201";

    public static Diagnostic Unreadable(string address, string reason) =>
        Diagnostic.Error(UnreadableCode, "the actual state of a resource could not be read", $"`{address}` was left out of the plan: {reason}. The plan is partial; what is missing from it is unknown, not unchanged.", null, address);

    public static Diagnostic UnmanagedAccount(string id, string name, bool deny)
    {
        const string Summary = "the organization has an account the spec does not name";
        var detail = $"The account `{id}` (`{name}`) is not in the spec, so nothing but inherited guardrails reaches it. Add it under `accounts:`, or say what you want with `organization.unmanagedAccounts`.";
        return deny ? Diagnostic.Error("LW1202", Summary, detail, null, "accounts/" + id) : Diagnostic.Warning("LW1202", Summary, detail, null, "accounts/" + id);
    }

    public static Diagnostic QuotaExceeded(Quota quota, int count, string address)
    {
        const string Summary = "an AWS quota would be exceeded";
        var detail = $"`{address}` needs {count} {Words(quota.Name)}; the quota is {quota.Value} ({quota.Source}, as of {quota.AsOf})."
            + (quota.Adjustable ? " AWS raises it on request: check yours before you apply." : " AWS does not raise it.");
        return quota.Adjustable ? Diagnostic.Warning("LW1203", Summary, detail, null, address) : Diagnostic.Error("LW1203", Summary, detail, null, address);
    }

    public static Diagnostic ControlNotApplied(string id) =>
        Diagnostic.Warning("LW1204", "a selected control is not applied by this version", $"The control `{id}` is selected, but plan and apply of this version attach service control policies only. What it asks for is not made.", null, id);

    public static Diagnostic WrongManagementAccount(string expected, string found) =>
        Diagnostic.Warning("LW1205", "the management account has another e-mail address", $"The spec gives `{expected}`, the organization says `{found}`. Check that these are the credentials of the organization you mean.", null, "organization");

    public static Diagnostic ChangeFailed(string address, string reason) =>
        Diagnostic.Error("LW1206", "a change failed", $"`{address}`: {reason}. What does not depend on it went on; run apply again to continue.", null, address);

    public static Diagnostic ReadBackDiffers(string address, string members) =>
        Diagnostic.Error("LW1207", "a change did not take effect", $"AWS accepted the change of `{address}`, but reading it back shows other values for {members}. Something else may change it at the same time; plan again to see what differs.", null, address);

    public static Diagnostic NotAMemberOfManagement(string account, string management) =>
        Diagnostic.Error("LW1208", "the credentials are not those of the management account", $"The credentials belong to account `{account}`, but the organization is managed by `{management}`. Use credentials of the management account.", null, "organization");

    public static Diagnostic PlanRefused() =>
        Diagnostic.Error("LW1209", "a plan with errors is not applied", "The plan has errors or does not cover the whole organization. Correct what its diagnostics say and plan again.");

    private static string Words(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
