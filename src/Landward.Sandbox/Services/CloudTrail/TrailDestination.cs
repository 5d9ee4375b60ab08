using System.Text.Json.Nodes;
using Landward.Model;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.CloudTrail;

/// <summary>
/// Checks, as CloudTrail does before it accepts a trail, that it will be able to deliver: bucket and its policy, key and its
/// policy, log group and role, and for an organization trail the organization.
/// </summary>
internal static class TrailDestination
{
    private const string Principal = "cloudtrail.amazonaws.com";

    public static void Check(CallContext call, JsonObject trail)
    {
        if (trail.Flag("IsOrganizationTrail") == true)
            CheckOrganization(call);
        if (trail.Flag("IsMultiRegionTrail") == true && trail.Flag("IncludeGlobalServiceEvents") == false)
            throw new AwsErrorException("InvalidParameterCombinationException", "Multi-Region trail must include global service events.");
        CheckBucket(call, trail);
        if (trail.Text("KmsKeyId") is { } key)
            CheckKey(call, trail, key);
        CheckLogGroup(trail);
    }

    private static void CheckOrganization(CallContext call)
    {
        if (OrganizationPath.Of(call.State, call.Account) is not { } path)
            throw new AwsErrorException("OrganizationsNotInUseException", "Your account is not a member of an organization.");
        if (path.ManagementAccount != call.Account)
            throw new AwsErrorException("NotOrganizationMasterAccountException", "The account making the request is not the management account of the organization.");
        var access = call.TableOf(StateLayout.Organizations.Service, call.Account, ResourceKey.Global, StateLayout.Organizations.ServiceAccess);
        if (!access.Contains(Principal))
            throw new AwsErrorException("CloudTrailAccessNotEnabledException", "Trusted access for AWS CloudTrail is not enabled in your organization: enable it with EnableAWSServiceAccess for cloudtrail.amazonaws.com.");
    }

    private static void CheckBucket(CallContext call, JsonObject trail)
    {
        var bucket = trail.RequiredText("S3BucketName");
        if (!call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.Bucket).Contains(bucket))
            throw new AwsErrorException("S3BucketDoesNotExistException", $"S3 bucket {bucket} does not exist!");
        if (call.ServiceAccess is not { } access)
            return;
        var prefix = trail.Text("S3KeyPrefix") is { Length: > 0 } text ? text.TrimEnd('/') + "/" : string.Empty;
        (string, string) source = ("aws:SourceArn", trail.RequiredText("TrailARN"));
        (string, string) acl = ("s3:x-amz-acl", "bucket-owner-full-control");
        var allowed = access.Allows(Principal, "s3:GetBucketAcl", $"arn:aws:s3:::{bucket}", source)
            && access.Allows(Principal, "s3:PutObject", $"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{call.Account}/probe", source, acl);
        if (allowed && trail.Flag("IsOrganizationTrail") == true && OrganizationPath.Of(call.State, call.Account) is { } path)
            allowed = access.Allows(Principal, "s3:PutObject", $"arn:aws:s3:::{bucket}/{prefix}AWSLogs/{path.OrganizationId}/{call.Account}/probe", source, acl);
        if (!allowed)
            throw new AwsErrorException("InsufficientS3BucketPolicyException", $"Incorrect S3 bucket policy is detected for bucket: {bucket}");
    }

    private static void CheckKey(CallContext call, JsonObject trail, string key)
    {
        var resource = ResourceLocator.Locate(call.State, "kms:GenerateDataKey", key, call.Account, call.Region);
        if (!Arn.TryParse(resource.Arn, out var arn) || !arn.Resource.StartsWith("key/", StringComparison.Ordinal)
            || !call.TableOf(StateLayout.Kms.Service, arn.Account, arn.Region, StateLayout.Kms.Key).Contains(arn.Resource["key/".Length..]))
            throw new AwsErrorException("KmsKeyNotFoundException", $"The KMS key {key} does not exist, or the S3 bucket and the KMS key are not in the same region.");
        trail["KmsKeyId"] = resource.Arn;
        if (call.ServiceAccess?.Allows(Principal, "kms:GenerateDataKey", resource.Arn, ("aws:SourceArn", trail.RequiredText("TrailARN")), ("kms:EncryptionContext:aws:cloudtrail:arn", trail.RequiredText("TrailARN"))) == false)
            throw new AwsErrorException("InsufficientEncryptionPolicyException", $"Insufficient permissions to access S3 bucket {trail.Text("S3BucketName")} or KMS key {resource.Arn}.");
    }

    private static void CheckLogGroup(JsonObject trail)
    {
        var (group, role) = (trail.Text("CloudWatchLogsLogGroupArn"), trail.Text("CloudWatchLogsRoleArn"));
        if (group is { Length: > 0 } && role is not { Length: > 0 })
            throw new AwsErrorException("InvalidCloudWatchLogsRoleArnException", "You must specify both the log group and the role.");
        if (role is { Length: > 0 } && group is not { Length: > 0 })
            throw new AwsErrorException("InvalidCloudWatchLogsLogGroupArnException", "You must specify both the log group and the role.");
    }
}
