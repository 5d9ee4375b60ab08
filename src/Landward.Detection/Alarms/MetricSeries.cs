namespace Landward.Detection.Alarms;

/// <summary>The values of one metric over time, in buckets of a minute, or of a second where they came with high resolution.</summary>
public sealed class MetricSeries
{
    /// <summary>The length of a bucket of standard resolution, in seconds.</summary>
    public const int Minute = 60;

    private readonly SortedList<long, StatisticSet> _buckets = [];

    public bool IsEmpty => _buckets.Count == 0;

    /// <summary>The starts of the buckets, ascending, in seconds since 1970.</summary>
    public IList<long> Starts => _buckets.Keys;

    /// <summary>The bucket that the time falls into.</summary>
    /// <param name="second">Seconds since 1970.</param>
    /// <param name="resolution">60, or 1.</param>
    public StatisticSet At(long second, int resolution = Minute)
    {
        var start = second - (((second % resolution) + resolution) % resolution);
        if (!_buckets.TryGetValue(start, out var set))
            _buckets.Add(start, set = new StatisticSet());
        return set;
    }

    /// <summary>All values from the start up to, not including, the end; null when there are none.</summary>
    public StatisticSet? Between(long start, long end)
    {
        StatisticSet? sum = null;
        for (var i = FirstFrom(start); i < _buckets.Count && _buckets.Keys[i] < end; i++)
        {
            sum ??= new StatisticSet();
            sum.Add(_buckets.Values[i]);
        }
        return sum;
    }

    /// <summary>The first bucket that starts at the time or later; null when there is none.</summary>
    public long? NextStart(long from) => FirstFrom(from) is var index && index < _buckets.Count ? _buckets.Keys[index] : null;

    private int FirstFrom(long start)
    {
        int low = 0, high = _buckets.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_buckets.Keys[middle] < start)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
