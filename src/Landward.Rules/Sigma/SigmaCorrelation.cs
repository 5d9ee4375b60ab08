using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

public enum SigmaCorrelationType
{
    /// <summary>How many events of one group match within the timespan.</summary>
    EventCount,

    /// <summary>How many different values the fields have among them.</summary>
    ValueCount,

    /// <summary>Which of the rules match within the timespan, in any order.</summary>
    Temporal,

    /// <summary>The rules match within the timespan, one after the other.</summary>
    TemporalOrdered,

    /// <summary>The sum of a numeric field.</summary>
    ValueSum,

    /// <summary>The mean of a numeric field.</summary>
    ValueAverage,

    /// <summary>A percentile of a numeric field, or how large a share of the events has the same value.</summary>
    ValuePercentile,
}

public enum SigmaComparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

/// <summary>One bound of a correlation's number.</summary>
public readonly record struct SigmaBound(SigmaComparison Comparison, decimal Value)
{
    public bool Holds(decimal number) => Comparison switch
    {
        SigmaComparison.Less => number < Value,
        SigmaComparison.LessOrEqual => number <= Value,
        SigmaComparison.Greater => number > Value,
        SigmaComparison.GreaterOrEqual => number >= Value,
        SigmaComparison.Equal => number == Value,
        SigmaComparison.NotEqual => number != Value,
        _ => throw new InvalidOperationException(Comparison.ToString()),
    };
}

/// <summary>What must hold of a correlation's number; all bounds that are given must. Nothing must where none is given.</summary>
public sealed record SigmaNumberCondition(ImmutableArray<SigmaBound> Bounds)
{
    public bool Holds(decimal number)
    {
        foreach (var bound in Bounds)
        {
            if (!bound.Holds(number))
                return false;
        }
        return true;
    }
}

/// <summary>
/// A correlation document: matches of the rules it names, grouped by fields, judged in windows that slide over the events' own time.
/// Source: sigma-specification 2.1.0, correlation rules.
/// </summary>
/// <param name="Rules">Ids, names or titles of rules and of other correlations; their order is that of <c>temporal_ordered</c>.</param>
/// <param name="GroupBy">Paths of fields or aliases; an event that lacks one of them is in no group.</param>
/// <param name="Condition">Bounds of the count, sum, mean, percentile or share, or of the number of different rules that matched.</param>
/// <param name="ValueFields">The fields whose values are counted or computed with; the values of several form a tuple.</param>
/// <param name="Percentile">Which percentile, 0 to 100; null where the share of a value is meant.</param>
/// <param name="Presence">For temporal types: the sets of rules (positions in <paramref name="Rules"/>) one of which must have matched; empty where only the number of rules counts.</param>
/// <param name="Aliases">By alias: the field it stands for, by rule.</param>
/// <param name="Generate">Whether the rules also raise findings of their own.</param>
public sealed record SigmaCorrelation(
    SigmaHeader Header,
    SigmaCorrelationType Type,
    ImmutableArray<string> Rules,
    ImmutableArray<string> GroupBy,
    TimeSpan Timespan,
    SigmaNumberCondition Condition,
    ImmutableArray<string> ValueFields,
    decimal? Percentile,
    ImmutableArray<ImmutableArray<int>> Presence,
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Aliases,
    bool Generate)
{
    /// <summary>Whether it asks which rules matched, not how often.</summary>
    public bool IsTemporal => Type is SigmaCorrelationType.Temporal or SigmaCorrelationType.TemporalOrdered;
}
