using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Landward.Detection;

/// <summary>A range of numbers with a value.</summary>
internal readonly record struct ValuedRange<T>(T First, T Last, int Value);

/// <summary>
/// Ranges of numbers by binary search. Ranges may overlap: a number belongs to the narrowest one around it, as in routing. A table of
/// the top 16 bits narrows the search to a handful of steps.
/// </summary>
internal sealed class RangeIndex<T>
    where T : unmanaged, IBinaryInteger<T>, IUnsignedNumber<T>, IMinMaxValue<T>
{
    private const int TableBits = 16;
    private static readonly int Shift = (Unsafe.SizeOf<T>() * 8) - TableBits;

    private readonly T[] _firsts;
    private readonly T[] _lasts;
    private readonly int[] _values;
    private readonly int[] _table;

    public RangeIndex(IEnumerable<ValuedRange<T>> ranges)
    {
        var segments = Flatten([.. ranges]);
        _firsts = [.. segments.Select(segment => segment.First)];
        _lasts = [.. segments.Select(segment => segment.Last)];
        _values = [.. segments.Select(segment => segment.Value)];
        _table = Table(_firsts);
    }

    /// <summary>How many segments there are once overlaps are cut.</summary>
    public int Count => _firsts.Length;

    /// <summary>The value of the narrowest range around the number; false when there is none. Allocates nothing.</summary>
    public bool TryFind(T number, out int value)
    {
        value = -1;
        if (_firsts.Length == 0)
            return false;
        var bucket = int.CreateTruncating(number >>> Shift);
        // The last segment that starts at or before the number stands before `high`.
        int low = _table[bucket], high = _table[bucket + 1];
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_firsts[middle] <= number)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0 || number > _lasts[low - 1])
            return false;
        value = _values[low - 1];
        return true;
    }

    /// <summary>By top bits: how many segments start below them.</summary>
    private static int[] Table(T[] firsts)
    {
        var table = new int[firsts.Length == 0 ? 0 : (1 << TableBits) + 1];
        var position = 0;
        for (var bucket = 0; bucket < table.Length; bucket++)
        {
            while (position < firsts.Length && int.CreateTruncating(firsts[position] >>> Shift) < bucket)
                position++;
            table[bucket] = position;
        }
        return table;
    }

    /// <summary>Cuts overlapping ranges into segments; the narrowest wins, then the one given first.</summary>
    private static ImmutableArray<ValuedRange<T>> Flatten(ValuedRange<T>[] ranges)
    {
        var order = Enumerable.Range(0, ranges.Length).OrderBy(i => ranges[i].First).ThenBy(i => i).ToArray();
        var segments = ImmutableArray.CreateBuilder<ValuedRange<T>>(ranges.Length);
        var open = new PriorityQueue<int, (T Width, int Order)>();
        var next = 0;
        var at = T.Zero;
        while (next < order.Length || open.Count > 0)
        {
            if (open.Count == 0)
                at = T.Max(at, ranges[order[next]].First);
            for (; next < order.Length && ranges[order[next]].First <= at; next++)
                open.Enqueue(order[next], (ranges[order[next]].Last - ranges[order[next]].First, order[next]));
            while (open.TryPeek(out var ended, out _) && ranges[ended].Last < at)
                open.Dequeue();
            if (!open.TryPeek(out var narrowest, out _))
                continue;
            var last = ranges[narrowest].Last;
            if (next < order.Length && ranges[order[next]].First <= last)
                last = ranges[order[next]].First - T.One;
            Append(segments, new ValuedRange<T>(at, last, ranges[narrowest].Value));
            if (last == T.MaxValue)
                break;
            at = last + T.One;
        }
        return segments.DrainToImmutable();
    }

    private static void Append(ImmutableArray<ValuedRange<T>>.Builder segments, ValuedRange<T> segment)
    {
        if (segments.Count > 0 && segments[^1] is var previous && previous.Value == segment.Value && previous.Last + T.One == segment.First)
            segments[^1] = previous with { Last = segment.Last };
        else
            segments.Add(segment);
    }
}
