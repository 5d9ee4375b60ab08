using System.Globalization;
using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>A number about the events of a window, kept up to date as they enter and leave.</summary>
internal abstract class WindowNumber
{
    /// <summary>The number; null where the window has none (no value at all).</summary>
    public abstract decimal? Value { get; }

    public static WindowNumber Of(SigmaCorrelation definition) => definition.Type switch
    {
        SigmaCorrelationType.EventCount => new EventCountNumber(),
        SigmaCorrelationType.ValueCount => new ValueCountNumber(),
        SigmaCorrelationType.ValueSum => new SumNumber(mean: false),
        SigmaCorrelationType.ValueAverage => new SumNumber(mean: true),
        SigmaCorrelationType.ValuePercentile when definition.Percentile is { } percentile => new PercentileNumber(percentile),
        SigmaCorrelationType.ValuePercentile => new ShareNumber(),
        _ => throw new ArgumentOutOfRangeException(nameof(definition), definition.Type, null),
    };

    public abstract void Enter(CorrelatedEvent @event);

    public abstract void Leave(CorrelatedEvent @event);

    public abstract void Clear();
}

internal sealed class EventCountNumber : WindowNumber
{
    private int _count;

    public override decimal? Value => _count;

    public override void Enter(CorrelatedEvent @event) => _count++;

    public override void Leave(CorrelatedEvent @event) => _count--;

    public override void Clear() => _count = 0;
}

internal sealed class ValueCountNumber : WindowNumber
{
    private readonly ValueTally _tally = new();

    public override decimal? Value => _tally.Different;

    public override void Enter(CorrelatedEvent @event) => _tally.Enter(@event);

    public override void Leave(CorrelatedEvent @event) => _tally.Leave(@event);

    public override void Clear() => _tally.Clear();
}

/// <summary>How large a share of all values, in percent, one of them has.</summary>
internal sealed class ShareNumber : WindowNumber
{
    private readonly ValueTally _tally = new();

    public override decimal? Value => null;

    public decimal Of(string value) => 100m * _tally.Count(value) / _tally.Total;

    public override void Enter(CorrelatedEvent @event) => _tally.Enter(@event);

    public override void Leave(CorrelatedEvent @event) => _tally.Leave(@event);

    public override void Clear() => _tally.Clear();
}

/// <summary>The sum of the numbers, or their mean.</summary>
internal sealed class SumNumber(bool mean) : WindowNumber
{
    private decimal _sum;
    private int _count;

    public override decimal? Value => _count == 0 ? null : mean ? _sum / _count : _sum;

    public override void Enter(CorrelatedEvent @event)
    {
        foreach (var number in EventNumbers.Of(@event))
        {
            _sum += number;
            _count++;
        }
    }

    public override void Leave(CorrelatedEvent @event)
    {
        foreach (var number in EventNumbers.Of(@event))
        {
            _sum -= number;
            _count--;
        }
    }

    public override void Clear() => (_sum, _count) = (0, 0);
}

/// <summary>A percentile by nearest rank: the smallest number that at least so many percent do not exceed.</summary>
internal sealed class PercentileNumber(decimal percentile) : WindowNumber
{
    private readonly List<decimal> _sorted = [];

    public override decimal? Value =>
        _sorted.Count == 0 ? null : _sorted[Math.Max(1, (int)Math.Ceiling(percentile / 100m * _sorted.Count)) - 1];

    public override void Enter(CorrelatedEvent @event)
    {
        foreach (var number in EventNumbers.Of(@event))
        {
            var place = _sorted.BinarySearch(number);
            _sorted.Insert(place < 0 ? ~place : place, number);
        }
    }

    public override void Leave(CorrelatedEvent @event)
    {
        foreach (var number in EventNumbers.Of(@event))
            _sorted.RemoveAt(_sorted.BinarySearch(number));
    }

    public override void Clear() => _sorted.Clear();
}

/// <summary>How often each value occurs in a window.</summary>
internal sealed class ValueTally
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Total { get; private set; }

    public int Different => _counts.Count;

    public int Count(string value) => _counts.GetValueOrDefault(value);

    public void Enter(CorrelatedEvent @event)
    {
        foreach (var value in @event.Values)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + 1;
            Total++;
        }
    }

    public void Leave(CorrelatedEvent @event)
    {
        foreach (var value in @event.Values)
        {
            if (--_counts[value] == 0)
                _counts.Remove(value);
            Total--;
        }
    }

    public void Clear()
    {
        _counts.Clear();
        Total = 0;
    }
}

/// <summary>The numbers among an event's values; what is none, or beyond all that a log counts, is left out.</summary>
internal static class EventNumbers
{
    /// <summary>With <see cref="Decimals"/>, sums of more events than are ever held stay exact, so they do not depend on order.</summary>
    private const decimal Largest = 1_000_000_000_000_000m;

    private const int Decimals = 6;

    public static IEnumerable<decimal> Of(CorrelatedEvent @event)
    {
        foreach (var value in @event.Values)
        {
            if (decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= Largest)
                yield return Math.Round(number, Decimals);
        }
    }
}
