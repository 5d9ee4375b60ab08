using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.S3;

/// <summary>Block Public Access of buckets; the account's setting applies on top.</summary>
internal static class PublicAccessBlocks
{
    public const string BlockPublicAcls = "BlockPublicAcls";
    public const string IgnorePublicAcls = "IgnorePublicAcls";
    public const string BlockPublicPolicy = "BlockPublicPolicy";
    public const string RestrictPublicBuckets = "RestrictPublicBuckets";

    private static readonly string[] Settings = [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutPublicAccessBlock", PutPublicAccessBlock);
        registry.Add("s3", "GetPublicAccessBlock", GetPublicAccessBlock);
        registry.Add("s3", "DeletePublicAccessBlock", DeletePublicAccessBlock);
    }

    public static JsonObject AllBlocked() => Normalize([], absent: true);

    /// <summary>All four settings; one that is not given is off.</summary>
    public static JsonObject Normalize(JsonObject configuration, bool absent = false)
    {
        var all = new JsonObject();
        foreach (var setting in Settings)
            all[setting] = configuration.Flag(setting) ?? absent;
        return all;
    }

    /// <summary>Whether the setting is on for the bucket: by itself or by its account.</summary>
    public static bool Applies(CallContext call, JsonObject bucket, string setting) =>
        bucket.Structure(StateLayout.S3.PublicAccessBlock)?.Flag(setting) == true
        || AccountTable(call, Buckets.Owner(bucket)).Find(StateLayout.S3.AccountPublicAccessBlock)?.Flag(setting) == true;

    public static ResourceTable AccountTable(CallContext call, string account) =>
        call.TableOf(StateLayout.S3.Service, account, ResourceKey.Global, StateLayout.S3.AccountPublicAccessBlock);

    private static JsonObject PutPublicAccessBlock(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var configuration = input.Structure("PublicAccessBlockConfiguration") ?? throw S3Errors.MalformedXml();
        call.BucketTable().Update(Buckets.Name(bucket), document => document[StateLayout.S3.PublicAccessBlock] = Normalize(configuration));
        return [];
    }

    private static JsonObject GetPublicAccessBlock(CallContext call, JsonObject input)
    {
        var configuration = call.RequireBucket(input).Structure(StateLayout.S3.PublicAccessBlock)
            ?? throw new AwsErrorException("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);
        return new JsonObject { ["PublicAccessBlockConfiguration"] = configuration.DeepClone() };
    }

    private static JsonObject DeletePublicAccessBlock(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        call.BucketTable().Update(Buckets.Name(bucket), document => document.Remove(StateLayout.S3.PublicAccessBlock));
        return [];
    }
}
