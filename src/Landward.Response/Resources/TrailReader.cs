using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>A CloudTrail trail, whether it logs, and what it selects.</summary>
internal sealed class TrailReader : ResourceReader
{
    public const string TypeName = "AWS::CloudTrail::Trail";

    public override string Type => TypeName;

    public override async Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken)
    {
        var trail = await FindAsync(call, "cloudtrail", "GetTrail", new JsonObject { ["Name"] = name }, ["TrailNotFoundException"], cancellationToken);
        if (trail is null)
            return null;
        var status = await call("cloudtrail", "GetTrailStatus", new JsonObject { ["Name"] = name }, cancellationToken);
        var selectors = await call("cloudtrail", "GetEventSelectors", new JsonObject { ["TrailName"] = name }, cancellationToken);
        return new JsonObject
        {
            ["trail"] = trail["Trail"]?.DeepClone(),
            // The status is otherwise made of times and delivery errors, which change by themselves.
            ["isLogging"] = status["IsLogging"]?.DeepClone(),
            ["eventSelectors"] = selectors["EventSelectors"] is { } basic ? CanonicalState.SortSets(basic) : null,
            ["advancedEventSelectors"] = selectors["AdvancedEventSelectors"] is { } advanced ? CanonicalState.SortSets(advanced) : null,
        };
    }
}
