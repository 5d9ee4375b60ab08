using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Alerting;

/// <summary>An EventBridge rule on the default bus and its targets; targets that others added stay.</summary>
internal sealed class EventRuleProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var rule = await context.Here.FindAsync("events", "DescribeRule", new JsonObject { ["Name"] = context.Text("name") }, context.Cancellation, "ResourceNotFoundException");
        if (rule is null)
            return null;
        var targets = await context.Here.ListAsync("events", "ListTargetsByRule", new JsonObject { ["Rule"] = context.Text("name") }, "Targets", context.Cancellation);
        var wanted = context.Texts("targets").ToHashSet(StringComparer.Ordinal);
        return new JsonObject
        {
            ["name"] = Json.Text(rule, "Name"),
            ["eventPattern"] = Json.Document(Json.Text(rule, "EventPattern")),
            ["state"] = Json.Text(rule, "State"),
            ["targets"] = Json.Array(targets.Select(target => Json.Text(target, "Arn")!).Where(wanted.Contains)),
        };
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var rule = new JsonObject
        {
            ["Name"] = context.Text("name"),
            ["EventPattern"] = context.Desired["eventPattern"]!.ToJsonString(),
            ["State"] = context.Text("state"),
            ["Description"] = "Made by Landward.",
        };
        await context.Here.WriteAsync("events", "PutRule", rule, context.Cancellation);
        var targets = context.Texts("targets").Select((arn, index) => (JsonNode?)new JsonObject { ["Id"] = $"landward-{index + 1}", ["Arn"] = arn });
        var answer = await context.Here.WriteAsync("events", "PutTargets", new JsonObject { ["Rule"] = context.Text("name"), ["Targets"] = new JsonArray([.. targets]) }, context.Cancellation);
        if (Json.Items(answer?["FailedEntries"]).FirstOrDefault() is { } failed)
            throw new ChangeRefusedException($"EventBridge refused a target of `{context.Text("name")}`: {Json.Text(failed, "ErrorMessage")}");
    }
}
