using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

/// <summary>
/// Reads and checks a metric transformation, with the answers of <c>PutMetricFilter</c> where they are known.
/// Source: <c>MetricTransformation</c>, Amazon CloudWatch Logs API Reference.
/// </summary>
public static class MetricTransformationReader
{
    private const int MaxDimensions = 3;
    private const int MaxName = 255;
    private const string Problem = "Invalid metric transformation: ";

    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html, <c>unit</c>.</summary>
    internal static readonly FrozenSet<string> Units = new[]
    {
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits",
        "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second",
        "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Members = ["MetricName", "MetricNamespace", "MetricValue", "DefaultValue", "Dimensions", "Unit"];

    /// <summary>Reads a transformation as API or CloudFormation write it; exactly one of the two results is null.</summary>
    public static (MetricTransformation? Transformation, string? Error) Read(JsonObject source, FilterPattern pattern)
    {
        if (source.Unknown(Members) is { } unknown)
            return (null, $"{Problem}`{unknown}` is no member.{Model.Suggestion.DidYouMean(unknown, Members)}");
        if (source.Scalar("MetricName") is not { } name || !IsName(name))
            return (null, $"{Problem}metricName must have 1 to {MaxName} characters, none of them `:`, `*` or `$`.");
        if (source.Scalar("MetricNamespace") is not { } @namespace || !IsName(@namespace))
            return (null, $"{Problem}metricNamespace must have 1 to {MaxName} characters, none of them `:`, `*` or `$`.");
        if (@namespace.StartsWith("AWS/", StringComparison.Ordinal))
            return (null, $"{Problem}metricNamespace cannot start with AWS/.");
        if (source.Scalar("MetricValue") is not { } value)
            return (null, $"{Problem}metricValue is required.");
        var number = FieldReference.Number(value);
        var field = number is null ? FieldReference.Parse(value) : null;
        if (number is null && (field is null || !Suits(field, pattern)))
            return (null, $"{Problem}metricValue must be a number, `$.field` of a JSON pattern, or `$name` of a space-delimited pattern.");
        if (source.Member("DefaultValue") is not null && source.Decimal("DefaultValue") is null)
            return (null, $"{Problem}defaultValue must be a number.");
        var unit = source.Scalar("Unit") ?? "None";
        if (!Units.Contains(unit))
            return (null, $"{Problem}unit `{unit}` is no unit of CloudWatch.{Model.Suggestion.DidYouMean(unit, Units)}");
        if (source.Pairs("Dimensions", "Key") is not { } written)
            return (null, $"{Problem}dimensions must be names and fields.");
        var (dimensions, problem) = Dimensions(written, pattern, source.Decimal("DefaultValue"));
        return problem is null
            ? (new MetricTransformation(@namespace, name, value, field, number ?? 0, source.Decimal("DefaultValue"), dimensions, unit), null)
            : (null, problem);
    }

    private static (ImmutableArray<KeyValuePair<string, FieldReference>> Dimensions, string? Error) Dimensions(
        IReadOnlyList<KeyValuePair<string, string>> written, FilterPattern pattern, double? defaultValue)
    {
        if (written.Count == 0)
            return ([], null);
        if (!pattern.HasFields)
            return ([], "The specified filter pattern does not support dimensions");
        if (defaultValue is not null)
            return ([], $"{Problem}dimensions and default value are mutually exclusive properties.");
        if (written.Count > MaxDimensions)
            return ([], $"{Problem}a metric filter may have {MaxDimensions} dimensions.");
        var dimensions = ImmutableArray.CreateBuilder<KeyValuePair<string, FieldReference>>();
        foreach (var (key, text) in written)
        {
            if (key.Length is 0 or > MaxName || FieldReference.Parse(text) is not { } field || !Suits(field, pattern))
                return ([], $"{Problem}dimension `{key}` must name a field: `$.field` of a JSON pattern, or `$name` of a space-delimited pattern.");
            dimensions.Add(KeyValuePair.Create(key, field));
        }
        return (dimensions.ToImmutable(), null);
    }

    private static bool Suits(FieldReference field, FilterPattern pattern) => pattern.HasFields && field.IsJson == pattern.IsJson;

    private static bool IsName(string text) => text.Length is > 0 and <= MaxName && text.IndexOfAny([':', '*', '$']) < 0;
}
