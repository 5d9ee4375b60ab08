using System.Globalization;
using System.Runtime.InteropServices;
using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>Whether any window of a group can satisfy a correlation: looked at before anything is made of its matches.</summary>
internal sealed class CountedWindow(SigmaCorrelation definition)
{
    private readonly decimal _least = Least(definition);
    private readonly bool _countsEvents = definition.Type == SigmaCorrelationType.EventCount;
    private readonly Dictionary<ulong, int> _values = [];

    /// <summary>How a value that was only hashed is told apart from others.</summary>
    public static string Text(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Whether so many matches with so many values, all in one window, would do.</summary>
    public bool MayHold(long matches, long values) => (_countsEvents ? matches : values) >= _least;

    /// <summary>Never false for a group that satisfies it; matches of the same event may be counted twice here.</summary>
    /// <param name="entries">By time.</param>
    public bool MayHold(List<CountedEntry> entries, CountedMatches[] stores)
    {
        if (_least <= 0)
            return true;
        _values.Clear();
        var left = 0;
        for (var right = 0; right < entries.Count; right++)
        {
            Enter(stores[entries[right].Store].ValuesOf(entries[right].Row));
            for (; entries[right].Ticks - entries[left].Ticks > definition.Timespan.Ticks; left++)
                Leave(stores[entries[left].Store].ValuesOf(entries[left].Row));
            if ((_countsEvents ? right - left + 1 : _values.Count) >= _least)
                return true;
        }
        return false;
    }

    private void Enter(ReadOnlySpan<ulong> values)
    {
        foreach (var value in _countsEvents ? [] : values)
            CollectionsMarshal.GetValueRefOrAddDefault(_values, value, out _)++;
    }

    private void Leave(ReadOnlySpan<ulong> values)
    {
        foreach (var value in _countsEvents ? [] : values)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(_values, value);
            if (--count == 0)
                _values.Remove(value);
        }
    }

    /// <summary>A number below which no window satisfies the condition.</summary>
    private static decimal Least(SigmaCorrelation definition) => definition.Condition.Bounds
        .Where(bound => bound.Comparison is SigmaComparison.Greater or SigmaComparison.GreaterOrEqual or SigmaComparison.Equal)
        .Select(bound => bound.Value)
        .DefaultIfEmpty(0)
        .Max();
}
