using System.Numerics;

namespace Landward.Detection.Callers;

/// <summary>In how many different hours something was at work; things are hashes.</summary>
/// <remarks>
/// Bounded, and still the same in whatever order things come: of too many, those with the smallest hashes are kept. One that is dropped
/// would be dropped again, so what is known of the others is complete.
/// </remarks>
internal sealed class HourTable(int capacity)
{
    private const int Recent = 1024;

    private readonly Dictionary<ulong, ulong> _hours = [];
    private readonly (ulong Key, ulong Hours)[] _recent = new (ulong, ulong)[Recent];
    private ulong _limit = ulong.MaxValue;

    public int Count => _hours.Count;

    /// <param name="hours">A bit for each hour.</param>
    public void Add(ulong key, ulong hours)
    {
        // Most events repeat who was at work a moment ago.
        ref var recent = ref _recent[key % Recent];
        if (recent.Key == key && (recent.Hours & hours) == hours)
            return;
        recent = (key, recent.Key == key ? recent.Hours | hours : hours);
        if (key == 0 || key > _limit)
            return;
        _hours[key] = _hours.GetValueOrDefault(key) | hours;
        if (_hours.Count >= capacity + Math.Max(1, capacity / 4))
            Trim();
    }

    public void Merge(HourTable other)
    {
        foreach (var (key, hours) in other._hours)
            Add(key, hours);
    }

    /// <summary>As <see cref="Merge"/>, and empties the other, which refuses from then on what this one refuses.</summary>
    public void Take(HourTable other)
    {
        Merge(other);
        other._hours.Clear();
        other._hours.TrimExcess();
        other._limit = Math.Min(other._limit, _limit);
    }

    public int Hours(ulong key) => BitOperations.PopCount(Bits(key));

    /// <summary>The bits that were added for the key.</summary>
    public ulong Bits(ulong key)
    {
        if (_hours.Count > capacity)
            Trim();
        return _hours.GetValueOrDefault(key);
    }

    /// <summary>The hours of everything together.</summary>
    public int Total() => _hours.Values.Sum(BitOperations.PopCount);

    private void Trim()
    {
        var keys = _hours.Keys.Order().ToArray();
        foreach (var key in keys.AsSpan(capacity))
            _hours.Remove(key);
        _limit = keys[capacity - 1];
    }
}
