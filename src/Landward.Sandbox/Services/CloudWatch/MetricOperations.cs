using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>PutMetricData, ListMetrics, GetMetricStatistics and GetMetricData of single metrics.</summary>
internal static class MetricOperations
{
    private const string InvalidValue = "InvalidParameterValue";
    private const int MaxDatapoints = 1_440;
    private const int Active = 14 * 86_400;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add(CloudWatchService.Name, "PutMetricData", PutMetricData);
        registry.Add(CloudWatchService.Name, "ListMetrics", ListMetrics);
        registry.Add(CloudWatchService.Name, "GetMetricStatistics", GetMetricStatistics);
        registry.Add(CloudWatchService.Name, "GetMetricData", GetMetricData);
    }

    private static JsonObject PutMetricData(CallContext call, JsonObject input)
    {
        var @namespace = input.RequiredText("Namespace", CloudWatchService.Invalid);
        if (@namespace.StartsWith("AWS/", StringComparison.Ordinal))
            throw new AwsErrorException(InvalidValue, "The value AWS/ for parameter Namespace is invalid.", 400);
        foreach (var datum in input.Structures("MetricData"))
            Put(call, @namespace, datum);
        return [];
    }

    private static void Put(CallContext call, string @namespace, JsonObject datum)
    {
        var metric = new MetricId(@namespace, datum.RequiredText("MetricName", CloudWatchService.Invalid), Dimensions(datum));
        var time = datum.Time("Timestamp") ?? call.Now;
        if (time > call.Now.AddHours(2) || time < call.Now.AddDays(-14))
            throw new AwsErrorException(InvalidValue, "The parameter Timestamp must specify a time within the past two weeks and no more than two hours in the future.", 400);
        var unit = datum.Text("Unit") ?? "None";
        var second = time.ToUnixTimeSeconds();
        var resolution = datum.Number("StorageResolution") == 1 ? 1 : MetricSeries.Minute;
        if (datum.Structure("StatisticValues") is { } statistics)
        {
            MetricStore.AddSummary(call.State, call.Account, call.Region, metric, unit, second, resolution, statistics);
            return;
        }
        var values = datum["Values"] is JsonArray list ? list.Select(value => (double)value!).ToArray() : datum["Value"] is { } one ? [(double)one] : [];
        if (values.Length == 0)
            throw new AwsErrorException("MissingParameter", "At least one of the parameters Value, Values and StatisticValues is required.", 400);
        var counts = datum["Counts"] is JsonArray given ? given.Select(count => (double)count!).ToArray() : null;
        if (counts is not null && counts.Length != values.Length)
            throw new AwsErrorException(InvalidValue, "The parameters Values and Counts must have the same length.", 400);
        for (var i = 0; i < values.Length; i++)
            MetricStore.Add(call.State, call.Account, call.Region, metric, unit, second, resolution, values[i], counts?[i] ?? 1);
    }

    private static JsonObject ListMetrics(CallContext call, JsonObject input)
    {
        var filters = input.Structures("Dimensions").ToList();
        var oldest = call.Now.ToUnixTimeSeconds() - Active;
        var metrics = MetricStore.Metrics(call.State, call.Account, call.Region)
            .Where(metric => (long)metric["Last"]! >= oldest)
            .Where(metric => input.Text("Namespace") is not { } @namespace || metric.Text("Namespace") == @namespace)
            .Where(metric => input.Text("MetricName") is not { } name || metric.Text("MetricName") == name)
            .Where(metric => filters.TrueForAll(filter => metric.Structures("Dimensions").Any(dimension =>
                dimension.Text("Name") == filter.Text("Name") && (filter.Text("Value") is not { } value || dimension.Text("Value") == value))))
            .Select(metric => metric.CopyMembers(new JsonObject(), "Namespace", "MetricName", "Dimensions"))
            .ToList();
        var page = call.Page(metrics, input.Text("NextToken"), null, 500, InvalidValue);
        return page.Answer(new JsonObject { ["Metrics"] = page.Items.ToJsonArray() });
    }

    private static JsonObject GetMetricStatistics(CallContext call, JsonObject input)
    {
        var metric = new MetricId(input.RequiredText("Namespace", CloudWatchService.Invalid), input.RequiredText("MetricName", CloudWatchService.Invalid), Dimensions(input));
        var names = input.Texts("Statistics").Concat(input.Texts("ExtendedStatistics")).ToList();
        if (names.Count == 0)
            throw new AwsErrorException("MissingParameter", "At least one of the parameters Statistics and ExtendedStatistics must be specified.", 400);
        var statistics = names.ConvertAll(name => (Name: name, Statistic: Statistic(name)));
        var datapoints = new JsonArray();
        foreach (var (start, values) in Periods(call, input, metric, input.Number("Period") ?? 0))
        {
            var datapoint = new JsonObject { ["Timestamp"] = SandboxTime.Format(DateTimeOffset.FromUnixTimeSeconds(start)), ["Unit"] = input.Text("Unit") ?? "None" };
            foreach (var (name, statistic) in statistics)
            {
                if (values.Value(statistic) is not { } value)
                    continue;
                if (statistic.Kind == StatisticKind.Percentile)
                    ((JsonObject)(datapoint["ExtendedStatistics"] ??= new JsonObject()))[name] = value;
                else
                    datapoint[name] = value;
            }
            datapoints.Add((JsonNode)datapoint);
        }
        return new JsonObject { ["Label"] = metric.Name, ["Datapoints"] = datapoints };
    }

    private static JsonObject GetMetricData(CallContext call, JsonObject input)
    {
        var results = new JsonArray();
        foreach (var query in input.Structures("MetricDataQueries"))
        {
            if (query.Structure("MetricStat") is not { } wanted)
                throw new AwsErrorException(CloudWatchService.Invalid, "The sandbox reads single metrics (MetricStat); it evaluates no expressions.", 400);
            if (query.Flag("ReturnData") == false)
                continue;
            var source = wanted.RequiredStructure("Metric", CloudWatchService.Invalid);
            var metric = new MetricId(source.RequiredText("Namespace", CloudWatchService.Invalid), source.RequiredText("MetricName", CloudWatchService.Invalid), Dimensions(source));
            var statistic = Statistic(wanted.RequiredText("Stat", CloudWatchService.Invalid));
            var points = Periods(call, input, metric, wanted.Number("Period") ?? 0)
                .Select(period => (period.Start, Value: period.Values.Value(statistic)))
                .Where(point => point.Value is not null);
            var ordered = input.Text("ScanBy") == "TimestampAscending" ? points.ToList() : points.Reverse().ToList();
            results.Add((JsonNode)new JsonObject
            {
                ["Id"] = query.Text("Id"),
                ["Label"] = query.Text("Label") ?? metric.Name,
                ["Timestamps"] = ordered.Select(point => SandboxTime.Format(DateTimeOffset.FromUnixTimeSeconds(point.Start))).ToJsonArray(),
                ["Values"] = ordered.Select(point => (JsonNode?)JsonValue.Create(point.Value!.Value)).ToJsonArray(),
                ["StatusCode"] = "Complete",
            });
        }
        return new JsonObject { ["MetricDataResults"] = results, ["Messages"] = new JsonArray() };
    }

    /// <summary>The periods between StartTime and EndTime that have data, oldest first; periods start at multiples of their length.</summary>
    private static IEnumerable<(long Start, StatisticSet Values)> Periods(CallContext call, JsonObject input, MetricId metric, long period)
    {
        if (!(period is 1 or 5 or 10 or 20 or 30 || (period >= 60 && period % 60 == 0)))
            throw new AwsErrorException(InvalidValue, "The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.", 400);
        if (input.Time("StartTime") is not { } from || input.Time("EndTime") is not { } to || from >= to)
            throw new AwsErrorException(InvalidValue, "The parameter StartTime must be less than the parameter EndTime.", 400);
        var (start, end) = (from.ToUnixTimeSeconds() / period * period, to.ToUnixTimeSeconds());
        if ((end - start) / period > MaxDatapoints)
            throw new AwsErrorException("InvalidParameterCombination", $"You have requested up to {(end - start) / period} datapoints, which exceeds the limit of {MaxDatapoints}.", 400);
        var series = MetricStore.Series(call.State, call.Account, call.Region, metric, start);
        for (; start < end; start += period)
        {
            if (series.Between(start, start + period) is { } values)
                yield return (start, values);
        }
    }

    private static AlarmStatistic Statistic(string name) =>
        AlarmStatistic.Parse(name) ?? throw new AwsErrorException(InvalidValue, $"The value {name} is no statistic the sandbox knows.", 400);

    private static IEnumerable<KeyValuePair<string, string>> Dimensions(JsonObject source) =>
        source.Structures("Dimensions").DistinctBy(dimension => dimension.Text("Name"))
            .Select(dimension => KeyValuePair.Create(dimension.RequiredText("Name", CloudWatchService.Invalid), dimension.RequiredText("Value", CloudWatchService.Invalid)));
}
