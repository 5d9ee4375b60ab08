using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Bucket policies: stored as sent, refused when public and Block Public Access forbids it.</summary>
internal static class BucketPolicies
{
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html: 20 KB.
    private const int MaximumBytes = 20 * 1024;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("s3", "PutBucketPolicy", PutBucketPolicy);
        registry.Add("s3", "GetBucketPolicy", GetBucketPolicy);
        registry.Add("s3", "DeleteBucketPolicy", DeleteBucketPolicy);
        registry.Add("s3", "GetBucketPolicyStatus", GetBucketPolicyStatus);
    }

    private static JsonObject PutBucketPolicy(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        var text = input.RequiredText("Policy", "MissingRequestBodyError");
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
            throw S3Errors.InvalidArgument("Policy exceeds the maximum allowed document size.");
        var name = Buckets.Name(bucket);
        Check(text, name);
        if (PublicPolicy.IsPublic(text) && PublicAccessBlocks.Applies(call, bucket, PublicAccessBlocks.BlockPublicPolicy))
        {
            throw S3Errors.AccessDenied(
                $"User: {call.Caller.Arn} is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::{name}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.");
        }
        call.BucketTable().Update(name, document => document[StateLayout.Policy] = text);
        return [];
    }

    private static JsonObject GetBucketPolicy(CallContext call, JsonObject input) => new() { ["Policy"] = Require(call.RequireBucket(input)) };

    private static JsonObject DeleteBucketPolicy(CallContext call, JsonObject input)
    {
        var bucket = call.RequireBucket(input);
        call.BucketTable().Update(Buckets.Name(bucket), document => document.Remove(StateLayout.Policy));
        return [];
    }

    private static JsonObject GetBucketPolicyStatus(CallContext call, JsonObject input) =>
        new() { ["PolicyStatus"] = new JsonObject { ["IsPublic"] = PublicPolicy.IsPublic(Require(call.RequireBucket(input))) } };

    private static string Require(JsonObject bucket) =>
        bucket.Text(StateLayout.Policy) ?? throw new AwsErrorException("NoSuchBucketPolicy", "The bucket policy does not exist", 404);

    private static void Check(string text, string bucket)
    {
        ResourcePolicyCheck.Require(text, message => new AwsErrorException("MalformedPolicy", message, 400), "Policies must be valid JSON and the first byte must be '{'");
        var arn = "arn:aws:s3:::" + bucket;
        foreach (var statement in ResourcePolicyCheck.Statements(text))
        {
            foreach (var resource in ResourcePolicyCheck.List(statement["Resource"]))
            {
                if (resource != "*" && !resource.StartsWith(arn, StringComparison.Ordinal) && !resource.StartsWith("arn:aws:s3:::*", StringComparison.Ordinal))
                    throw new AwsErrorException("MalformedPolicy", "Policy has invalid resource", 400);
            }
        }
    }
}
