using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.S3;

/// <summary>The documents of buckets. Names are unique over all accounts, so there is one table.</summary>
internal static class Buckets
{
    public static ResourceTable BucketTable(this CallContext call) =>
        call.TableOf(StateLayout.S3.Service, StateLayout.AnyAccount, ResourceKey.Global, StateLayout.S3.Bucket);

    /// <summary>The bucket named by the input, or NoSuchBucket; AccessDenied when it is not the expected owner's.</summary>
    public static JsonObject RequireBucket(this CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input.RequiredText("Bucket", "InvalidBucketName"));
        if (input.Text("ExpectedBucketOwner") is { } owner && !string.Equals(owner, bucket.Text(StateLayout.Account), StringComparison.Ordinal))
            throw S3Errors.AccessDenied();
        return bucket;
    }

    public static JsonObject RequireBucket(this CallContext call, string name) => call.BucketTable().Find(name) ?? throw S3Errors.NoSuchBucket(name);

    public static string Name(JsonObject bucket) => bucket.RequiredText("Name");

    public static string Owner(JsonObject bucket) => bucket.RequiredText(StateLayout.Account);

    public static string Region(JsonObject bucket) => bucket.RequiredText("Region");

    /// <summary>The owner's canonical user id: 64 hexadecimal digits, the same for an account in every sandbox.</summary>
    public static string CanonicalUserId(string account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("canonical-user/" + account)));

    public static JsonObject OwnerStructure(string account) => new() { ["ID"] = CanonicalUserId(account) };
}
