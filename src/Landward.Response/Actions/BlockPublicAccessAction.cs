using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Switches all four settings of a bucket's public access block on. Source: "Blocking public access to your Amazon S3 storage".</summary>
internal sealed class BlockPublicAccessAction : ResponseAction
{
    private static readonly ImmutableArray<string> Settings = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public override string Id => "s3-block-public-access";

    public override ImmutableArray<string> Parameters => ["bucketName"];

    public override string ResourceType => BucketReader.TypeName;

    public override string ResourceParameter => "bucketName";

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target)
    {
        var block = Aspect(document, target);
        if (Settings.All(setting => block?[setting] is JsonValue value && value.TryGetValue<bool>(out var on) && on))
            return [];
        return [Put(target, new JsonObject(Settings.Select(setting => KeyValuePair.Create(setting, (JsonNode?)true))))];
    }

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => document["publicAccessBlock"];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) => before is JsonObject block
        ? [Put(target, (JsonObject)block.DeepClone())]
        : [new ActionCall("s3", "DeletePublicAccessBlock", new JsonObject { ["Bucket"] = target["bucketName"] })];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        Buckets.DescribeAsync(call, document, target["bucketName"], FactAsync, cancellationToken);

    private static ActionCall Put(ActionTarget target, JsonObject configuration) =>
        new("s3", "PutPublicAccessBlock", new JsonObject { ["Bucket"] = target["bucketName"], ["PublicAccessBlockConfiguration"] = configuration });
}
