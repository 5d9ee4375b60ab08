using System.Numerics;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// The rows of all conversations that are remembered for their rhythm, at most <see cref="Kept"/> of each: blocks of 2 to 128 rows out of
/// a few large arrays, so that there is no object for each conversation. Blocks that become free are used again.
/// </summary>
internal sealed class FlowSampleStore
{
    public const int Kept = 64;

    private const int MostRoom = 2 * Kept;
    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private FlowSample[][] _chunks = [];

    /// <summary>For each power of two a free block, whose first row tells the next one; 0 where there is none.</summary>
    private readonly int[] _free = new int[BitOperations.Log2(MostRoom) + 1];

    /// <summary>Where the memory not yet used begins. Block 0 is none.</summary>
    private int _next = MostRoom;

    /// <summary>For how many rows memory is in use.</summary>
    public long Taken { get; private set; }

    /// <summary>For how many rows there is memory, in use or free.</summary>
    public long Room => _next;

    public void Add(ref FlowSamples samples, in FlowSample sample)
    {
        if (samples.Latest != 0 && sample.Start > samples.Latest)
            return;
        if (samples.Count == samples.Room)
            MakeRoom(ref samples);
        Rows(samples.Block, samples.Room)[samples.Count++] = sample;
    }

    /// <summary>Asks for where the next row goes, so that it is near when it comes.</summary>
    public void Fetch(in FlowSamples samples)
    {
        if (samples.Room > 0)
            FlowFetch.Ask(in Rows(samples.Block, samples.Room)[samples.Count & (samples.Room - 1)]);
    }

    /// <summary>Adds rows that stand in this or another store.</summary>
    public void Merge(ref FlowSamples samples, in FlowSamples other, FlowSampleStore store)
    {
        for (var i = 0; i < other.Count; i++)
            Add(ref samples, store.Rows(other.Block, other.Room)[i]);
        if (other.Latest != 0)
            samples.Latest = samples.Latest == 0 ? other.Latest : Math.Min(samples.Latest, other.Latest);
    }

    /// <summary>Writes the rows that are kept, in no order; returns how many.</summary>
    public int Copy(in FlowSamples samples, Span<FlowSample> rows)
    {
        Rows(samples.Block, samples.Count).CopyTo(rows);
        if (samples.Count <= Kept)
            return samples.Count;
        rows[..samples.Count].Sort();
        return Kept;
    }

    /// <summary>How many rows <see cref="Copy"/> needs space for.</summary>
    public static int Space => MostRoom;

    public void Free(ref FlowSamples samples)
    {
        if (samples.Room > 0)
            Free(samples.Block, samples.Room);
        samples = default;
    }

    private Span<FlowSample> Rows(int block, int count) =>
        count == 0 ? [] : _chunks[block >> ChunkBits].AsSpan(block & (ChunkSize - 1), count);

    private void MakeRoom(ref FlowSamples samples)
    {
        if (samples.Room == MostRoom)
        {
            var rows = Rows(samples.Block, samples.Count);
            rows.Sort();
            samples.Count = Kept;
            samples.Latest = rows[Kept - 1].Start;
            return;
        }
        var room = samples.Room == 0 ? 2 : samples.Room * 2;
        var block = Take(room);
        if (samples.Room > 0)
        {
            Rows(samples.Block, samples.Count).CopyTo(Rows(block, room));
            Free(samples.Block, samples.Room);
        }
        (samples.Block, samples.Room) = (block, (ushort)room);
    }

    private int Take(int room)
    {
        Taken += room;
        ref var free = ref _free[BitOperations.Log2((uint)room)];
        if (free != 0)
        {
            var block = free;
            free = (int)Rows(block, 1)[0].Start;
            return block;
        }
        // No block reaches into the next array.
        if ((_next & (ChunkSize - 1)) + room > ChunkSize)
            _next = (_next | (ChunkSize - 1)) + 1;
        while (_next >> ChunkBits >= _chunks.Length)
            _chunks = [.. _chunks, GC.AllocateUninitializedArray<FlowSample>(ChunkSize)];
        _next += room;
        return _next - room;
    }

    private void Free(int block, int room)
    {
        Taken -= room;
        ref var free = ref _free[BitOperations.Log2((uint)room)];
        Rows(block, 1)[0] = new FlowSample((uint)free, 0, 0, 0, 0);
        free = block;
    }
}
