using Landward.Detection.Alarms;

namespace Landward.Tests.Detection.Alarms;

public sealed class AlarmTimelineTests
{
    private const long Start = 1_800_000_000;

    [Fact]
    public void An_alarm_goes_to_alarm_at_the_end_of_the_minute_and_back_when_its_window_has_passed()
    {
        var series = new MetricSeries();
        series.At(Start + 30).Add(1);
        var timeline = new AlarmTimeline(Alarm(period: 300, MissingData.NotBreaching), series);
        // The range is three periods: the point counts until it has left all of them.
        timeline.Advance(Start + 3_600).Select(change => change.State()).ShouldBe([(60, AlarmState.Alarm), (960, AlarmState.Ok)]);
    }

    [Fact]
    public void Periods_slide_from_minute_to_minute()
    {
        var series = new MetricSeries();
        series.At(Start + 240).Add(1);
        series.At(Start + 360).Add(1);
        var timeline = new AlarmTimeline(Alarm(period: 300, MissingData.NotBreaching) with { Threshold = 2 }, series);
        // No period that starts at a multiple of five minutes has both points; the one that ends seven minutes in has.
        timeline.Advance(Start + 420).Select(change => change.State()).ShouldBe([(300, AlarmState.Ok), (420, AlarmState.Alarm)]);
    }

    [Fact]
    public void An_alarm_advanced_in_steps_changes_as_one_advanced_at_once()
    {
        var random = new System.Random(LongSuite.Seed);
        for (var round = 0; round < LongSuite.Times(30); round++)
        {
            var series = new MetricSeries();
            for (var i = random.Next(1, 20); i > 0; i--)
                series.At(Start + random.Next(20_000)).Add(random.Next(3));
            var alarm = Alarm(random.Next(1, 5) * 60, (MissingData)random.Next(4)) with { EvaluationPeriods = 3, DatapointsToAlarm = random.Next(1, 4) };
            var whole = new AlarmTimeline(alarm, series).Advance(Start + 30_000).Select(change => (change.At, change.To)).ToArray();
            var stepped = new AlarmTimeline(alarm, series);
            var steps = Enumerable.Range(0, 301).SelectMany(step => stepped.Advance(Start + (step * 100))).Select(change => (change.At, change.To)).ToArray();
            steps.ShouldBe(whole, $"seed {LongSuite.Seed}, round {round}");
            EveryMinute(alarm, series, Start + 30_000).ShouldBe(whole, $"seed {LongSuite.Seed}, round {round}: silence is skipped");
        }
    }

    [Fact]
    public void Periods_under_a_minute_are_evaluated_every_ten_seconds()
    {
        var series = new MetricSeries();
        series.At(Start + 12, 1).Add(1);
        var timeline = new AlarmTimeline(Alarm(period: 10, MissingData.NotBreaching), series);
        timeline.Advance(Start + 60)[0].State().ShouldBe((20, AlarmState.Alarm));
    }

    [Fact]
    public void Statistics_are_those_of_all_values_of_the_period()
    {
        var set = new StatisticSet();
        foreach (var value in (double[])[1, 2, 3, 10])
            set.Add(value);
        double? Value(string statistic) => set.Value(AlarmStatistic.Parse(statistic)!.Value);
        Value("SampleCount").ShouldBe(4);
        Value("Sum").ShouldBe(16);
        Value("Average").ShouldBe(4);
        Value("Minimum").ShouldBe(1);
        Value("Maximum").ShouldBe(10);
        Value("p50").ShouldBe(2);
        Value("p99").ShouldBe(10);
        new StatisticSet().Value(AlarmStatistic.Parse("Sum")!.Value).ShouldBeNull();
    }

    [Fact]
    public void Percentiles_of_many_values_are_within_one_percent_whatever_the_order()
    {
        var values = Enumerable.Range(1, 50_000).Select(value => (double)value).ToArray();
        var (forward, backward) = (new StatisticSet(), new StatisticSet());
        foreach (var value in values)
            forward.Add(value);
        foreach (var value in values.Reverse())
            backward.Add(value);
        foreach (var percent in (double[])[10, 50, 99, 99.9])
        {
            var exact = percent / 100 * values.Length;
            forward.Value(new AlarmStatistic(StatisticKind.Percentile, percent))!.Value.ShouldBeInRange(exact * 0.989, exact * 1.011);
            backward.Value(new AlarmStatistic(StatisticKind.Percentile, percent)).ShouldBe(forward.Value(new AlarmStatistic(StatisticKind.Percentile, percent)));
        }
    }

    private static AlarmDefinition Alarm(int period, MissingData treatment) => new(
        "a", new MetricId("n", "m", []), new AlarmStatistic(StatisticKind.Sum), period, 1, 1, 1, AlarmComparison.GreaterThanOrEqualToThreshold, treatment, false);

    private static (long, AlarmState)[] EveryMinute(AlarmDefinition alarm, MetricSeries series, long until)
    {
        var changes = new List<(long, AlarmState)>();
        var state = AlarmState.InsufficientData;
        var range = new Datapoint[alarm.EvaluationRange];
        for (var at = (series.Starts[0] / 60 * 60) + 60; at <= until; at += 60)
        {
            AlarmTimeline.Fill(alarm, series, at, range);
            var next = AlarmEvaluator.Evaluate(alarm, state, range).State;
            if (next != state)
                changes.Add((at, next));
            state = next;
        }
        return [.. changes];
    }
}

file static class TransitionParts
{
    public static (long Second, AlarmState State) State(this AlarmTransition transition) => (transition.At - 1_800_000_000, transition.To);
}
