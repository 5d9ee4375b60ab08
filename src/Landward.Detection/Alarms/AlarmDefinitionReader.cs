using System.Text.Json.Nodes;

namespace Landward.Detection.Alarms;

/// <summary>
/// Reads and checks a metric alarm as <c>PutMetricAlarm</c> and <c>AWS::CloudWatch::Alarm</c> write it. Alarms on metric math, on Metrics
/// Insights queries and on anomaly bands are refused: nothing here evaluates them.
/// Source: <c>PutMetricAlarm</c>, Amazon CloudWatch API Reference.
/// </summary>
public static class AlarmDefinitionReader
{
    private const int MaxName = 255;
    private const int MaxDescription = 1024;
    private const int MaxActions = 5;
    private const int MaxSeconds = 604_800;
    private const int Day = 86_400;

    private static readonly string[] Members =
    [
        "AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions", "MetricName", "Namespace",
        "Statistic", "ExtendedStatistic", "Dimensions", "Period", "Unit", "EvaluationPeriods", "DatapointsToAlarm", "Threshold",
        "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile", "Tags",
    ];

    /// <summary>Exactly one of the two results is null; the error is the message of a <c>ValidationError</c>.</summary>
    public static (AlarmDefinition? Alarm, string? Error) Read(JsonObject source)
    {
        if (Refuse(source) is { } problem)
            return (null, problem);
        var statistic = AlarmStatistic.Parse(source.Scalar("ExtendedStatistic") ?? source.Scalar("Statistic"))!.Value;
        var metric = new MetricId(source.Scalar("Namespace")!, source.Scalar("MetricName")!, source.Pairs("Dimensions", "Name")!);
        var periods = source.Whole("EvaluationPeriods")!.Value;
        return (new AlarmDefinition(
            source.Scalar("AlarmName")!,
            metric,
            statistic,
            source.Whole("Period")!.Value,
            periods,
            source.Whole("DatapointsToAlarm") ?? periods,
            source.Decimal("Threshold")!.Value,
            Enum.Parse<AlarmComparison>(source.Scalar("ComparisonOperator")!),
            Treatment(source.Scalar("TreatMissingData"))!.Value,
            source.Scalar("EvaluateLowSampleCountPercentile") == "ignore"), null);
    }

    private static string? Refuse(JsonObject source)
    {
        foreach (var other in (string[])["Metrics", "ThresholdMetricId", "EvaluationCriteria"])
        {
            if (source.Member(other) is JsonValue or JsonObject or JsonArray { Count: > 0 })
                return $"{other} is not supported here: alarms on metric math, Metrics Insights, PromQL and anomaly bands are not evaluated";
        }
        if (source.Unknown(Members) is { } unknown)
            return $"{unknown} is no member of an alarm.{Model.Suggestion.DidYouMean(unknown, Members)}";
        foreach (var required in (string[])["AlarmName", "Namespace", "MetricName", "EvaluationPeriods", "ComparisonOperator", "Period", "Threshold"])
        {
            if (string.IsNullOrEmpty(source.Scalar(required)))
                return $"The parameter {required} is required";
        }
        if (source.Scalar("AlarmName")!.Length > MaxName)
            return $"AlarmName must have at most {MaxName} characters";
        if (source.Scalar("AlarmDescription") is { Length: > MaxDescription })
            return $"AlarmDescription must have at most {MaxDescription} characters";
        foreach (var actions in (string[])["OKActions", "AlarmActions", "InsufficientDataActions"])
        {
            if (source.Member(actions) is JsonArray { Count: > MaxActions })
                return $"{actions} may have {MaxActions} actions";
        }
        if (source.Pairs("Dimensions", "Name") is null)
            return "Dimensions must be names and values";
        return RefuseStatistic(source) ?? RefusePeriods(source) ?? RefuseThreshold(source);
    }

    private static string? RefuseStatistic(JsonObject source)
    {
        var (simple, extended) = (source.Scalar("Statistic"), source.Scalar("ExtendedStatistic"));
        if (simple is null == extended is null)
            return "Exactly one of Statistic and ExtendedStatistic must be specified";
        if (AlarmStatistic.Parse(simple ?? extended) is not { } statistic || statistic.Kind == StatisticKind.Percentile != (extended is not null))
            return extended is null
                ? $"The value {simple} for parameter Statistic is not supported."
                : $"The value {extended} for parameter ExtendedStatistic is not supported: percentiles (p0 to p100) are.";
        if (source.Scalar("Unit") is { } unit && !MetricTransformationReader.Units.Contains(unit))
            return $"The value {unit} for parameter Unit is not supported.";
        return source.Scalar("EvaluateLowSampleCountPercentile") switch
        {
            null => null,
            "evaluate" or "ignore" when extended is not null => null,
            "evaluate" or "ignore" => "Option EvaluateLowSampleCountPercentile is allowed only for percentiles",
            var option => $"Option {option} is not supported for parameter EvaluateLowSampleCountPercentile: evaluate and ignore are",
        };
    }

    private static string? RefusePeriods(JsonObject source)
    {
        if (source.Whole("Period") is not { } period || !(period is 10 or 20 or 30 || (period >= 60 && period % 60 == 0)))
            return "Period must be 10, 20, 30 or a multiple of 60";
        if (source.Whole("EvaluationPeriods") is not { } periods || periods < 1)
            return "EvaluationPeriods must be at least 1";
        if ((long)period * periods > MaxSeconds)
            return "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800)";
        if (period < 3600 && (long)period * periods > Day)
            return "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400)";
        if (source.Member("DatapointsToAlarm") is null)
            return null;
        return source.Whole("DatapointsToAlarm") is { } datapoints && datapoints >= 1 && datapoints <= periods
            ? null
            : "DatapointsToAlarm must be between 1 and EvaluationPeriods";
    }

    private static string? RefuseThreshold(JsonObject source)
    {
        if (source.Decimal("Threshold") is null)
            return "Threshold must be a number";
        var comparison = source.Scalar("ComparisonOperator")!;
        if (!Enum.GetNames<AlarmComparison>().Contains(comparison))
            return comparison is "LessThanLowerOrGreaterThanUpperThreshold" or "LessThanLowerThreshold" or "GreaterThanUpperThreshold"
                ? $"{comparison} needs an anomaly band, which is not supported here"
                : $"The value {comparison} for parameter ComparisonOperator is not supported.{Model.Suggestion.DidYouMean(comparison, Enum.GetNames<AlarmComparison>())}";
        return Treatment(source.Scalar("TreatMissingData")) is null
            ? $"Option {source.Scalar("TreatMissingData")} is not supported for parameter TreatMissingData: breaching, notBreaching, ignore and missing are"
            : null;
    }

    private static MissingData? Treatment(string? text) => text switch
    {
        null or "missing" => MissingData.Missing,
        "ignore" => MissingData.Ignore,
        "breaching" => MissingData.Breaching,
        "notBreaching" => MissingData.NotBreaching,
        _ => null,
    };
}
