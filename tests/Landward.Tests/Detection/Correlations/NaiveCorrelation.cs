using Landward.Detection.Correlations;
using Landward.Rules.Sigma;

namespace Landward.Tests.Detection.Correlations;

/// <summary>
/// The meaning of correlations written down a second time, without any state that slides: every window is put together from all events,
/// every assignment of events to rules is tried.
/// </summary>
internal static class NaiveCorrelation
{
    /// <summary>When counting correlations hold, and the events in those windows.</summary>
    public static (List<DateTimeOffset> Times, HashSet<CorrelatedEvent> Cited) Counting(SigmaCorrelation definition, IReadOnlyList<CorrelatedEvent> events)
    {
        var times = new List<DateTimeOffset>();
        var cited = new HashSet<CorrelatedEvent>();
        foreach (var time in events.Select(@event => @event.Time).Distinct().Order())
        {
            var window = events.Where(@event => @event.Time <= time && @event.Time >= time - definition.Timespan).ToList();
            if (Number(definition, window) is not { } number || !definition.Condition.Holds(number))
                continue;
            times.Add(time);
            cited.UnionWith(window);
        }
        return (times, cited);
    }

    /// <summary>When temporal correlations complete, each using up what came before.</summary>
    public static List<DateTimeOffset> Temporal(SigmaCorrelation definition, IReadOnlyList<CorrelatedEvent> events)
    {
        var completions = new List<DateTimeOffset>();
        var after = DateTimeOffset.MinValue;
        foreach (var time in events.Select(@event => @event.Time).Distinct().Order())
        {
            var window = events.Where(@event => @event.Time > after && @event.Time <= time && @event.Time >= time - definition.Timespan).ToList();
            if (!Holds(definition, window))
                continue;
            completions.Add(time);
            after = time;
        }
        return completions;
    }

    private static bool Holds(SigmaCorrelation definition, List<CorrelatedEvent> window)
    {
        var ordered = definition.Type == SigmaCorrelationType.TemporalOrdered;
        if (!definition.Presence.IsEmpty)
            return definition.Presence.Any(set => Assignable([.. set], window, [], ordered));
        var most = Enumerable.Range(0, 1 << definition.Rules.Length)
            .Where(bits => Assignable([.. Enumerable.Range(0, definition.Rules.Length).Where(slot => (bits & (1 << slot)) != 0)], window, [], ordered: false))
            .Max(bits => System.Numerics.BitOperations.PopCount((uint)bits));
        return definition.Condition.Holds(most);
    }

    private static bool Assignable(List<int> slots, List<CorrelatedEvent> window, List<CorrelatedEvent> used, bool ordered)
    {
        if (used.Count == slots.Count)
            return true;
        foreach (var @event in window)
        {
            if ((@event.Slots & (1UL << slots[used.Count])) == 0 || used.Contains(@event) || (ordered && used.Count > 0 && @event.Time < used[^1].Time))
                continue;
            used.Add(@event);
            var assignable = Assignable(slots, window, used, ordered);
            used.RemoveAt(used.Count - 1);
            if (assignable)
                return true;
        }
        return false;
    }

    private static decimal? Number(SigmaCorrelation definition, List<CorrelatedEvent> window)
    {
        var numbers = window.SelectMany(@event => @event.Values).Where(value => decimal.TryParse(value, out _)).Select(decimal.Parse).Order().ToList();
        return definition.Type switch
        {
            SigmaCorrelationType.EventCount => window.Count,
            SigmaCorrelationType.ValueCount => window.SelectMany(@event => @event.Values).Distinct().Count(),
            SigmaCorrelationType.ValueSum => numbers.Count == 0 ? null : numbers.Sum(),
            SigmaCorrelationType.ValueAverage => numbers.Count == 0 ? null : numbers.Sum() / numbers.Count,
            SigmaCorrelationType.ValuePercentile => numbers.Count == 0 ? null : numbers.First(number => 100m * numbers.Count(other => other <= number) / numbers.Count >= definition.Percentile),
            _ => throw new InvalidOperationException(),
        };
    }
}
