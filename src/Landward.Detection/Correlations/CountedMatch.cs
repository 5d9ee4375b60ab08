using System.Globalization;

namespace Landward.Detection.Correlations;

/// <summary>
/// A match as correlations that count hold it: 48 bytes, because a log may hold millions of them and nobody knows before its end which
/// ones a window will cite.
/// </summary>
/// <param name="Ticks">The event's time.</param>
/// <param name="Id">Its id, when it is a UUID as CloudTrail writes it.</param>
/// <param name="Value">The hash of the value that is counted.</param>
/// <param name="Context">Which of the texts that many events share.</param>
/// <param name="Origin">Which of the origins.</param>
/// <param name="Next">The next one of the same group, or -1.</param>
/// <param name="Oddity">What does not fit in here, or -1.</param>
internal readonly record struct CountedMatch(long Ticks, Guid Id, ulong Value, int Context, int Origin, int Next, int Oddity);

/// <summary>An event whose id is no UUID, that was delivered to several accounts, or that has any number of values but one.</summary>
internal sealed record CountedOddity(string EventId, string Identity, ulong[] Values);

/// <summary>What events of the same caller, address and operation say alike.</summary>
internal sealed record CountedContext(string Rule, EventMatch Match);

/// <summary>The matches of one group, from the one added last.</summary>
internal sealed class CountedGroup
{
    public int Head { get; set; } = -1;

    public int Count { get; set; }
}

/// <summary>Whether any window of a group can satisfy a correlation: looked at before anything is made of its matches.</summary>
internal sealed class CountedWindow(Rules.Sigma.SigmaCorrelation definition)
{
    private readonly decimal _least = Least(definition);
    private readonly Dictionary<ulong, int> _values = [];

    /// <summary>Never false for a group that satisfies it; matches of the same event may be counted twice here.</summary>
    /// <param name="matches">By time.</param>
    public bool MayHold(IReadOnlyList<(long Ticks, ulong[] Values)> matches)
    {
        if (_least <= 0)
            return true;
        if (matches.Count < _least && definition.Type == Rules.Sigma.SigmaCorrelationType.EventCount)
            return false;
        _values.Clear();
        var left = 0;
        for (var right = 0; right < matches.Count; right++)
        {
            foreach (var value in matches[right].Values)
                _values[value] = _values.GetValueOrDefault(value) + 1;
            for (; matches[right].Ticks - matches[left].Ticks > definition.Timespan.Ticks; left++)
            {
                foreach (var value in matches[left].Values)
                {
                    if (--_values[value] == 0)
                        _values.Remove(value);
                }
            }
            if ((definition.Type == Rules.Sigma.SigmaCorrelationType.EventCount ? right - left + 1 : _values.Count) >= _least)
                return true;
        }
        return false;
    }

    /// <summary>A number below which no window satisfies the condition.</summary>
    private static decimal Least(Rules.Sigma.SigmaCorrelation definition) => definition.Condition.Bounds
        .Where(bound => bound.Comparison is Rules.Sigma.SigmaComparison.Greater or Rules.Sigma.SigmaComparison.GreaterOrEqual or Rules.Sigma.SigmaComparison.Equal)
        .Select(bound => bound.Value)
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>How a value that was only hashed is told apart from others.</summary>
    public static string Text(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);
}
