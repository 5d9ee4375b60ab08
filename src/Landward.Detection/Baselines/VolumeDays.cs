using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>
/// The days of a series in their order: most series have few, and events come in order of time. Of too many the newest are kept: a day that
/// was dropped is older than all of them, so it never comes back with half of what was counted.
/// </summary>
internal sealed class VolumeDays
{
    /// <summary>More days than logs are kept.</summary>
    public const int MaxDays = 1024;

    private DayVolume[] _days = new DayVolume[1];
    private uint? _dropped;

    public int Count { get; private set; }

    /// <summary>Oldest first.</summary>
    public ReadOnlySpan<DayVolume> All => _days.AsSpan(0, Count);

    /// <summary>What happened on the day; nothing when no event is of it.</summary>
    public DayVolume Find(uint day) => Place(day, out var isKnown) is var at && isKnown ? _days[at] : default;

    /// <summary>The day, until another one is added; a null reference when it is older than those that are kept.</summary>
    public ref DayVolume GetOrAdd(uint day)
    {
        var at = Place(day, out var isKnown);
        if (isKnown)
            return ref _days[at];
        if (day <= _dropped || (Count == MaxDays && at == 0))
        {
            _dropped = Math.Max(_dropped ?? 0, day);
            return ref Unsafe.NullRef<DayVolume>();
        }
        if (Count == MaxDays)
        {
            _dropped = _days[0].Day;
            RemoveAt(0);
            at--;
        }
        if (Count == _days.Length)
            Array.Resize(ref _days, Count * 2);
        Array.Copy(_days, at, _days, at + 1, Count - at);
        Count++;
        _days[at] = new DayVolume { Day = day };
        return ref _days[at];
    }

    public void Remove(uint day)
    {
        if (Place(day, out var isKnown) is var at && isKnown)
            RemoveAt(at);
    }

    private void RemoveAt(int at)
    {
        Count--;
        Array.Copy(_days, at + 1, _days, at, Count - at);
        _days[Count] = default;
    }

    /// <summary>Where the day stands, or would stand.</summary>
    private int Place(uint day, out bool isKnown)
    {
        isKnown = Count > 0 && _days[Count - 1].Day == day;
        if (isKnown)
            return Count - 1;
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_days[middle].Day < day)
                low = middle + 1;
            else
                high = middle;
        }
        isKnown = low < Count && _days[low].Day == day;
        return low;
    }
}
