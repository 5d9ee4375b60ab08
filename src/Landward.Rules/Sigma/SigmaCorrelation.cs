using System.Collections.Immutable;

namespace Landward.Rules.Sigma;

public enum SigmaCorrelationType
{
    /// <summary>How many events of one group match within the timespan.</summary>
    EventCount,

    /// <summary>How many different values a field has among them.</summary>
    ValueCount,
}

/// <summary>Bounds of a correlation's count; all that are given must hold.</summary>
public sealed record SigmaCountCondition(long Least, long Most, long? Except)
{
    public bool Holds(long count) => count >= Least && count <= Most && count != Except;
}

/// <summary>
/// A correlation document: matches of the rules it names, grouped by fields, counted in windows that slide over the events' own time.
/// </summary>
/// <param name="Rules">Ids, names or titles of the rules.</param>
/// <param name="GroupBy">Paths of fields; an event that lacks one of them is in no group.</param>
/// <param name="ValueField">The field whose different values are counted.</param>
/// <param name="Generate">Whether the rules also raise findings of their own.</param>
public sealed record SigmaCorrelation(
    SigmaHeader Header,
    SigmaCorrelationType Type,
    ImmutableArray<string> Rules,
    ImmutableArray<string> GroupBy,
    TimeSpan Timespan,
    SigmaCountCondition Condition,
    string? ValueField,
    bool Generate);
