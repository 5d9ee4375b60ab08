using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>What every action on a bucket says about it.</summary>
internal static class Buckets
{
    /// <summary>A website or its statements are what a closed bucket breaks.</summary>
    public static async Task<JsonObject> DescribeAsync(
        AwsCall call, JsonObject document, string bucket, Func<Func<Task<JsonNode?>>, Task<JsonNode?>> fact, CancellationToken cancellationToken) => new()
        {
            ["bucket"] = bucket,
            ["publicStatements"] = PublicStatements.Of(PolicyText.Parse(document["policy"]?.ToString())).Count,
            ["statements"] = PolicyText.Parse(document["policy"]?.ToString())?["Statement"] switch
            {
                JsonArray statements => statements.Count,
                JsonObject => 1,
                _ => 0,
            },
            ["isPublic"] = document["policy"] is null
                ? false
                : await fact(async () =>
                    (await call("s3", "GetBucketPolicyStatus", new JsonObject { ["Bucket"] = bucket }, cancellationToken))["PolicyStatus"]?["IsPublic"]?.DeepClone()),
        };
}
