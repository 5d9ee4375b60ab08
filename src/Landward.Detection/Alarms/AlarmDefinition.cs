namespace Landward.Detection.Alarms;

/// <summary>What an alarm does where data points are missing.</summary>
public enum MissingData
{
    Missing,
    Ignore,
    Breaching,
    NotBreaching,
}

/// <summary>How a data point is compared with the threshold.</summary>
public enum AlarmComparison
{
    GreaterThanOrEqualToThreshold,
    GreaterThanThreshold,
    LessThanThreshold,
    LessThanOrEqualToThreshold,
}

/// <summary>A metric alarm, with the members of <c>PutMetricAlarm</c>.</summary>
/// <param name="Period">Seconds: 10, 20, 30 or a multiple of 60.</param>
/// <param name="EvaluationPeriods">N.</param>
/// <param name="DatapointsToAlarm">M: how many of the N must breach.</param>
/// <param name="IgnoresLowSamples"><c>EvaluateLowSampleCountPercentile: ignore</c>: a percentile of too few values changes nothing.</param>
public sealed record AlarmDefinition(
    string Name,
    MetricId Metric,
    AlarmStatistic Statistic,
    int Period,
    int EvaluationPeriods,
    int DatapointsToAlarm,
    double Threshold,
    AlarmComparison Comparison,
    MissingData TreatMissingData,
    bool IgnoresLowSamples)
{
    /// <summary>Metrics of DynamoDB are always treated so. Source: "Configuring how CloudWatch alarms treat missing data".</summary>
    public MissingData Treatment => Metric.Namespace == "AWS/DynamoDB" ? MissingData.Ignore : TreatMissingData;

    /// <summary>
    /// How many of the newest periods are looked at, those that are not reported among them: more than N, so that a late point
    /// does not count as missing. AWS names no figure; its tables show 5 for N = 3.
    /// </summary>
    public int EvaluationRange => EvaluationPeriods + Math.Max(EvaluationPeriods / 3, 2);

    /// <summary>
    /// Seconds between two evaluations: 10 for periods under a minute, an hour where the periods are more than a day, else a minute.
    /// Source: "Alarm evaluation", Amazon CloudWatch User Guide.
    /// </summary>
    public int EvaluationInterval => Period < 60 ? 10 : (long)Period * EvaluationPeriods > 86_400 ? 3_600 : 60;

    public bool IsBreaching(double value) => Comparison switch
    {
        AlarmComparison.GreaterThanOrEqualToThreshold => value >= Threshold,
        AlarmComparison.GreaterThanThreshold => value > Threshold,
        AlarmComparison.LessThanThreshold => value < Threshold,
        AlarmComparison.LessThanOrEqualToThreshold => value <= Threshold,
        _ => throw new InvalidOperationException($"{Comparison}"),
    };
}
