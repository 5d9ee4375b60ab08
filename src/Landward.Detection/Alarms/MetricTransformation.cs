using System.Collections.Immutable;
using Landward.Rules.MetricFilters;

namespace Landward.Detection.Alarms;

/// <summary>What a metric filter publishes for an event that matches.</summary>
/// <param name="Value">A number as text, or the reference of <paramref name="ValueField"/>.</param>
/// <param name="ValueField">The field whose value is published; null for a fixed number.</param>
/// <param name="Number">The fixed number; 0 where a field is published.</param>
/// <param name="DefaultValue">Published for a minute in which events came but none matched; null: nothing is published then.</param>
/// <param name="Dimensions">The dimension's name and the field it takes its value from.</param>
public sealed record MetricTransformation(
    string MetricNamespace,
    string MetricName,
    string Value,
    FieldReference? ValueField,
    double Number,
    double? DefaultValue,
    ImmutableArray<KeyValuePair<string, FieldReference>> Dimensions,
    string Unit);

/// <summary>A metric filter: which events count, and as what.</summary>
public sealed record MetricFilter(FilterPattern Pattern, MetricTransformation Transformation);
