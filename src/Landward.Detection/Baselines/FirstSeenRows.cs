using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>What an event is compared with: when the first one of its group happened, and which row says more about that.</summary>
internal struct FirstSeenGroup
{
    /// <summary>Never zero.</summary>
    public ulong Key;

    /// <summary>Seconds of Unix time.</summary>
    public uint Time;

    public int Row;
}

/// <summary>
/// The first event of each group. Groups stand in an open-addressing table apart from the rows: most events are not the first, and
/// their one look at the table is one at memory that no processor's cache holds.
/// </summary>
internal sealed class FirstSeenRows
{
    /// <summary>Small enough for the heap's youngest generation: larger arrays make the runtime collect all of them.</summary>
    private const int ChunkLength = 512;

    private readonly List<FirstSeenRow[]> _chunks = [];
    private FirstSeenGroup[] _groups = new FirstSeenGroup[16];

    public int Count { get; private set; }

    /// <summary>The groups in no order; those without a key are empty.</summary>
    public ReadOnlySpan<FirstSeenGroup> Groups => _groups;

    public ref FirstSeenRow this[int row] => ref _chunks[row / ChunkLength][row % ChunkLength];

    /// <summary>The group, until another one is added; a null reference when it has no event yet.</summary>
    public ref FirstSeenGroup Find(ulong key)
    {
        ref var group = ref Slot(_groups, key);
        if (group.Key == 0)
            return ref Unsafe.NullRef<FirstSeenGroup>();
        return ref group;
    }

    /// <summary>Adds a group that has no event yet.</summary>
    public ref FirstSeenGroup Add(ulong key)
    {
        if ((Count + 1) * 2 > _groups.Length)
            Grow();
        if (Count == _chunks.Count * ChunkLength)
            _chunks.Add(new FirstSeenRow[ChunkLength]);
        ref var group = ref Slot(_groups, key);
        group.Key = key;
        group.Row = Count++;
        return ref group;
    }

    private static ref FirstSeenGroup Slot(FirstSeenGroup[] groups, ulong key)
    {
        var mask = groups.Length - 1;
        var slot = (int)key & mask;
        while (groups[slot].Key != key && groups[slot].Key != 0)
            slot = (slot + 1) & mask;
        return ref groups[slot];
    }

    private void Grow()
    {
        var larger = new FirstSeenGroup[_groups.Length * 2];
        foreach (ref readonly var group in _groups.AsSpan())
        {
            if (group.Key != 0)
                Slot(larger, group.Key) = group;
        }
        _groups = larger;
    }
}
