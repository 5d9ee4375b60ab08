using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>
/// Sub-resources of a bucket that are stored and answered as they were put: encryption, ownership controls, lifecycle, tagging,
/// logging, notification, CORS, website, replication, payer, acceleration; with the checks S3 makes on each.
/// </summary>
internal static class BucketConfigurations
{
    public const string Encryption = "Encryption";
    public const string OwnershipControls = "OwnershipControls";
    public const string Versioning = "Versioning";
    public const string ObjectLock = "ObjectLock";
    public const string Lifecycle = "Lifecycle";
    public const string Logging = "Logging";
    public const string Notification = "Notification";

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutBucketEncryption", PutBucketEncryption);
        registry.Add("s3", "GetBucketEncryption", (call, input) => Wrapped(call, input, Encryption, "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError", "The server side encryption configuration was not found"));
        registry.Add("s3", "DeleteBucketEncryption", (call, input) => Store(call, input, Encryption, DefaultEncryption()));

        registry.Add("s3", "PutBucketOwnershipControls", PutBucketOwnershipControls);
        registry.Add("s3", "GetBucketOwnershipControls", (call, input) => Wrapped(call, input, OwnershipControls, "OwnershipControls", "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"));
        registry.Add("s3", "DeleteBucketOwnershipControls", (call, input) => Remove(call, input, OwnershipControls));

        registry.Add("s3", "PutBucketLifecycleConfiguration", PutBucketLifecycleConfiguration);
        registry.Add("s3", "GetBucketLifecycleConfiguration", (call, input) => Spread(call, input, Lifecycle, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"));
        registry.Add("s3", "DeleteBucketLifecycle", (call, input) => Remove(call, input, Lifecycle));

        registry.Add("s3", "PutBucketTagging", PutBucketTagging);
        registry.Add("s3", "GetBucketTagging", GetBucketTagging);
        registry.Add("s3", "DeleteBucketTagging", (call, input) => Remove(call, input, StateLayout.Tags));

        registry.Add("s3", "PutBucketLogging", PutBucketLogging);
        registry.Add("s3", "GetBucketLogging", (call, input) => Spread(call, input, Logging));

        registry.Add("s3", "GetBucketNotificationConfiguration", (call, input) => Spread(call, input, Notification));
        registry.Add("s3", "PutBucketNotificationConfiguration", BucketNotifications.PutBucketNotificationConfiguration);

        registry.Add("s3", "PutBucketCors", (call, input) => Store(call, input, "Cors", input.Structure("CORSConfiguration") ?? throw S3Errors.MalformedXml()));
        registry.Add("s3", "GetBucketCors", (call, input) => Spread(call, input, "Cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"));
        registry.Add("s3", "DeleteBucketCors", (call, input) => Remove(call, input, "Cors"));

        registry.Add("s3", "PutBucketWebsite", (call, input) => Store(call, input, "Website", input.Structure("WebsiteConfiguration") ?? throw S3Errors.MalformedXml()));
        registry.Add("s3", "GetBucketWebsite", (call, input) => Spread(call, input, "Website", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"));
        registry.Add("s3", "DeleteBucketWebsite", (call, input) => Remove(call, input, "Website"));

        registry.Add("s3", "GetBucketReplication", (call, input) => Wrapped(call, input, "Replication", "ReplicationConfiguration", "ReplicationConfigurationNotFoundError", "The replication configuration was not found"));
        registry.Add("s3", "GetBucketRequestPayment", (call, input) => Answer(call, input, new JsonObject { ["Payer"] = "BucketOwner" }));
        registry.Add("s3", "GetBucketAccelerateConfiguration", (call, input) => Answer(call, input, []));
    }

    /// <summary>SSE-S3, the base encryption of every bucket since January 2023.</summary>
    public static JsonObject DefaultEncryption() => new()
    {
        ["Rules"] = new JsonArray(new JsonObject
        {
            ["ApplyServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "AES256" },
            ["BucketKeyEnabled"] = false,
        }),
    };

    public static string Ownership(JsonObject bucket) =>
        bucket.Structure(OwnershipControls)?.Structures("Rules").FirstOrDefault()?.Text("ObjectOwnership") ?? "ObjectWriter";

    private static JsonObject PutBucketEncryption(CallContext call, JsonObject input)
    {
        var configuration = input.Structure("ServerSideEncryptionConfiguration") ?? throw S3Errors.MalformedXml();
        var rules = configuration.Structures("Rules").ToList();
        if (rules.Count != 1)
            throw S3Errors.MalformedXml();
        if (rules[0].Structure("ApplyServerSideEncryptionByDefault") is { } applied)
        {
            var algorithm = applied.Text("SSEAlgorithm");
            if (algorithm is not ("AES256" or "aws:kms" or "aws:kms:dsse"))
                throw S3Errors.MalformedXml();
            if (algorithm == "AES256" && applied.Text("KMSMasterKeyID") is not null)
                throw S3Errors.InvalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse");
        }
        return Store(call, input, Encryption, configuration);
    }

    private static JsonObject PutBucketOwnershipControls(CallContext call, JsonObject input)
    {
        var controls = input.Structure("OwnershipControls") ?? throw S3Errors.MalformedXml();
        var rules = controls.Structures("Rules").ToList();
        if (rules.Count != 1 || rules[0].Text("ObjectOwnership") is not ("BucketOwnerEnforced" or "BucketOwnerPreferred" or "ObjectWriter"))
            throw S3Errors.MalformedXml();
        var bucket = call.RequireBucket(input);
        if (rules[0].Text("ObjectOwnership") == "BucketOwnerEnforced" && !BucketAcls.IsOwnerOnly(bucket))
            throw new AwsErrorException("InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting", 400);
        return Store(call, input, OwnershipControls, controls);
    }

    private static JsonObject PutBucketLifecycleConfiguration(CallContext call, JsonObject input)
    {
        var configuration = input.Structure("LifecycleConfiguration") ?? throw S3Errors.MalformedXml();
        var rules = configuration.Structures("Rules").ToList();
        if (rules.Count is 0 or > 1000 || rules.Any(rule => rule.Text("Status") is not ("Enabled" or "Disabled")))
            throw S3Errors.MalformedXml();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var stored = configuration.Copy();
        foreach (var rule in stored.Structures("Rules"))
        {
            if (rule.Text("ID") is null)
                rule["ID"] = call.Ids.Uuid();
            if (!ids.Add(rule.RequiredText("ID")))
                throw S3Errors.InvalidArgument("Rule ID must be unique. Found same ID for more than one rule");
        }
        Store(call, input, Lifecycle, stored);
        return [];
    }

    private static JsonObject PutBucketTagging(CallContext call, JsonObject input)
    {
        var tags = input.Structure("Tagging")?.Structures("TagSet").ToList() ?? throw S3Errors.MalformedXml();
        ObjectTags.Check(tags, maximum: 50);
        return Store(call, input, StateLayout.Tags, tags.Select(tag => tag.DeepClone()).ToJsonArray());
    }

    private static JsonObject GetBucketTagging(CallContext call, JsonObject input) =>
        call.RequireBucket(input)[StateLayout.Tags] is JsonArray { Count: > 0 } tags
            ? new JsonObject { ["TagSet"] = tags.DeepClone() }
            : throw new AwsErrorException("NoSuchTagSet", "The TagSet does not exist", 404);

    private static JsonObject PutBucketLogging(CallContext call, JsonObject input)
    {
        var status = input.Structure("BucketLoggingStatus") ?? throw S3Errors.MalformedXml();
        if (status.Structure("LoggingEnabled") is { } enabled)
        {
            var source = call.RequireBucket(input);
            var target = call.BucketTable().Find(enabled.Text("TargetBucket") ?? string.Empty);
            if (target is null || Buckets.Owner(target) != Buckets.Owner(source) || Buckets.Region(target) != Buckets.Region(source))
                throw new AwsErrorException("InvalidTargetBucketForLogging", "The target bucket for logging does not exist", 400);
        }
        return Store(call, input, Logging, status);
    }

    internal static JsonObject Store(CallContext call, JsonObject input, string member, JsonNode value)
    {
        var bucket = call.RequireBucket(input);
        call.BucketTable().Update(Buckets.Name(bucket), document => document[member] = value.DeepClone());
        return [];
    }

    private static JsonObject Remove(CallContext call, JsonObject input, string member)
    {
        var bucket = call.RequireBucket(input);
        call.BucketTable().Update(Buckets.Name(bucket), document => document.Remove(member));
        return [];
    }

    private static JsonObject Answer(CallContext call, JsonObject input, JsonObject output)
    {
        call.RequireBucket(input);
        return output;
    }

    /// <summary>The configuration under its output member.</summary>
    private static JsonObject Wrapped(CallContext call, JsonObject input, string member, string outputMember, string absentCode, string absentMessage) =>
        new() { [outputMember] = (call.RequireBucket(input)[member] ?? throw new AwsErrorException(absentCode, absentMessage, 404)).DeepClone() };

    /// <summary>The configuration's members as the output; empty, or an error when one is given, when there is none.</summary>
    private static JsonObject Spread(CallContext call, JsonObject input, string member, string? absentCode = null, string? absentMessage = null)
    {
        if (call.RequireBucket(input).Structure(member) is { } configuration)
            return configuration.Copy();
        return absentCode is null ? [] : throw new AwsErrorException(absentCode, absentMessage ?? absentCode, 404);
    }
}
