namespace Landward.Detection.Alarms;

/// <summary>
/// Values and how often each was seen, for percentiles: exact up to <see cref="MaxExact"/> different values, in buckets 1 % wide
/// beyond. The result does not depend on the order in which values came.
/// </summary>
internal sealed class ValueDistribution
{
    internal const int MaxExact = 1_000;
    private const double Growth = 1.01;

    private readonly SortedDictionary<double, double> _counts = [];
    private bool _bucketed;

    public void Add(double value, double count)
    {
        var key = _bucketed ? Bucket(value) : value;
        _counts[key] = _counts.GetValueOrDefault(key) + count;
        if (!_bucketed && _counts.Count > MaxExact)
            Collapse();
    }

    public void Add(ValueDistribution other)
    {
        if (other._bucketed && !_bucketed)
            Collapse();
        foreach (var (value, count) in other._counts)
            Add(value, count);
    }

    /// <summary>The smallest value that at least so many percent of all values do not exceed.</summary>
    /// <param name="percent">0 to 100.</param>
    public double Percentile(double percent)
    {
        var total = _counts.Values.Sum();
        var rank = percent / 100 * total;
        double seen = 0;
        foreach (var (value, count) in _counts)
        {
            seen += count;
            if (seen >= rank)
                return value;
        }
        return _counts.Keys.LastOrDefault();
    }

    private void Collapse()
    {
        var exact = _counts.ToArray();
        _counts.Clear();
        _bucketed = true;
        foreach (var (value, count) in exact)
        {
            var key = Bucket(value);
            _counts[key] = _counts.GetValueOrDefault(key) + count;
        }
    }

    /// <summary>The lower bound of the value's bucket.</summary>
    private static double Bucket(double value) =>
        value == 0 ? 0 : Math.CopySign(Math.Pow(Growth, Math.Floor(Math.Log(Math.Abs(value), Growth))), value);
}
