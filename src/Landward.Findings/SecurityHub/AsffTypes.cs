using System.Collections.Frozen;
using Landward.Model;

namespace Landward.Findings.SecurityHub;

/// <summary>
/// The finding types of the AWS Security Finding Format, <c>namespace/category/classifier</c>. Source: "Types taxonomy for ASFF",
/// Security Hub User Guide; the threat purposes are GuardDuty's ("GuardDuty finding format").
/// </summary>
internal static class AsffTypes
{
    private const string Configuration = "Software and Configuration Checks/AWS Security Best Practices";

    private static readonly FrozenDictionary<string, string> ByPurpose = new Dictionary<string, string>
    {
        ["Backdoor"] = "TTPs/Command and Control",
        ["Behavior"] = "Unusual Behaviors/User",
        ["CredentialAccess"] = "TTPs/Credential Access",
        ["CryptoCurrency"] = "Effects/Resource Consumption",
        ["DefenseEvasion"] = "TTPs/Defense Evasion",
        ["Discovery"] = "TTPs/Discovery",
        ["Execution"] = "TTPs/Execution",
        ["Exfiltration"] = "Effects/Data Exfiltration",
        ["Impact"] = "Effects/Data Destruction",
        ["InitialAccess"] = "TTPs/Initial Access",
        ["PenTest"] = "TTPs/Discovery",
        ["Persistence"] = "TTPs/Persistence",
        ["PrivilegeEscalation"] = "TTPs/Privilege Escalation",
        ["Recon"] = "TTPs/Discovery",
        ["Stealth"] = "TTPs/Defense Evasion",
        ["Trojan"] = "TTPs/Command and Control",
        ["UnauthorizedAccess"] = "TTPs/Initial Access",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The type in the format's taxonomy; a slash inside the classifier becomes a hyphen, as in GuardDuty's own findings.</summary>
    public static string For(Finding finding)
    {
        var colon = finding.Type.IndexOf(':', StringComparison.Ordinal);
        var category = colon > 0 ? ByPurpose.GetValueOrDefault(finding.Type[..colon], Configuration) : Configuration;
        return $"{category}/{finding.Type.Replace('/', '-')}";
    }
}
