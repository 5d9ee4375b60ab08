namespace Landward.Detection;

/// <summary>
/// Numbers by keyed hash, in one array: a look-up is one step into memory where a dictionary's are two, and for tables that are looked at
/// for each match, waiting for memory is most of the time.
/// </summary>
internal sealed class NumberTable
{
    private const int Smallest = 64;

    private (ulong Key, int Number)[] _slots = new (ulong, int)[Smallest];

    public int Count { get; private set; }

    /// <summary>The number; -1 where there is none.</summary>
    /// <param name="key">A <see cref="KeyedHash"/>.</param>
    public int Find(ulong key)
    {
        ref readonly var slot = ref Slot(_slots, Key(key));
        return slot.Key == 0 ? -1 : slot.Number;
    }

    /// <summary>Adds a number under a key that has none.</summary>
    public void Add(ulong key, int number)
    {
        // A third stays empty, so that most keys stand where they belong.
        if ((Count + 1) * 3 > _slots.Length * 2)
            Grow();
        Slot(_slots, Key(key)) = (Key(key), number);
        Count++;
    }

    public void Clear() => (_slots, Count) = (new (ulong, int)[Smallest], 0);

    /// <summary>Zero marks empty slots.</summary>
    private static ulong Key(ulong key) => key == 0 ? 1 : key;

    private static ref (ulong Key, int Number) Slot((ulong Key, int Number)[] slots, ulong key)
    {
        var mask = slots.Length - 1;
        var slot = (int)key & mask;
        while (slots[slot].Key != key && slots[slot].Key != 0)
            slot = (slot + 1) & mask;
        return ref slots[slot];
    }

    private void Grow()
    {
        var larger = new (ulong Key, int Number)[_slots.Length * 2];
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Key != 0)
                Slot(larger, slot.Key) = slot;
        }
        _slots = larger;
    }
}
