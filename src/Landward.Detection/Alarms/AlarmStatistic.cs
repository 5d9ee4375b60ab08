using System.Globalization;

namespace Landward.Detection.Alarms;

/// <summary>The statistics of CloudWatch that alarms use here.</summary>
public enum StatisticKind
{
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
    Percentile,
}

/// <summary>A statistic: <c>Sum</c>, <c>p99.9</c>.</summary>
/// <param name="Percent">0 to 100, of a percentile.</param>
public readonly record struct AlarmStatistic(StatisticKind Kind, double Percent = 0)
{
    /// <summary>Null when the text names no statistic that is known here.</summary>
    public static AlarmStatistic? Parse(string? text) => text switch
    {
        "SampleCount" => new AlarmStatistic(StatisticKind.SampleCount),
        "Average" => new AlarmStatistic(StatisticKind.Average),
        "Sum" => new AlarmStatistic(StatisticKind.Sum),
        "Minimum" => new AlarmStatistic(StatisticKind.Minimum),
        "Maximum" => new AlarmStatistic(StatisticKind.Maximum),
        ['p', .. var percent] when double.TryParse(percent, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 100 =>
            new AlarmStatistic(StatisticKind.Percentile, number),
        _ => null,
    };

    /// <summary>
    /// How many values a percentile needs to be significant: 10/(1-p) from the median up, 10/p below. Source: "Percentile-based CloudWatch
    /// alarms and low data samples", Amazon CloudWatch User Guide.
    /// </summary>
    public double SamplesNeeded
    {
        get
        {
            if (Kind != StatisticKind.Percentile)
                return 0;
            var p = Percent / 100;
            return p >= 0.5 ? 10 / (1 - p) : 10 / p;
        }
    }

    public override string ToString() => Kind == StatisticKind.Percentile ? $"p{Percent.ToString(CultureInfo.InvariantCulture)}" : Kind.ToString();
}
