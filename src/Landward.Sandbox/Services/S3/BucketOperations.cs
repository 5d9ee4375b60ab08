using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Buckets themselves: create, list, head, location, delete.</summary>
internal static class BucketOperations
{
    private const string DefaultRegion = "us-east-1";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "CreateBucket", CreateBucket);
        registry.Add("s3", "DeleteBucket", DeleteBucket);
        registry.Add("s3", "HeadBucket", HeadBucket);
        registry.Add("s3", "ListBuckets", ListBuckets);
        // CreateBucket makes general purpose buckets only, so there are no directory buckets.
        registry.Add("s3", "ListDirectoryBuckets", (_, _) => new JsonObject { ["Buckets"] = new JsonArray() });
        registry.Add("s3", "GetBucketLocation", GetBucketLocation);
    }

    private static JsonObject CreateBucket(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("Bucket", "InvalidBucketName");
        if (!BucketName.IsValid(name))
            throw new AwsErrorException("InvalidBucketName", "The specified bucket is not valid.", 400);
        var configuration = input.Structure("CreateBucketConfiguration");
        var region = ConstrainedRegion(call.Region, configuration?.Text("LocationConstraint"));
        if (call.BucketTable().Find(name) is { } existing)
        {
            if (!string.Equals(Buckets.Owner(existing), call.Account, StringComparison.Ordinal))
                throw new AwsErrorException("BucketAlreadyExists", "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.", 409);
            // The one Region where recreating an own bucket answers as if it had been created.
            if (!(region == DefaultRegion && Buckets.Region(existing) == DefaultRegion))
                throw new AwsErrorException("BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.", 409);
            return Created(name);
        }

        var ownership = input.Text("ObjectOwnership") ?? "BucketOwnerEnforced";
        var bucket = new JsonObject
        {
            ["Name"] = name,
            [StateLayout.Account] = call.Account,
            ["Region"] = region,
            ["CreationDate"] = call.Now.Timestamp(),
            // The defaults of new buckets since April 2023: https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
            [StateLayout.S3.PublicAccessBlock] = PublicAccessBlocks.AllBlocked(),
            [BucketConfigurations.OwnershipControls] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = ownership }) },
            [BucketConfigurations.Encryption] = BucketConfigurations.DefaultEncryption(),
        };
        configuration?.CopyMembers(bucket, StateLayout.Tags);
        if (input.Flag("ObjectLockEnabledForBucket") == true)
        {
            bucket[BucketConfigurations.Versioning] = "Enabled";
            bucket[BucketConfigurations.ObjectLock] = new JsonObject { ["ObjectLockEnabled"] = "Enabled" };
        }
        if (BucketAcls.FromInput(bucket, input) is { } grants)
        {
            BucketAcls.CheckAllowed(call, bucket, grants, isNew: true);
            bucket[BucketAcls.Grants] = grants;
        }
        call.BucketTable().Put(name, bucket);
        return Created(name);
    }

    private static JsonObject Created(string name) => new() { ["Location"] = "/" + name, ["BucketArn"] = "arn:aws:s3:::" + name };

    private static string ConstrainedRegion(string endpointRegion, string? constraint)
    {
        if (string.IsNullOrEmpty(constraint))
        {
            return endpointRegion == DefaultRegion
                ? DefaultRegion
                : throw new AwsErrorException("IllegalLocationConstraintException", "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.", 400);
        }
        if (constraint == DefaultRegion)
            throw new AwsErrorException("InvalidLocationConstraint", "The specified location-constraint is not valid", 400);
        var region = constraint == "EU" ? "eu-west-1" : constraint;
        // The us-east-1 endpoint creates buckets anywhere, the others only in their own Region.
        if (endpointRegion != DefaultRegion && region != endpointRegion)
            throw new AwsErrorException("IllegalLocationConstraintException", $"The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to.", 400);
        return region;
    }

    private static JsonObject DeleteBucket(CallContext call, JsonObject input)
    {
        var name = Buckets.Name(call.RequireBucket(input));
        var objects = new ObjectTable(call, name);
        if (objects.HasVersions)
            throw new AwsErrorException("BucketNotEmpty", objects.HasCurrent ? "The bucket you tried to delete is not empty" : "The bucket you tried to delete is not empty. You must delete all versions in the bucket.", 409);
        call.BucketTable().Remove(name);
        objects.Forget();
        return [];
    }

    private static JsonObject HeadBucket(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        return new JsonObject { ["BucketRegion"] = Buckets.Region(bucket), ["BucketArn"] = "arn:aws:s3:::" + Buckets.Name(bucket), ["AccessPointAlias"] = false };
    }

    private static JsonObject ListBuckets(CallContext call, JsonObject input)
    {
        var prefix = input.Text("Prefix") ?? string.Empty;
        var region = input.Text("BucketRegion");
        var own = call.BucketTable().List()
            .Select(entry => entry.Value)
            .Where(bucket => Buckets.Owner(bucket) == call.Account)
            .Where(bucket => Buckets.Name(bucket).StartsWith(prefix, StringComparison.Ordinal))
            .Where(bucket => region is null || Buckets.Region(bucket) == region)
            .ToList();
        var page = call.Page(own, input.Text("ContinuationToken"), input.Number("MaxBuckets"), 10_000, "InvalidArgument");
        var output = new JsonObject
        {
            ["Buckets"] = page.Items.Select(bucket => (JsonNode?)new JsonObject
            {
                ["Name"] = Buckets.Name(bucket),
                ["CreationDate"] = bucket.Text("CreationDate"),
                ["BucketRegion"] = Buckets.Region(bucket),
                ["BucketArn"] = "arn:aws:s3:::" + Buckets.Name(bucket),
            }).ToJsonArray(),
            ["Owner"] = Buckets.OwnerStructure(call.Account),
        };
        if (page.NextToken is not null)
            output["ContinuationToken"] = page.NextToken;
        if (prefix.Length > 0)
            output["Prefix"] = prefix;
        return output;
    }

    private static JsonObject GetBucketLocation(CallContext call, JsonObject input)
    {
        var region = Buckets.Region(call.RequireBucket(input));
        return region == DefaultRegion ? [] : new JsonObject { ["LocationConstraint"] = region };
    }
}
