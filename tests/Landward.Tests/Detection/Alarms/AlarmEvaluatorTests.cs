using Landward.Detection.Alarms;

namespace Landward.Tests.Detection.Alarms;

/// <summary>
/// The tables of "Configuring how CloudWatch alarms treat missing data", Amazon CloudWatch User Guide: 0 does not breach, X breaches,
/// - is missing, the newest on the right. KEEP: the state stays what it was.
/// </summary>
public sealed class AlarmEvaluatorTests
{
    public static TheoryData<string, int, int, string, string, string, string> Tables => new()
    {
        { "0 - X - X", 3, 0, "OK", "OK", "OK", "OK" },
        { "0 - - - -", 3, 2, "OK", "OK", "OK", "OK" },
        { "- - - - -", 3, 3, "INSUFFICIENT_DATA", "KEEP", "ALARM", "OK" },
        { "0 X X - X", 3, 0, "ALARM", "ALARM", "ALARM", "ALARM" },
        { "- - X - -", 3, 2, "ALARM", "KEEP", "ALARM", "OK" },
        { "0 - X - X", 2, 0, "ALARM", "ALARM", "ALARM", "ALARM" },
        { "0 0 X 0 X", 2, 0, "ALARM", "ALARM", "ALARM", "ALARM" },
        { "0 - X - -", 2, 1, "OK", "OK", "ALARM", "OK" },
        { "- - - - 0", 2, 2, "OK", "OK", "ALARM", "OK" },
        { "- - - X -", 2, 2, "ALARM", "KEEP", "ALARM", "OK" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Missing_data_is_treated_as_in_the_tables_of_AWS(string points, int datapointsToAlarm, int filled, string missing, string ignore, string breaching, string notBreaching)
    {
        foreach (var current in Enum.GetValues<AlarmState>())
        {
            foreach (var (treatment, expected) in new[] { (MissingData.Missing, missing), (MissingData.Ignore, ignore), (MissingData.Breaching, breaching), (MissingData.NotBreaching, notBreaching) })
            {
                var evaluation = Evaluate(points, datapointsToAlarm, treatment, current);
                evaluation.State.Name().ShouldBe(expected == "KEEP" ? current.Name() : expected, $"{points}, {treatment}, from {current}");
                evaluation.Filled.ShouldBe(filled);
            }
        }
    }

    [Theory]
    [InlineData("- - - - X")]
    [InlineData("- - - X -")]
    public void A_lone_breaching_point_does_not_alarm_before_it_is_as_old_as_the_points_to_alarm(string points)
    {
        Evaluate(points, 3, MissingData.Missing, AlarmState.Ok).State.ShouldBe(AlarmState.Ok);
        Evaluate(points, 3, MissingData.Missing, AlarmState.Alarm).State.ShouldBe(AlarmState.Alarm);
        Evaluate(points, 3, MissingData.Missing, AlarmState.InsufficientData).State.ShouldBe(AlarmState.Ok);
    }

    [Fact]
    public void Metrics_of_DynamoDB_are_always_treated_with_ignore()
    {
        var alarm = Alarm(3, MissingData.Breaching) with { Metric = new MetricId("AWS/DynamoDB", "UserErrors", []) };
        AlarmEvaluator.Evaluate(alarm, AlarmState.Ok, Points("- - - - -")).State.ShouldBe(AlarmState.Ok);
    }

    [Theory]
    [InlineData(AlarmComparison.GreaterThanOrEqualToThreshold, false, true, true)]
    [InlineData(AlarmComparison.GreaterThanThreshold, false, false, true)]
    [InlineData(AlarmComparison.LessThanOrEqualToThreshold, true, true, false)]
    [InlineData(AlarmComparison.LessThanThreshold, true, false, false)]
    public void Operators_compare_with_the_threshold(AlarmComparison comparison, bool below, bool at, bool above)
    {
        var alarm = Alarm(1, MissingData.Missing) with { Comparison = comparison };
        (alarm.IsBreaching(0.5), alarm.IsBreaching(1), alarm.IsBreaching(1.5)).ShouldBe((below, at, above));
    }

    [Fact]
    public void A_percentile_of_too_few_values_changes_nothing_where_it_is_ignored()
    {
        var alarm = Alarm(1, MissingData.Missing) with { EvaluationPeriods = 1, Statistic = new AlarmStatistic(StatisticKind.Percentile, 99), IgnoresLowSamples = true };
        Datapoint[] range = [new(0, null), new(60, null), new(120, 5, HasFewSamples: true)];
        AlarmEvaluator.Evaluate(alarm, AlarmState.Ok, range).State.ShouldBe(AlarmState.Ok);
        AlarmEvaluator.Evaluate(alarm with { IgnoresLowSamples = false }, AlarmState.Ok, range).State.ShouldBe(AlarmState.Alarm);
    }

    [Theory]
    [InlineData("p99", 1000)]
    [InlineData("p50", 20)]
    [InlineData("p10", 100)]
    [InlineData("Sum", 0)]
    public void A_percentile_needs_so_many_values(string statistic, double needed) =>
        AlarmStatistic.Parse(statistic)!.Value.SamplesNeeded.ShouldBe(needed, 1e-6);

    private static AlarmEvaluation Evaluate(string points, int datapointsToAlarm, MissingData treatment, AlarmState current) =>
        AlarmEvaluator.Evaluate(Alarm(datapointsToAlarm, treatment), current, Points(points));

    private static AlarmDefinition Alarm(int datapointsToAlarm, MissingData treatment) => new(
        "a", new MetricId("n", "m", []), new AlarmStatistic(StatisticKind.Sum), 60, 3, datapointsToAlarm, 1, AlarmComparison.GreaterThanOrEqualToThreshold, treatment, false);

    private static Datapoint[] Points(string points) =>
        [.. points.Split(' ').Select((point, index) => new Datapoint(index * 60, point == "-" ? null : point == "X" ? 1 : 0))];
}
