using System.Runtime.CompilerServices;
using System.Text;

namespace Landward.Detection.Baselines;

/// <summary>
/// The values of one dimension of one principal, at most <paramref name="limit"/>. When there are more, those seen first are kept: what
/// was learned stays, whatever comes later, and in whatever order events were read.
/// </summary>
/// <remarks>
/// A value that ends among the kept has its exact first time: when that event came, fewer than the limit were earlier, and times only
/// decrease, so it was never dropped afterwards. Its count may lack events, so a set that overflowed says nothing about counts.
/// </remarks>
internal sealed class ValueSet(int limit)
{
    private const int LongestText = 256;
    private ValueRow[] _rows = new ValueRow[4];

    /// <summary>No value was seen first after this; first times only become earlier.</summary>
    private uint _latest;

    public int Count { get; private set; }

    /// <summary>There were more values than are kept.</summary>
    public bool Overflowed { get; set; }

    /// <summary>The rows in no order; those without a key are empty.</summary>
    public ReadOnlySpan<ValueRow> Rows => _rows;

    /// <summary>The slot of a value, or -1.</summary>
    public int Find(ulong key)
    {
        var mask = _rows.Length - 1;
        for (var slot = (int)key & mask; _rows[slot].Key != 0; slot = (slot + 1) & mask)
        {
            if (_rows[slot].Key == key)
                return slot;
        }
        return -1;
    }

    /// <summary>The row of a slot that <see cref="Find"/> or <see cref="Touch"/> gave, while nothing was added since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ValueRow Row(int slot) => ref _rows[slot];

    /// <summary>Whether the slot still holds the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(int slot, ulong key) => (uint)slot < (uint)_rows.Length && _rows[slot].Key == key;

    /// <summary>Whether a value that has no row gets none when it is seen at that time, nor later.</summary>
    public bool Refuses(uint time) => Count >= limit && (time > _latest || time > (_latest = Latest()));

    /// <summary>Counts an event with the value; the slot, or -1 when there is no room for it.</summary>
    public int Touch(ulong key, ReadOnlySpan<byte> text, uint time, uint count)
    {
        var slot = Find(key);
        if (slot >= 0)
        {
            _rows[slot].Add(time, time, count);
            return slot;
        }
        // Texts that come in endless variety are refused before anything is made of them.
        if (Refuses(time))
        {
            Overflowed = true;
            return -1;
        }
        return text.Length > LongestText ? -1 : Add(new ValueRow { Key = key, First = time, Last = time, Count = count, Text = Encoding.UTF8.GetString(text) });
    }

    /// <summary>Adds a row, or what it knows to the row of the same value.</summary>
    public int Add(ValueRow row)
    {
        var slot = Find(row.Key);
        if (slot >= 0)
        {
            _rows[slot].Add(row.First, row.Last, row.Count);
            _rows[slot].IsHeld |= row.IsHeld;
            return slot;
        }
        if (Count >= limit && !MakeRoom(row))
            return -1;
        if ((Count + 1) * 2 > _rows.Length)
            Rebuild(_rows.Length * 2);
        Count++;
        _latest = Math.Max(_latest, row.First);
        return Place(_rows, row);
    }

    public void Merge(ValueSet other)
    {
        Overflowed |= other.Overflowed;
        foreach (var row in other._rows)
        {
            if (row.Key != 0)
                Add(row);
        }
    }

    /// <summary>Takes held values as known since the time given; how many there were.</summary>
    public int Accept(uint since)
    {
        var accepted = 0;
        foreach (ref var row in _rows.AsSpan())
        {
            if (row.Key == 0 || !row.IsHeld)
                continue;
            (row.IsHeld, row.First) = (false, Math.Min(row.First, since));
            accepted++;
        }
        return accepted;
    }

    /// <summary>The values seen first, oldest first.</summary>
    public IEnumerable<ValueRow> Oldest() =>
        _rows.Where(row => row.Key != 0).OrderBy(row => row.First).ThenBy(row => row.Text, StringComparer.Ordinal);

    private static int Place(ValueRow[] rows, ValueRow row)
    {
        var mask = rows.Length - 1;
        var slot = (int)row.Key & mask;
        while (rows[slot].Key != 0)
            slot = (slot + 1) & mask;
        rows[slot] = row;
        return slot;
    }

    private uint Latest()
    {
        uint latest = 0;
        foreach (ref readonly var row in _rows.AsSpan())
            latest = row.Key != 0 ? Math.Max(latest, row.First) : latest;
        return latest;
    }

    /// <summary>Drops the value seen last, if the new one was seen before it.</summary>
    private bool MakeRoom(in ValueRow row)
    {
        Overflowed = true;
        var latest = -1;
        for (var slot = 0; slot < _rows.Length; slot++)
        {
            if (_rows[slot].Key != 0 && (latest < 0 || IsLater(_rows[slot], _rows[latest])))
                latest = slot;
        }
        if (!IsLater(_rows[latest], row))
            return false;
        _rows[latest] = default;
        Count--;
        Rebuild(_rows.Length);
        return true;
    }

    private static bool IsLater(in ValueRow row, in ValueRow other) =>
        row.First > other.First || (row.First == other.First && string.CompareOrdinal(row.Text, other.Text) > 0);

    private void Rebuild(int length)
    {
        var rows = new ValueRow[length];
        foreach (var row in _rows)
        {
            if (row.Key != 0)
                Place(rows, row);
        }
        _rows = rows;
    }
}
