using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Rules.MetricFilters;
using Landward.Sandbox.Calls;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Metric filters of log groups: checked as CloudWatch Logs does, stored with their transformations, tested on messages.</summary>
internal static class MetricFilters
{
    private const int MaximumPerGroup = 100;
    private const int MaximumRegexesPerGroup = 5;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("logs", "PutMetricFilter", PutMetricFilter);
        registry.Add("logs", "DescribeMetricFilters", DescribeMetricFilters);
        registry.Add("logs", "DeleteMetricFilter", DeleteMetricFilter);
        registry.Add("logs", "TestMetricFilter", TestMetricFilter);
    }

    /// <summary>The filters of a group.</summary>
    public static IEnumerable<JsonObject> Of(CallContext call, string group) => Of(call, call.Account, call.Region, group);

    /// <inheritdoc cref="Of(CallContext, string)"/>
    public static IEnumerable<JsonObject> Of(CallContext call, string account, string region, string group) =>
        call.TableOf("logs", account, region, "metric-filter").List(group + "\0").Select(entry => entry.Value);

    /// <summary>The compiled pattern, or CloudWatch's answer to one that is wrong.</summary>
    public static FilterPattern Pattern(string text)
    {
        var (pattern, error) = FilterPattern.Parse(text);
        return pattern ?? throw new AwsErrorException(LogGroups.Invalid, error!.Message, 400);
    }

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
        var pattern = input.RequiredText("filterPattern", LogGroups.Invalid);
        var compiled = Pattern(pattern);
        if (MetricTransformationReader.Read(transformations[0], compiled).Error is { } wrong)
            throw new AwsErrorException(LogGroups.Invalid, wrong, 400);
        var id = group + "\0" + name;
        var others = Of(call, group).Where(filter => filter.Text("filterName") != name).ToList();
        if (others.Count >= MaximumPerGroup)
            throw new AwsErrorException("LimitExceededException", "Resource limit exceeded.", 400);
        // "There is a maximum of 5 filter patterns containing regex for each log group" (the user guide's page on filter patterns).
        if (compiled.HasRegex && others.Count(filter => Pattern(filter.RequiredText("filterPattern")).HasRegex) >= MaximumRegexesPerGroup)
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

    private static JsonObject TestMetricFilter(CallContext call, JsonObject input)
    {
        var pattern = Pattern(input.RequiredText("filterPattern", LogGroups.Invalid));
        var matches = new JsonArray();
        var number = 0;
        foreach (var message in input.Texts("logEventMessages"))
        {
            number++;
            var bytes = Encoding.UTF8.GetBytes(message);
            if (!pattern.Matches(bytes))
                continue;
            matches.Add((JsonNode)new JsonObject
            {
                ["eventNumber"] = number,
                ["eventMessage"] = message,
                ["extractedValues"] = new JsonObject(pattern.Extract(bytes).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value)))),
            });
        }
        return new JsonObject { ["matches"] = matches };
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
