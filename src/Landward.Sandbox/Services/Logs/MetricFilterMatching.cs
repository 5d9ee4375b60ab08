using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Rules.MetricFilters;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.CloudWatch;

namespace Landward.Sandbox.Services.Logs;

/// <summary>Runs a group's metric filters over events as they arrive, and publishes what they count as metrics of the same account and Region.</summary>
internal static class MetricFilterMatching
{
    public static void Run(CallContext call, string account, string region, string group, IReadOnlyList<JsonObject> events)
    {
        foreach (var document in MetricFilters.Of(call, account, region, group).ToList())
        {
            if (Compile(document) is { } filter)
                Run(call, account, region, filter, events);
        }
    }

    /// <summary>Reads a filter that was checked when it was made.</summary>
    public static MetricFilter? Compile(JsonObject document)
    {
        if (FilterPattern.Parse(document.RequiredText("filterPattern")).Pattern is not { } pattern)
            return null;
        return MetricTransformationReader.Read(document.Structures("metricTransformations").First(), pattern).Transformation is { } transformation
            ? new MetricFilter(pattern, transformation)
            : null;
    }

    private static void Run(CallContext call, string account, string region, MetricFilter filter, IReadOnlyList<JsonObject> events)
    {
        var matched = new HashSet<long>();
        foreach (var entry in events)
        {
            var message = Encoding.UTF8.GetBytes(entry.RequiredText("message"));
            if (!filter.Pattern.Matches(message))
                continue;
            var second = Second(entry);
            matched.Add(Minute(second));
            if (Metric(filter, message) is { } metric && Value(filter, message) is { } value)
                MetricStore.Add(call.State, account, region, metric, filter.Transformation.Unit, second, MetricSeries.Minute, value, 1);
        }
        if (filter.Transformation.DefaultValue is not { } otherwise)
            return;
        var plain = new MetricId(filter.Transformation.MetricNamespace, filter.Transformation.MetricName, []);
        foreach (var minute in events.Select(entry => Minute(Second(entry))).Distinct().Where(minute => !matched.Contains(minute)))
        {
            if (!MetricStore.Has(call.State, account, region, plain, minute))
                MetricStore.Add(call.State, account, region, plain, filter.Transformation.Unit, minute, MetricSeries.Minute, otherwise, 1);
        }
    }

    /// <summary>Null where the event lacks a dimension's field: then nothing is published.</summary>
    private static MetricId? Metric(MetricFilter filter, byte[] message)
    {
        var dimensions = new List<KeyValuePair<string, string>>();
        foreach (var (name, field) in filter.Transformation.Dimensions)
        {
            if (field.Read(filter.Pattern, message) is not { Length: > 0 } value)
                return null;
            dimensions.Add(KeyValuePair.Create(name, value));
        }
        return new MetricId(filter.Transformation.MetricNamespace, filter.Transformation.MetricName, dimensions);
    }

    private static double? Value(MetricFilter filter, byte[] message) =>
        filter.Transformation.ValueField is { } field ? FieldReference.Number(field.Read(filter.Pattern, message)) : filter.Transformation.Number;

    private static long Second(JsonObject entry) => (entry.Number("timestamp") ?? 0) / 1000;

    private static long Minute(long second) => second / MetricSeries.Minute * MetricSeries.Minute;
}
