namespace Landward.Rules.MetricFilters;

/// <summary>Conditions that are valid and hardly mean what they say.</summary>
internal static class FilterPatternLint
{
    /// <summary>Alternatives of which two are <c>!=</c>: one of them is false only for a single value of its field.</summary>
    public static IEnumerable<AnyCondition> NearlyAlwaysTrue(JsonCondition condition)
    {
        if (condition is AnyCondition any && any.Parts.Count(part => part is ValueComparison { Operator: FilterOperator.NotEqual }) > 1)
            yield return any;
        foreach (var inner in Parts(condition).SelectMany(NearlyAlwaysTrue))
            yield return inner;
    }

    /// <summary>Selectors that are compared with <c>!=</c> and nowhere with NOT EXISTS, which alone counts events without them.</summary>
    public static IEnumerable<string> MissesAbsent(JsonCondition condition)
    {
        var leaves = FilterPatternParts.Leaves(condition).ToArray();
        var absent = leaves.OfType<NotExists>().Select(leaf => leaf.Selector.Text).ToHashSet(StringComparer.Ordinal);
        return leaves.OfType<ValueComparison>()
            .Where(leaf => leaf.Operator == FilterOperator.NotEqual && !absent.Contains(leaf.Selector.Text))
            .Select(leaf => leaf.Selector.Text)
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<JsonCondition> Parts(JsonCondition condition) => condition switch
    {
        AnyCondition any => any.Parts,
        AllConditions all => all.Parts,
        _ => [],
    };
}
