using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Versioning and object lock of buckets, which depend on each other.</summary>
internal static class BucketVersioning
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutBucketVersioning", PutBucketVersioning);
        registry.Add("s3", "GetBucketVersioning", GetBucketVersioning);
        registry.Add("s3", "PutObjectLockConfiguration", PutObjectLockConfiguration);
        registry.Add("s3", "GetObjectLockConfiguration", GetObjectLockConfiguration);
    }

    private static JsonObject PutBucketVersioning(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var configuration = input.Structure("VersioningConfiguration") ?? throw S3Errors.MalformedXml();
        var status = configuration.Text("Status");
        if (status is not (null or "Enabled" or "Suspended"))
            throw S3Errors.MalformedXml();
        if (status == "Suspended" && bucket.Structure(BucketConfigurations.ObjectLock) is not null)
            throw S3Errors.InvalidBucketState("An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.");
        call.BucketTable().Update(Buckets.Name(bucket), document =>
        {
            if (status is not null)
                document[BucketConfigurations.Versioning] = status;
            if (configuration.Text("MFADelete") is { } mfaDelete)
                document["MFADelete"] = mfaDelete;
        });
        return [];
    }

    private static JsonObject GetBucketVersioning(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var output = new JsonObject();
        if (bucket.Text(BucketConfigurations.Versioning) is { } status)
            output["Status"] = status;
        if (bucket.Text("MFADelete") is { } mfaDelete)
            output["MFADelete"] = mfaDelete;
        return output;
    }

    private static JsonObject PutObjectLockConfiguration(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var configuration = input.Structure("ObjectLockConfiguration") ?? throw S3Errors.MalformedXml();
        if (configuration.Text("ObjectLockEnabled") != "Enabled")
            throw S3Errors.MalformedXml();
        if (bucket.Text(BucketConfigurations.Versioning) != "Enabled")
            throw S3Errors.InvalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
        if (configuration.Structure("Rule")?.Structure("DefaultRetention") is { } retention)
        {
            var (days, years) = (retention.Number("Days"), retention.Number("Years"));
            if (retention.Text("Mode") is not ("GOVERNANCE" or "COMPLIANCE") || days is null == years is null)
                throw S3Errors.MalformedXml();
            if ((days ?? years) is <= 0)
                throw S3Errors.InvalidArgument("Default retention period must be a positive integer value.");
            if (days > 36_500 || years > 100)
                throw S3Errors.InvalidArgument("Default retention period too large.");
        }
        return BucketConfigurations.Store(call, input, BucketConfigurations.ObjectLock, configuration);
    }

    private static JsonObject GetObjectLockConfiguration(CallContext call, JsonObject input) =>
        call.RequireBucket(input).Structure(BucketConfigurations.ObjectLock) is { } configuration
            ? new JsonObject { ["ObjectLockConfiguration"] = configuration.DeepClone() }
            : throw new AwsErrorException("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket", 404);
}
