using System.Runtime.CompilerServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What a batch of rows wants to add to a table, so that the table looks for all of it at once.</summary>
internal sealed class FlowQueue<T>(FlowTable<T> table)
    where T : unmanaged, IFlowSum<T>
{
    public const int Length = 64;

    private readonly FlowEntry[] _entries = new FlowEntry[Length];
    private int _count;

    /// <summary>At most <see cref="Length"/> between two looks.</summary>
    /// <returns>False where the key is none of those that are remembered.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(in FlowAddress from, in FlowAddress to, int @interface, uint tag, uint time, int row, FlowFacts facts)
    {
        ref var entry = ref _entries[_count];
        // Field by field: a key put together elsewhere is copied by reads that wait for its writes.
        ref var key = ref entry.Key;
        key.From = from;
        key.To = to;
        (key.Interface, key.Tag, key.Bucket) = (@interface, tag, table.Bucket(time));
        return Add(ref entry, time, row, facts);
    }

    /// <summary>Adds what was under another key before.</summary>
    public bool Add(in FlowKey key, uint time, int row, FlowFacts facts)
    {
        ref var entry = ref _entries[_count];
        entry.Key = key;
        return Add(ref entry, time, row, facts);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Add(ref FlowEntry entry, uint time, int row, FlowFacts facts)
    {
        if (!table.IsKept(entry.Key))
            return false;
        entry.Hash = FlowKey.Hash(entry.Key);
        table.Fetch(entry.Hash);
        (entry.Time, entry.Row, entry.Facts) = (time, (ushort)row, facts);
        _count++;
        return true;
    }

    /// <summary>
    /// What was added since the last time, looked for: its cells are on their way. The entries stand there until the next one is added.
    /// </summary>
    public Span<FlowEntry> Look()
    {
        var entries = _entries.AsSpan(0, _count);
        _count = 0;
        table.Look(entries);
        return entries;
    }
}
