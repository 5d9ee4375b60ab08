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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in FlowAddress from, in FlowAddress to, int @interface, uint tag, uint time, int row, FlowFacts facts)
    {
        ref var entry = ref _entries[_count];
        entry.Key = new FlowKey(from, to, @interface, tag, table.Bucket(time));
        if (!table.IsKept(entry.Key))
            return;
        entry.Hash = FlowKey.Hash(entry.Key);
        (entry.Time, entry.Row, entry.Facts) = (time, (ushort)row, facts);
        _count++;
    }

    /// <summary>What was added since the last time, looked for.</summary>
    public Span<FlowEntry> Look()
    {
        var entries = _entries.AsSpan(0, _count);
        _count = 0;
        table.Look(entries);
        return entries;
    }
}
