namespace Landward.Detection.Alarms;

/// <summary>What CloudWatch keeps of the values of one period.</summary>
public sealed class StatisticSet
{
    private readonly ValueDistribution _values = new();

    public double Count { get; private set; }

    public double Sum { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether values came only as a summary, of which no percentiles can be told.</summary>
    public bool IsSummary { get; private set; }

    public void Add(double value, double count = 1)
    {
        Count += count;
        Sum += value * count;
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
        _values.Add(value, count);
    }

    /// <summary>Adds the <c>StatisticValues</c> of <c>PutMetricData</c>.</summary>
    public void AddSummary(double count, double sum, double minimum, double maximum)
    {
        Count += count;
        Sum += sum;
        Minimum = Math.Min(Minimum, minimum);
        Maximum = Math.Max(Maximum, maximum);
        // "Percentile statistics are not available for metrics published as a statistic set", unless all values are the same.
        if (minimum.Equals(maximum))
            _values.Add(minimum, count);
        else
            IsSummary = true;
    }

    public void Add(StatisticSet other)
    {
        Count += other.Count;
        Sum += other.Sum;
        Minimum = Math.Min(Minimum, other.Minimum);
        Maximum = Math.Max(Maximum, other.Maximum);
        IsSummary |= other.IsSummary;
        _values.Add(other._values);
    }

    /// <summary>Null when nothing was measured, or the statistic cannot be told.</summary>
    public double? Value(AlarmStatistic statistic)
    {
        if (Count <= 0)
            return null;
        return statistic.Kind switch
        {
            StatisticKind.SampleCount => Count,
            StatisticKind.Sum => Sum,
            StatisticKind.Average => Sum / Count,
            StatisticKind.Minimum => Minimum,
            StatisticKind.Maximum => Maximum,
            StatisticKind.Percentile => IsSummary ? null : _values.Percentile(statistic.Percent),
            _ => throw new ArgumentOutOfRangeException(nameof(statistic), statistic.Kind, null),
        };
    }
}
