using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    private const string TrailAddress = "organization/trail";

    private bool CentralLogs => spec.Security.CloudTrail.State is SettingState.Managed || spec.Security.Config.State is SettingState.Managed;

    private string? BucketAddress => spec.AccountWithRole(AccountRole.LogArchive) is { } archive && CentralLogs
        ? In(archive.Key, HomeRegion, "log-bucket")
        : null;

    private string BucketName => LandwardNames.LogBucket(Reference.To(Reference.Account(spec.AccountWithRole(AccountRole.LogArchive)!.Key)), HomeRegion);

    private static string LogKey => Reference.To(Reference.KmsKey("logs"));

    private void AddLogArchive()
    {
        if (CentralLogs && spec.AccountWithRole(AccountRole.LogArchive) is { } archive)
        {
            var policies = new LogArchivePolicies(HomeRegion, Reference.To(Reference.Account(archive.Key)), BucketName);
            var key = Add(Wave.LogArchive, ResourceKind.KmsKey, In(archive.Key, HomeRegion, "kms-key/logs"), archive.Key, HomeRegion,
                new JsonObject
                {
                    ["alias"] = LandwardNames.KeyAlias,
                    ["description"] = "Landward: encrypts the central logs.",
                    ["policy"] = policies.Key(),
                    ["rotation"] = true,
                    ["tags"] = Tags("logs"),
                },
                dependsOn: [Ready(archive.Key), OrganizationAddress]);
            Add(Wave.LogArchive, ResourceKind.LogBucket, BucketAddress!, archive.Key, HomeRegion, Bucket(policies), dependsOn: [Ready(archive.Key), key.Address]);
        }
        AddTrailLogGroup();
        AddTrail();
    }

    private JsonObject Bucket(LogArchivePolicies policies)
    {
        var bucket = new JsonObject
        {
            ["bucket"] = BucketName,
            ["versioning"] = "Enabled",
            ["encryptionKey"] = LogKey,
            ["publicAccessBlock"] = true,
            ["objectOwnership"] = "BucketOwnerEnforced",
            ["policy"] = policies.Bucket(),
        };
        if (spec.Security.CloudTrail.Value?.RetentionDays is { } days)
            bucket["expirationDays"] = days;
        return bucket;
    }

    private void AddTrail()
    {
        var setting = spec.Security.CloudTrail;
        if (setting.State is SettingState.Unmanaged)
            return;
        var absent = setting.State is SettingState.Off || setting.Value is { Organization: false };
        var properties = new JsonObject { ["name"] = LandwardNames.Trail };
        if (!absent)
        {
            properties["bucket"] = BucketName;
            properties["kmsKey"] = LogKey;
            properties["multiRegion"] = true;
            properties["organization"] = true;
            properties["logFileValidation"] = true;
            properties["logging"] = true;
            if (HasAlarms)
            {
                properties["logGroup"] = TrailLogGroupArn;
                properties["logsRole"] = TrailRoleArn;
            }
        }
        Add(Wave.OrganizationTrail, ResourceKind.OrganizationTrail, TrailAddress, Management, HomeRegion, properties, absent,
            absent ? [] : [BucketAddress, TrustedAccessAddress("cloudtrail.amazonaws.com"), HasAlarms ? TrailLogGroupAddress : null, HasAlarms ? TrailRoleAddress : null]);
    }
}
