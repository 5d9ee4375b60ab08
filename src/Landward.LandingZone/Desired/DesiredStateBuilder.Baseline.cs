using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.LandingZone.Desired;

internal sealed partial class DesiredStateBuilder
{
    private string? Recording(string account, string region) =>
        spec.Security.Config.State is SettingState.Managed ? In(account, region, "delivery-channel") : null;

    private void AddBaselines()
    {
        foreach (var account in AccountKeys)
        {
            AddAccountBaseline(account);
            foreach (var region in spec.Organization.Regions)
            {
                AddRecorder(account, region);
                AddRegionBaseline(account, region);
            }
        }
    }

    private void AddAccountBaseline(string account)
    {
        if (spec.Security.Config.State is SettingState.Managed)
        {
            Add(Wave.Baseline, ResourceKind.ServiceLinkedRole, In(account, null, "service-linked-roles/config"), account, null,
                new JsonObject { ["service"] = "config.amazonaws.com", ["role"] = "AWSServiceRoleForConfig" }, dependsOn: Ready(account));
        }
        if (spec.Access.PasswordPolicy is { } password)
        {
            // Character classes are part of the CIS baseline the lengths come from: a managed policy always asks for all four.
            var properties = new JsonObject { ["requireSymbols"] = true, ["requireNumbers"] = true, ["requireUppercaseCharacters"] = true, ["requireLowercaseCharacters"] = true };
            if (password.MinimumLength is { } length)
                properties["minimumPasswordLength"] = length;
            if (password.ReusePrevention is { } reuse)
                properties["passwordReusePrevention"] = reuse;
            if (password.MaxAgeDays is { } age)
                properties["maxPasswordAge"] = age;
            Add(Wave.Baseline, ResourceKind.PasswordPolicy, In(account, null, "password-policy"), account, null, properties, dependsOn: Ready(account));
        }
        if (spec.Security.S3PublicAccessBlock is { } block)
        {
            Add(Wave.Baseline, ResourceKind.S3AccountPublicAccessBlock, In(account, null, "s3-public-access-block"), account, null,
                new JsonObject { ["blockPublicAcls"] = true, ["ignorePublicAcls"] = true, ["blockPublicPolicy"] = true, ["restrictPublicBuckets"] = true },
                absent: !block, Ready(account));
        }
    }

    private void AddRecorder(string account, string region)
    {
        var setting = spec.Security.Config;
        if (setting.State is SettingState.Unmanaged)
            return;
        var off = setting.State is SettingState.Off;
        var recorder = Add(Wave.Baseline, ResourceKind.ConfigRecorder, In(account, region, "config-recorder"), account, region,
            off ? new JsonObject { ["name"] = LandwardNames.Config } : new JsonObject
            {
                ["name"] = LandwardNames.Config,
                ["role"] = $"arn:aws:iam::{Reference.To(Reference.Account(account))}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
                ["allSupported"] = true,
                // Global resource types are recorded once, in the home Region, or every change would be paid for per Region.
                ["includeGlobalResourceTypes"] = region == HomeRegion,
            },
            off, off ? [] : [In(account, null, "service-linked-roles/config")]);
        if (off)
            return;
        Add(Wave.Baseline, ResourceKind.DeliveryChannel, In(account, region, "delivery-channel"), account, region,
            new JsonObject { ["name"] = LandwardNames.Config, ["bucket"] = BucketName, ["kmsKey"] = LogKey, ["recording"] = true },
            dependsOn: [recorder.Address, BucketAddress]);
    }

    private void AddRegionBaseline(string account, string region)
    {
        if (spec.Security.EbsEncryption is { } encrypt)
        {
            Add(Wave.Baseline, ResourceKind.EbsDefaultEncryption, In(account, region, "ebs-default-encryption"), account, region,
                new JsonObject { ["enabled"] = true }, absent: !encrypt, Ready(account));
        }
        if (spec.Security.ImdsTokensRequired is { } required)
        {
            Add(Wave.Baseline, ResourceKind.InstanceMetadataDefaults, In(account, region, "instance-metadata-defaults"), account, region,
                new JsonObject { ["httpTokens"] = required ? "required" : "optional" }, dependsOn: Ready(account));
        }
    }
}
