using System.Collections.Immutable;

namespace Landward.Rules.MetricFilters;

/// <summary>What a pattern consists of.</summary>
internal static class FilterPatternParts
{
    public static IEnumerable<JsonCondition> Leaves(JsonCondition condition) => condition switch
    {
        AnyCondition any => any.Parts.SelectMany(Leaves),
        AllConditions all => all.Parts.SelectMany(Leaves),
        _ => [condition],
    };

    public static IEnumerable<Selector> Selectors(JsonCondition condition) =>
        Leaves(condition).OfType<SelectorCondition>().Select(leaf => leaf.Selector).Distinct();

    public static IEnumerable<FilterValue> Values(FilterSyntax syntax) => syntax switch
    {
        JsonPattern pattern => Leaves(pattern.Condition).OfType<ValueComparison>().Select(leaf => leaf.Value),
        DelimitedPattern pattern => pattern.Slots.SelectMany(slot => slot.Condition?.Alternatives ?? []).SelectMany(part => part).Select(part => part.Value),
        _ => [],
    };

    /// <summary>The only texts the selector can have where the condition holds; null when there are others.</summary>
    public static ImmutableArray<string>? Pinned(JsonCondition condition, string selector) => condition switch
    {
        ValueComparison { Operator: FilterOperator.Equal, Value: TextValue { HasWildcard: false } value } leaf
            when leaf.Selector.Text == selector && !FilterNumber.TryParse(value.Text, out _) => [value.Text],
        AllConditions all => all.Parts.Select(part => Pinned(part, selector)).FirstOrDefault(texts => texts is not null),
        AnyCondition any => Union(any.Parts.Select(part => Pinned(part, selector))),
        _ => null,
    };

    private static ImmutableArray<string>? Union(IEnumerable<ImmutableArray<string>?> parts)
    {
        var all = parts.ToArray();
        return Array.TrueForAll(all, part => part is not null) ? [.. all.SelectMany(part => part!.Value).Distinct(StringComparer.Ordinal)] : null;
    }
}
