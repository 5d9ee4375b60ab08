using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Response.Resources;

namespace Landward.Response.Actions;

/// <summary>Makes a trail log again.</summary>
internal sealed class RestartTrailAction : ResponseAction
{
    public override string Id => "cloudtrail-start-logging";

    public override ImmutableArray<string> Parameters => ["trailName"];

    public override string ResourceType => TrailReader.TypeName;

    public override string ResourceParameter => "trailName";

    public override string? Irreversible => "stopping the trail again would blind whoever looks into the incident.";

    public override IReadOnlyList<ActionCall> Changes(JsonObject document, ActionTarget target) =>
        Aspect(document, target) is JsonValue value && value.TryGetValue<bool>(out var logging) && logging
            ? []
            : [new ActionCall("cloudtrail", "StartLogging", new JsonObject { ["Name"] = target["trailName"] })];

    public override JsonNode? Aspect(JsonObject document, ActionTarget target) => document["isLogging"];

    public override IReadOnlyList<ActionCall> Restore(JsonNode? before, JsonNode? now, ActionTarget target) => [];

    public override Task<JsonObject> BlastRadiusAsync(AwsCall call, JsonObject document, ActionTarget target, CancellationToken cancellationToken) =>
        Task.FromResult(new JsonObject
        {
            ["trail"] = document["trail"]?["TrailARN"]?.DeepClone(),
            ["bucket"] = document["trail"]?["S3BucketName"]?.DeepClone(),
            ["organizationTrail"] = document["trail"]?["IsOrganizationTrail"]?.DeepClone(),
        });
}
