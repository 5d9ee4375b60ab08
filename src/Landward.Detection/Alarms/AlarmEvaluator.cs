using System.Collections.Immutable;

namespace Landward.Detection.Alarms;

/// <summary>A value of the evaluation range.</summary>
/// <param name="Start">The start of its period, in seconds since 1970.</param>
/// <param name="Value">Null: missing.</param>
/// <param name="HasFewSamples">A percentile of fewer values than it needs.</param>
public readonly record struct Datapoint(long Start, double? Value, bool HasFewSamples = false);

/// <summary>What an evaluation said.</summary>
/// <param name="Breaching">The breaching points that were counted, oldest first.</param>
/// <param name="Evaluated">The real points that were counted, oldest first.</param>
/// <param name="Filled">How many missing points were filled in.</param>
public sealed record AlarmEvaluation(AlarmState State, ImmutableArray<Datapoint> Breaching, ImmutableArray<Datapoint> Evaluated, int Filled);

/// <summary>
/// Decides an alarm's state from the points of its evaluation range. Source: "Configuring how CloudWatch alarms treat missing data" and its
/// tables, Amazon CloudWatch User Guide.
/// </summary>
/// <remarks>
/// (1) N real points in the range or more: the N newest decide, and the treatment is not used. (2) Fewer: all of them count, and what lacks
/// is filled in. (3) Where missing points fill nothing in (missing, ignore), a point that does not breach shows that the alarm has data:
/// M breaching points give ALARM, fewer OK. (4) Where all real points breach but are fewer than M, a state must not change too early:
/// `missing` gives ALARM once the oldest is M periods old, `ignore` keeps the state.
/// </remarks>
public static class AlarmEvaluator
{
    /// <param name="range">Oldest first; <see cref="AlarmDefinition.EvaluationRange"/> points.</param>
    public static AlarmEvaluation Evaluate(AlarmDefinition alarm, AlarmState current, ReadOnlySpan<Datapoint> range)
    {
        var real = ImmutableArray.CreateBuilder<Datapoint>();
        foreach (var point in range)
        {
            if (point.Value is not null)
                real.Add(point);
        }
        while (real.Count > alarm.EvaluationPeriods)
            real.RemoveAt(0);
        var evaluated = real.ToImmutable();
        var breaching = evaluated.RemoveAll(point => !alarm.IsBreaching(point.Value!.Value));
        var filled = alarm.EvaluationPeriods - evaluated.Length;
        var state = alarm.IgnoresLowSamples && evaluated.Any(point => point.HasFewSamples)
            ? current
            : Decide(alarm, current, evaluated, breaching, filled, range);
        return new AlarmEvaluation(state, breaching, evaluated, filled);
    }

    private static AlarmState Decide(
        AlarmDefinition alarm,
        AlarmState current,
        ImmutableArray<Datapoint> evaluated,
        ImmutableArray<Datapoint> breaching,
        int filled,
        ReadOnlySpan<Datapoint> range)
    {
        var needed = alarm.DatapointsToAlarm;
        if (breaching.Length >= needed)
            return AlarmState.Alarm;
        if (filled == 0)
            return AlarmState.Ok;
        switch (alarm.Treatment)
        {
            case MissingData.NotBreaching:
                return AlarmState.Ok;
            case MissingData.Breaching:
                return breaching.Length + filled >= needed ? AlarmState.Alarm : AlarmState.Ok;
            case MissingData.Ignore:
                return evaluated.Length > breaching.Length ? AlarmState.Ok : current;
            default:
                if (evaluated.IsEmpty)
                    return AlarmState.InsufficientData;
                if (evaluated.Length > breaching.Length)
                    return AlarmState.Ok;
                if (Age(evaluated[0], range) >= needed)
                    return AlarmState.Alarm;
                // Data is there, so it is not insufficient.
                return current == AlarmState.InsufficientData ? AlarmState.Ok : current;
        }
    }

    /// <summary>1 for the newest period of the range.</summary>
    private static int Age(Datapoint point, ReadOnlySpan<Datapoint> range)
    {
        var index = range.Length - 1;
        while (index >= 0 && range[index].Start != point.Start)
            index--;
        return range.Length - index;
    }
}
