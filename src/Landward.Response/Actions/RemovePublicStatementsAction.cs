using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Takes the statements that open a bucket to everybody out of its policy and leaves the others.</summary>
internal sealed class RemovePublicStatementsAction : ResponseAction
{
    public override string Id => "s3-remove-public-statements";

    public override ImmutableArray<string> Parameters => ["bucketName"];

    public override string ResourceType => BucketReader.TypeName;

    public override string ResourceParameter => "bucketName";

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target)
    {
        var policy = PolicyText.Parse(Aspect(document, target)?.GetValue<string>());
        if (policy is null || PublicStatements.Of(policy).Count == 0)
            return [];
        return PublicStatements.Without(policy) is { } rest ? [Put(target, rest.ToJsonString())] : [Delete(target)];
    }

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => document["policy"];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) =>
        before is null ? [Delete(target)] : [Put(target, before.GetValue<string>())];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        Buckets.DescribeAsync(call, document, target["bucketName"], FactAsync, cancellationToken);

    private static ActionCall Put(ActionTarget target, string policy) =>
        new("s3", "PutBucketPolicy", new JsonObject { ["Bucket"] = target["bucketName"], ["Policy"] = policy });

    private static ActionCall Delete(ActionTarget target) => new("s3", "DeleteBucketPolicy", new JsonObject { ["Bucket"] = target["bucketName"] });
}
