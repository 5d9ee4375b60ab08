namespace Landward.Detection.Alarms;

/// <summary>The events that one metric counts: their times, values, and of each minute a few to cite.</summary>
internal sealed class MetricMatches
{
    /// <summary>How many events of a minute a finding can cite.</summary>
    private const int MaxCited = 5;

    /// <summary>What one of them costs of the room for events, texts aside.</summary>
    private const int CitedCost = 10;

    // By filter and event, so that an event that is delivered twice counts once.
    private readonly Dictionary<UInt128, (long Second, double Value)> _values = [];
    private readonly Dictionary<long, SortedSet<EventMatch>> _cited = [];

    public int Count => _values.Count;

    /// <summary>False when the event was counted before.</summary>
    public bool Add(UInt128 key, long second, double value) => _values.TryAdd(key, (second, value));

    /// <summary>Keeps the event for citing if it is among the first of its minute.</summary>
    /// <returns>What it costs of the room for events; nothing where it takes the place of another, or none.</returns>
    public int Cite(long second, Func<EventMatch> read)
    {
        var minute = second / MetricSeries.Minute;
        if (!_cited.TryGetValue(minute, out var cited))
            _cited.Add(minute, cited = []);
        // Most events of a busy minute come after those that are kept.
        if (cited.Count < MaxCited || second <= cited.Max!.Evidence.Time.ToUnixTimeSeconds())
        {
            var isMore = cited.Count < MaxCited;
            var match = read();
            Keep(cited, match);
            return isMore ? CitedCost + (match.Length / 24) : 0;
        }
        return 0;
    }

    public void Merge(MetricMatches other)
    {
        foreach (var (key, value) in other._values)
            _values.TryAdd(key, value);
        foreach (var (minute, matches) in other._cited)
        {
            if (!_cited.TryGetValue(minute, out var cited))
                _cited.Add(minute, cited = []);
            foreach (var match in matches)
                Keep(cited, match);
        }
    }

    /// <summary>The values as a series. Their order does not matter but for the last digits of sums, so they are added in order.</summary>
    public MetricSeries ToSeries()
    {
        var series = new MetricSeries();
        foreach (var (_, (second, value)) in _values.OrderBy(pair => pair.Value.Second).ThenBy(pair => pair.Value.Value).ThenBy(pair => pair.Key))
            series.At(second).Add(value);
        return series;
    }

    /// <summary>The events of the time from the start up to, not including, the end.</summary>
    public IEnumerable<EventMatch> Between(long start, long end)
    {
        for (var minute = start / MetricSeries.Minute; minute * MetricSeries.Minute < end; minute++)
        {
            foreach (var match in _cited.GetValueOrDefault(minute) ?? [])
                yield return match;
        }
    }

    private static void Keep(SortedSet<EventMatch> cited, EventMatch match)
    {
        cited.Add(match);
        if (cited.Count > MaxCited)
            cited.Remove(cited.Max!);
    }
}
