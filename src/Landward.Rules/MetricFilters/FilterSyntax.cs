using System.Collections.Immutable;

namespace Landward.Rules.MetricFilters;

/// <summary>What a filter pattern says. The five forms are those of "Filter pattern syntax", Amazon CloudWatch Logs User Guide.</summary>
internal abstract record FilterSyntax;

/// <summary>The empty pattern: every event.</summary>
internal sealed record EveryEvent : FilterSyntax;

/// <summary>Words and phrases of unstructured text.</summary>
/// <param name="Any"><c>?term</c>: one must occur, but only when the pattern has no other terms.</param>
internal sealed record TextTerms(ImmutableArray<string> All, ImmutableArray<string> Any, ImmutableArray<string> None) : FilterSyntax;

/// <summary><c>%expression%</c> alone: anywhere in the message.</summary>
internal sealed record TextExpression(FilterRegex Regex) : FilterSyntax;

/// <summary><c>{ condition }</c> on a message that is a JSON object.</summary>
internal sealed record JsonPattern(JsonCondition Condition) : FilterSyntax;

/// <summary><c>[field, field, ...]</c> on a message of values separated by blanks.</summary>
internal sealed record DelimitedPattern(ImmutableArray<DelimitedSlot> Slots) : FilterSyntax;

/// <summary>What stands between two commas: a field, an ellipsis, or a condition that names one field or several in a row.</summary>
/// <param name="Name">The field's name, perhaps empty, where there is no condition.</param>
internal sealed record DelimitedSlot(string Name, FieldCondition? Condition)
{
    /// <summary>Any number of values, none included.</summary>
    public const string Ellipsis = "...";

    public bool IsEllipsis => Condition is null && Name == Ellipsis;
}

/// <summary>Conjunctions, OR-ed.</summary>
internal sealed record FieldCondition(ImmutableArray<ImmutableArray<FieldComparison>> Alternatives);

/// <summary>A field compared with a value.</summary>
internal sealed record FieldComparison(string Name, FilterOperator Operator, FilterValue Value);

/// <summary>How a value of an event is compared.</summary>
internal enum FilterOperator
{
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
}
