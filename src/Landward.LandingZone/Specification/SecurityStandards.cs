using System.Collections.Immutable;

namespace Landward.LandingZone.Specification;

/// <summary>
/// Security Hub standards and GuardDuty protection plans by the names the spec uses.
/// Sources: Security Hub User Guide, "Standards reference"; GuardDuty API reference, OrganizationFeatureConfiguration; 2026.
/// </summary>
internal static class SecurityStandards
{
    /// <summary>Standard name to the resource part of its ARN.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Resources = new Dictionary<string, string>
    {
        ["fsbp"] = "standards/aws-foundational-security-best-practices/v/1.0.0",
        ["cis-1.4"] = "standards/cis-aws-foundations-benchmark/v/1.4.0",
        ["nist-800-53-r5"] = "standards/nist-800-53/v/5.0.0",
        ["pci-dss-3.2.1"] = "standards/pci-dss/v/3.2.1",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableSortedDictionary<string, string> Features = new Dictionary<string, string>
    {
        ["s3"] = "S3_DATA_EVENTS",
        ["eks"] = "EKS_AUDIT_LOGS",
        ["malware"] = "EBS_MALWARE_PROTECTION",
        ["rds"] = "RDS_LOGIN_EVENTS",
        ["lambda"] = "LAMBDA_NETWORK_LOGS",
        ["runtime"] = "RUNTIME_MONITORING",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static string Arn(string standard, string region) => $"arn:aws:securityhub:{region}::{Resources[standard]}";

    public static bool IsStandard(string name) => Resources.ContainsKey(name);

    public static string? Feature(string plan) => Features.GetValueOrDefault(plan);
}
