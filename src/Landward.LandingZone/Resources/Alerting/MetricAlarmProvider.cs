using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Alerting;

/// <summary>A metric alarm; actions that others added stay.</summary>
internal sealed class MetricAlarmProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        if (await FindAsync(context) is not { } alarm)
            return null;
        var found = new JsonObject { ["name"] = context.Text("name") };
        // An alarm that is only asked about, to be removed, has nothing else.
        if (context.Desired["definition"] is JsonObject definition)
        {
            found["definition"] = Json.Only(WithPlainNumbers(alarm, definition), definition);
            found["actions"] = Json.Array(Json.Texts(alarm["AlarmActions"]).Intersect(context.Texts("actions"), StringComparer.Ordinal));
        }
        return found;
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var others = Json.Texts((await FindAsync(context))?["AlarmActions"]);
        var input = (JsonObject)context.Desired["definition"]!.DeepClone();
        input["AlarmName"] = context.Text("name");
        input["AlarmActions"] = Json.Array(others.Union(context.Texts("actions"), StringComparer.Ordinal));
        await context.Here.WriteAsync("cloudwatch", "PutMetricAlarm", input, context.Cancellation);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before) =>
        context.Here.WriteAsync("cloudwatch", "DeleteAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(context.Text("name")) }, context.Cancellation, "ResourceNotFound");

    private static async Task<JsonObject?> FindAsync(ResourceContext context)
    {
        var alarms = await context.Here.ListAsync("cloudwatch", "DescribeAlarms", new JsonObject { ["AlarmNamePrefix"] = LandwardNames.Prefix }, "MetricAlarms", context.Cancellation);
        return alarms.FirstOrDefault(alarm => Json.Text(alarm, "AlarmName") == context.Text("name")) as JsonObject;
    }

    /// <summary>CloudWatch answers 1.0 where 1 was asked for.</summary>
    private static JsonObject WithPlainNumbers(JsonObject alarm, JsonObject definition)
    {
        var plain = (JsonObject)alarm.DeepClone();
        foreach (var (member, wanted) in definition)
        {
            if (wanted is JsonValue asked && plain[member] is JsonValue answered && asked.TryGetValue<double>(out var number) && answered.TryGetValue<double>(out var found) && number.Equals(found))
                plain[member] = wanted.DeepClone();
        }
        return plain;
    }
}
