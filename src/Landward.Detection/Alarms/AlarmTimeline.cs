using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>A change of an alarm's state.</summary>
/// <param name="At">When the evaluation was, in seconds since 1970.</param>
public sealed record AlarmTransition(long At, AlarmState From, AlarmState To, AlarmEvaluation Evaluation);

/// <summary>One alarm over one metric, advanced in event time. Data that comes for times already evaluated changes nothing before them.</summary>
/// <param name="evaluated">The last evaluation, in seconds since 1970; null: the first is at the end of the first period with data.</param>
public sealed class AlarmTimeline(AlarmDefinition alarm, MetricSeries series, long? evaluated = null)
{
    private long? _evaluated = evaluated;

    /// <summary>A new alarm has insufficient data; setting the state lasts until the next evaluation.</summary>
    public AlarmState State { get; set; } = AlarmState.InsufficientData;

    public AlarmDefinition Alarm => alarm;

    /// <summary>Evaluates at every interval up to and including the time, and returns the changes.</summary>
    /// <param name="until">Seconds since 1970.</param>
    public ImmutableArray<AlarmTransition> Advance(long until)
    {
        var changes = ImmutableArray.CreateBuilder<AlarmTransition>();
        var interval = alarm.EvaluationInterval;
        var range = new Datapoint[alarm.EvaluationRange];
        if ((_evaluated ?? FirstEvaluation()) is not { } at)
            return [];
        if (_evaluated is not null)
            at += interval;
        while (at <= until)
        {
            var empty = Fill(alarm, series, at, range);
            var evaluation = AlarmEvaluator.Evaluate(alarm, State, range);
            if (evaluation.State != State)
            {
                changes.Add(new AlarmTransition(at, State, evaluation.State, evaluation));
                State = evaluation.State;
            }
            _evaluated = at;
            // Without data the next evaluations say the same, until there is data again.
            at = empty ? AfterSilence(at, until) : at + interval;
        }
        return changes.ToImmutable();
    }

    /// <summary>The points of the range that ends at the time; true when all are missing.</summary>
    internal static bool Fill(AlarmDefinition alarm, MetricSeries series, long at, Span<Datapoint> range)
    {
        var empty = true;
        for (var i = 0; i < range.Length; i++)
        {
            var start = at - ((long)(range.Length - i) * alarm.Period);
            var values = series.Between(start, start + alarm.Period);
            range[i] = new Datapoint(start, values?.Value(alarm.Statistic), values is not null && values.Count < alarm.Statistic.SamplesNeeded);
            empty &= range[i].Value is null;
        }
        return empty;
    }

    private long? FirstEvaluation() => series.NextStart(long.MinValue) is { } first ? Ceiling(first + 1) : null;

    private long AfterSilence(long at, long until)
    {
        var interval = alarm.EvaluationInterval;
        if (series.NextStart(at) is { } next)
            return Math.Max(at + interval, Ceiling(next + 1));
        _evaluated = Math.Max(at, until - (((until - at) % interval + interval) % interval));
        return until + interval;
    }

    private long Ceiling(long second)
    {
        var interval = alarm.EvaluationInterval;
        return (second + interval - 1) / interval * interval;
    }
}
