using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services.GuardDuty;

/// <summary>The finding types samples can be asked for, with the severity AWS documents for each (https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-active.html).</summary>
internal static class SampleFindings
{
    private const string Instance = "Instance";
    private const string AccessKey = "AccessKey";
    private const string Bucket = "S3Bucket";

    private static readonly Dictionary<string, (double Severity, string Resource)> Samples = new(StringComparer.Ordinal)
    {
        ["Backdoor:EC2/C&CActivity.B!DNS"] = (8, Instance),
        ["CryptoCurrency:EC2/BitcoinTool.B!DNS"] = (8, Instance),
        ["UnauthorizedAccess:EC2/SSHBruteForce"] = (2, Instance),
        ["UnauthorizedAccess:EC2/TorClient"] = (8, Instance),
        ["Recon:EC2/PortProbeUnprotectedPort"] = (2, Instance),
        ["Trojan:EC2/DNSDataExfiltration"] = (8, Instance),
        ["CredentialAccess:IAMUser/AnomalousBehavior"] = (5, AccessKey),
        ["DefenseEvasion:IAMUser/AnomalousBehavior"] = (5, AccessKey),
        ["Discovery:IAMUser/AnomalousBehavior"] = (2, AccessKey),
        ["Exfiltration:IAMUser/AnomalousBehavior"] = (8, AccessKey),
        ["Impact:IAMUser/AnomalousBehavior"] = (8, AccessKey),
        ["Persistence:IAMUser/AnomalousBehavior"] = (5, AccessKey),
        ["Policy:IAMUser/RootCredentialUsage"] = (2, AccessKey),
        ["PrivilegeEscalation:IAMUser/AnomalousBehavior"] = (5, AccessKey),
        ["Recon:IAMUser/MaliciousIPCaller.Custom"] = (5, AccessKey),
        ["Stealth:IAMUser/CloudTrailLoggingDisabled"] = (2, AccessKey),
        ["Stealth:IAMUser/PasswordPolicyChange"] = (2, AccessKey),
        ["UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B"] = (5, AccessKey),
        ["UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS"] = (8, AccessKey),
        ["UnauthorizedAccess:IAMUser/TorIPCaller"] = (5, AccessKey),
        ["Discovery:S3/TorIPCaller"] = (5, Bucket),
        ["Exfiltration:S3/AnomalousBehavior"] = (8, Bucket),
        ["Impact:S3/AnomalousBehavior.Delete"] = (8, Bucket),
        ["Policy:S3/AccountBlockPublicAccessDisabled"] = (2, Bucket),
        ["Policy:S3/BucketAnonymousAccessGranted"] = (8, Bucket),
        ["Stealth:S3/ServerAccessLoggingDisabled"] = (2, Bucket),
    };

    public static IReadOnlyCollection<string> Types => Samples.Keys;

    public static JsonObject Create(string type)
    {
        var (severity, resourceType) = Samples[type];
        var resource = new JsonObject { ["ResourceType"] = resourceType };
        switch (resourceType)
        {
            case Instance:
                resource["InstanceDetails"] = new JsonObject { ["InstanceId"] = "i-99999999", ["InstanceType"] = "m3.xlarge", ["ImageId"] = "ami-99999999" };
                break;
            case Bucket:
                resource["S3BucketDetails"] = new JsonArray(new JsonObject { ["Name"] = "bucketName", ["Arn"] = "arn:aws:s3:::bucketName", ["Type"] = "Destination" });
                break;
        }
        if (resourceType != Instance)
            resource["AccessKeyDetails"] = new JsonObject { ["AccessKeyId"] = "GeneratedFindingAccessKeyId", ["PrincipalId"] = "GeneratedFindingPrincipalId", ["UserType"] = "IAMUser", ["UserName"] = "GeneratedFindingUserName" };
        return new JsonObject
        {
            ["Type"] = type,
            ["Severity"] = severity,
            ["Title"] = $"[SAMPLE] {type}",
            ["Description"] = $"[SAMPLE] A generated finding of type {type}.",
            ["Resource"] = resource,
            ["Service"] = new JsonObject { ["ResourceRole"] = "TARGET", ["AdditionalInfo"] = new JsonObject { ["Value"] = "{\"sample\":true}", ["Type"] = "default" } },
        };
    }
}
