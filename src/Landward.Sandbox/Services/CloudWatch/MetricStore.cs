using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.State;

namespace Landward.Sandbox.Services.CloudWatch;

/// <summary>
/// The values of metrics, one document for every metric and bucket: Start (seconds), Values (list of [value, count]), Summary. Kept for
/// 15 days, as CloudWatch keeps data of a minute's resolution.
/// </summary>
internal static class MetricStore
{
    private const int KeptSeconds = 15 * 86_400;

    /// <summary>A bucket with more different values keeps their sum, count and extremes only.</summary>
    private const int MaxValues = 500;

    /// <summary>Adds a value. Documents of a new hour make room by dropping what is too old.</summary>
    public static void Add(StateTransaction state, string account, string region, MetricId metric, string unit, long second, int resolution, double value, double count)
    {
        Change(state, account, region, metric, unit, second, resolution, bucket =>
        {
            var values = (JsonArray)bucket["Values"]!;
            if (values.OfType<JsonArray>().FirstOrDefault(pair => (double)pair[0]! == value) is { } known)
                known[1] = (double)known[1]! + count;
            else if (values.Count < MaxValues)
                values.Add((JsonNode)new JsonArray(value, count));
            else
                AddSummary(bucket, count, value * count, value, value);
        });
    }

    /// <summary>Adds values of which only the summary is known.</summary>
    public static void AddSummary(StateTransaction state, string account, string region, MetricId metric, string unit, long second, int resolution, JsonObject statistics) =>
        Change(state, account, region, metric, unit, second, resolution, bucket => AddSummary(
            bucket,
            (double)statistics["SampleCount"]!,
            (double)statistics["Sum"]!,
            (double)statistics["Minimum"]!,
            (double)statistics["Maximum"]!));

    /// <summary>The values of a metric from a time on.</summary>
    public static MetricSeries Series(StateTransaction state, string account, string region, MetricId metric, long from)
    {
        var series = new MetricSeries();
        foreach (var (_, bucket) in state.List(Data(account, region), metric.Key + "\0"))
        {
            var start = (long)bucket["Start"]!;
            if (start < from)
                continue;
            var set = series.At(start, 1);
            foreach (var pair in ((JsonArray)bucket["Values"]!).OfType<JsonArray>())
                set.Add((double)pair[0]!, (double)pair[1]!);
            if (bucket["Summary"] is JsonObject summary)
                set.AddSummary((double)summary["SampleCount"]!, (double)summary["Sum"]!, (double)summary["Minimum"]!, (double)summary["Maximum"]!);
        }
        return series;
    }

    /// <summary>Whether the metric has a value in the bucket.</summary>
    public static bool Has(StateTransaction state, string account, string region, MetricId metric, long start) =>
        state.Find(Data(account, region).Key(Id(metric, start))) is not null;

    /// <summary>The metrics of an account and Region: Namespace, MetricName, Dimensions, Unit, Last (seconds).</summary>
    public static IEnumerable<JsonObject> Metrics(StateTransaction state, string account, string region) =>
        state.List(Names(account, region)).Select(entry => entry.Value);

    private static void Change(StateTransaction state, string account, string region, MetricId metric, string unit, long second, int resolution, Action<JsonObject> change)
    {
        var start = second / resolution * resolution;
        var partition = Data(account, region);
        var key = partition.Key(Id(metric, start));
        var stored = state.Find(key);
        if (stored is null)
            Note(state, account, region, metric, unit, start);
        var bucket = (JsonObject?)stored?.DeepClone() ?? new JsonObject { ["Start"] = start, ["Unit"] = unit, ["Values"] = new JsonArray() };
        change(bucket);
        state.Put(key, bucket);
    }

    private static void Note(StateTransaction state, string account, string region, MetricId metric, string unit, long start)
    {
        var key = Names(account, region).Key(metric.Key);
        var last = (long?)state.Find(key)?["Last"];
        if (last is not null && last / 3600 >= start / 3600)
            return;
        state.Put(key, new JsonObject
        {
            ["Namespace"] = metric.Namespace,
            ["MetricName"] = metric.Name,
            ["Dimensions"] = metric.Dimensions.Select(pair => (JsonNode?)new JsonObject { ["Name"] = pair.Key, ["Value"] = pair.Value }).ToJsonArray(),
            ["Unit"] = unit,
            ["Last"] = start,
        });
        foreach (var (id, bucket) in state.List(Data(account, region), metric.Key + "\0"))
        {
            if ((long)bucket["Start"]! < start - KeptSeconds)
                state.Remove(Data(account, region).Key(id));
        }
    }

    private static void AddSummary(JsonObject bucket, double count, double sum, double minimum, double maximum)
    {
        var summary = bucket["Summary"] as JsonObject;
        bucket["Summary"] = new JsonObject
        {
            ["SampleCount"] = ((double?)summary?["SampleCount"] ?? 0) + count,
            ["Sum"] = ((double?)summary?["Sum"] ?? 0) + sum,
            ["Minimum"] = Math.Min((double?)summary?["Minimum"] ?? minimum, minimum),
            ["Maximum"] = Math.Max((double?)summary?["Maximum"] ?? maximum, maximum),
        };
    }

    private static string Id(MetricId metric, long start) => $"{metric.Key}\0{start.ToString("D12", CultureInfo.InvariantCulture)}";

    private static ResourcePartition Data(string account, string region) => new(CloudWatchService.Name, account, region, "metric-data");

    private static ResourcePartition Names(string account, string region) => new(CloudWatchService.Name, account, region, "metric");
}
