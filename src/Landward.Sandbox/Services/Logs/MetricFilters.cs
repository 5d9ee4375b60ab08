using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Metric filters of log groups, stored with their transformations.</summary>
internal static class MetricFilters
{
    private const int MaximumPerGroup = 100;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "PutMetricFilter", PutMetricFilter);
        registry.Add("logs", "DescribeMetricFilters", DescribeMetricFilters);
        registry.Add("logs", "DeleteMetricFilter", DeleteMetricFilter);
    }

    /// <summary>The filters of a group.</summary>
    public static IEnumerable<JsonObject> Of(CallContext call, string group) =>
        Table(call).List().Select(entry => entry.Value).Where(filter => filter.Text("logGroupName") == group);

    public static void DeleteAll(CallContext call, string group)
    {
        foreach (var (id, filter) in Table(call).List())
        {
            if (filter.Text("logGroupName") == group)
                Table(call).Remove(id);
        }
    }

    // Id: group, U+0000, filter name.
    private static ResourceTable Table(CallContext call) => call.Table("metric-filter");

    private static JsonObject PutMetricFilter(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input).RequiredText("logGroupName");
        var name = input.RequiredText("filterName", LogGroups.Invalid);
        var transformations = input.Structures("metricTransformations").ToList();
        if (transformations.Count != 1)
            throw new AwsErrorException(LogGroups.Invalid, "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length equal to 1", 400);
        foreach (var required in (string[])["metricName", "metricNamespace", "metricValue"])
            transformations[0].RequiredText(required, LogGroups.Invalid);
        if (transformations[0].RequiredText("metricNamespace").StartsWith("AWS/", StringComparison.Ordinal))
            throw new AwsErrorException(LogGroups.Invalid, "Invalid metric transformation: metricNamespace cannot start with AWS/.", 400);
        var pattern = input.RequiredText("filterPattern", LogGroups.Invalid);
        if (pattern.Length > 1024)
            throw new AwsErrorException(LogGroups.Invalid, "Invalid metric filter pattern", 400);
        var id = group + "\0" + name;
        if (!Table(call).Contains(id) && Of(call, group).Count() >= MaximumPerGroup)
            throw new AwsErrorException("LimitExceededException", "Resource limit exceeded.", 400);
        Table(call).Put(id, new JsonObject
        {
            ["filterName"] = name,
            ["filterPattern"] = pattern,
            ["logGroupName"] = group,
            ["creationTime"] = call.Now.ToUnixTimeMilliseconds(),
            ["metricTransformations"] = transformations.Select(transformation => transformation.DeepClone()).ToJsonArray(),
        });
        return [];
    }

    private static JsonObject DescribeMetricFilters(CallContext call, JsonObject input)
    {
        var group = input.Text("logGroupName") is null ? null : LogGroups.Require(call, input).Text("logGroupName");
        var prefix = input.Text("filterNamePrefix") ?? string.Empty;
        var filters = Table(call).List().Select(entry => entry.Value)
            .Where(filter => group is null || filter.Text("logGroupName") == group)
            .Where(filter => filter.RequiredText("filterName").StartsWith(prefix, StringComparison.Ordinal))
            .Where(filter => Transforms(filter, "metricName", input.Text("metricName")) && Transforms(filter, "metricNamespace", input.Text("metricNamespace")))
            .ToList();
        var page = call.Page(filters, input.Text("nextToken"), input.Number("limit"), 50, LogGroups.Invalid);
        return page.Answer("nextToken", new JsonObject { ["metricFilters"] = page.Items.Select(filter => filter.DeepClone()).ToJsonArray() });
    }

    private static bool Transforms(JsonObject filter, string member, string? wanted) =>
        wanted is null || filter.Structures("metricTransformations").Any(transformation => transformation.Text(member) == wanted);

    private static JsonObject DeleteMetricFilter(CallContext call, JsonObject input)
    {
        var group = LogGroups.Require(call, input).RequiredText("logGroupName");
        return Table(call).Remove(group + "\0" + input.RequiredText("filterName", LogGroups.Invalid))
            ? []
            : throw LogGroups.NotFound("The specified metric filter does not exist.");
    }
}
