using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;

namespace Landward.LandingZone.Resources.Alerting;

/// <summary>A metric filter of a log group.</summary>
internal sealed class MetricFilterProvider : ResourceProvider
{
    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        // One listing for all of Landward's filters. A group that is not there has none.
        var groups = await context.Here.ListAsync("logs", "DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = context.Text("logGroup") }, "logGroups", context.Cancellation);
        if (!groups.Any(group => Json.Text(group, "logGroupName") == context.Text("logGroup")))
            return null;
        var input = new JsonObject { ["logGroupName"] = context.Text("logGroup"), ["filterNamePrefix"] = LandwardNames.Prefix };
        var filters = await context.Here.ListAsync("logs", "DescribeMetricFilters", input, "metricFilters", context.Cancellation);
        if (filters.FirstOrDefault(filter => Json.Text(filter, "filterName") == context.Text("name")) is not { } found)
            return null;
        return new JsonObject
        {
            ["logGroup"] = Json.Text(found, "logGroupName"),
            ["name"] = Json.Text(found, "filterName"),
            ["pattern"] = Json.Text(found, "filterPattern"),
            ["transformation"] = Json.Items(found["metricTransformations"]).FirstOrDefault()?.DeepClone(),
        };
    }

    public override Task CreateAsync(ResourceContext context)
    {
        var input = new JsonObject
        {
            ["logGroupName"] = context.Text("logGroup"),
            ["filterName"] = context.Text("name"),
            ["filterPattern"] = context.Text("pattern"),
            ["metricTransformations"] = new JsonArray(context.Desired["transformation"]!.DeepClone()),
        };
        return context.Here.WriteAsync("logs", "PutMetricFilter", input, context.Cancellation);
    }

    public override Task DeleteAsync(ResourceContext context, JsonObject before)
    {
        var input = new JsonObject { ["logGroupName"] = context.Text("logGroup"), ["filterName"] = context.Text("name") };
        return context.Here.WriteAsync("logs", "DeleteMetricFilter", input, context.Cancellation, "ResourceNotFoundException");
    }
}
