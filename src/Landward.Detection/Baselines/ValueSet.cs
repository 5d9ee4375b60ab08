using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    /// <summary>The only row: most principals are always in the same account and Region, and a log may name any number of them.</summary>
    private ValueRow _only;

    /// <summary>An open-addressing table; null while there is one row at most.</summary>
    private ValueRow[]? _rows;

    /// <summary>No value was seen first after this; first times only become earlier.</summary>
    private uint _latest;

    public int Count { get; private set; }

    /// <summary>What the rows take, in parts of 100 bytes; a long text takes more.</summary>
    public int Cost { get; private set; }

    /// <summary>There were more values than are kept.</summary>
    public bool Overflowed { get; set; }

    /// <summary>The rows in no order; those without a key are empty.</summary>
    public ReadOnlySpan<ValueRow> Rows => Slots;

    private Span<ValueRow> Slots
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _rows is { } rows ? rows : MemoryMarshal.CreateSpan(ref _only, 1);
    }

    /// <summary>The slot of a value, or -1.</summary>
    public int Find(ulong key)
    {
        if (_rows is not { } rows)
            return _only.Key == key ? 0 : -1;
        var mask = rows.Length - 1;
        for (var slot = (int)key & mask; rows[slot].Key != 0; slot = (slot + 1) & mask)
        {
            if (rows[slot].Key == key)
                return slot;
        }
        return -1;
    }

    /// <summary>The row of a slot that <see cref="Find"/> or <see cref="Touch"/> gave, while nothing was added since.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref ValueRow Row(int slot) => ref Slots[slot];

    /// <summary>Whether the slot still holds the value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(int slot, ulong key) => Slots is var slots && (uint)slot < (uint)slots.Length && slots[slot].Key == key;

    /// <summary>Whether a value that has no row gets none when it is seen at that time, nor later.</summary>
    public bool Refuses(uint time) => Count >= limit && (time > _latest || time > (_latest = Latest()));

    /// <summary>Counts an event with the value; the slot, or -1 when there is no room for it.</summary>
    /// <param name="texts">Where the texts of values are kept that many principals share.</param>
    public int Touch(ulong key, ReadOnlySpan<byte> text, uint time, uint count, ValueTexts? texts = null)
    {
        var slot = Find(key);
        if (slot >= 0)
        {
            Row(slot).Add(time, time, count);
            return slot;
        }
        // Texts that come in endless variety are refused before anything is made of them.
        if (Refuses(time))
        {
            Overflowed = true;
            return -1;
        }
        if (text.Length > LongestText)
            return -1;
        return Add(new ValueRow { Key = key, First = time, Last = time, Count = count, Text = texts?.Of(key, text) ?? Encoding.UTF8.GetString(text) });
    }

    /// <summary>Adds a row, or what it knows to the row of the same value.</summary>
    public int Add(ValueRow row)
    {
        var slot = Find(row.Key);
        if (slot >= 0)
        {
            ref var known = ref Row(slot);
            known.Add(row.First, row.Last, row.Count);
            known.IsHeld |= row.IsHeld;
            return slot;
        }
        if (Count >= limit && !MakeRoom(row))
            return -1;
        Count++;
        Cost += CostOf(row.Text);
        _latest = Math.Max(_latest, row.First);
        if (Count == 1)
        {
            Slots[0] = row;
            return 0;
        }
        // A quarter stays empty, so that there is an end to looking.
        if (_rows is null || Count * 4 > _rows.Length * 3)
            Rebuild(Slots.Length == 1 ? 4 : Slots.Length * 2);
        return Place(_rows!, row);
    }

    public void Merge(ValueSet other)
    {
        Overflowed |= other.Overflowed;
        foreach (ref readonly var row in other.Slots)
        {
            if (row.Key != 0)
                Add(row);
        }
    }

    /// <summary>Takes held values as known since the time given; how many there were.</summary>
    public int Accept(uint since)
    {
        var accepted = 0;
        foreach (ref var row in Slots)
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
        Slots.ToArray().Where(row => row.Key != 0).OrderBy(row => row.First).ThenBy(row => row.Text, StringComparer.Ordinal);

    /// <summary>What a text takes, in the parts that <see cref="Cost"/> counts.</summary>
    public static int CostOf(string text) => 1 + (text.Length / 50);

    private static int Place(ValueRow[] rows, in ValueRow row)
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
        foreach (ref readonly var row in Slots)
            latest = row.Key != 0 ? Math.Max(latest, row.First) : latest;
        return latest;
    }

    /// <summary>Drops the value seen last, if the new one was seen before it.</summary>
    private bool MakeRoom(in ValueRow row)
    {
        Overflowed = true;
        var latest = -1;
        var slots = Slots;
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (slots[slot].Key != 0 && (latest < 0 || IsLater(slots[slot], slots[latest])))
                latest = slot;
        }
        if (!IsLater(slots[latest], row))
            return false;
        Cost -= CostOf(slots[latest].Text);
        slots[latest] = default;
        Count--;
        if (slots.Length > 1)
            Rebuild(slots.Length);
        return true;
    }

    private static bool IsLater(in ValueRow row, in ValueRow other) =>
        row.First > other.First || (row.First == other.First && string.CompareOrdinal(row.Text, other.Text) > 0);

    private void Rebuild(int length)
    {
        var rows = new ValueRow[length];
        foreach (ref readonly var row in Slots)
        {
            if (row.Key != 0)
                Place(rows, row);
        }
        (_rows, _only) = (rows, default);
    }
}
