using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Sums by key and time bucket, bounded. When the table is full the buckets become twice as wide, up to a limit; then only a half, a
/// quarter and so on of the keys is kept, chosen by their hash. Both depend on the keys alone and not on their order.
/// </summary>
/// <remarks>
/// A key and its sum stand in one cell; cells never move but when the table makes room, and hold no references, so that the garbage
/// collector does not look at them. What is known of a cell without touching it is 32 bits of its key's hash.
/// </remarks>
internal sealed class FlowTable<T>
    where T : unmanaged, IFlowSum<T>
{
    private const int ChunkBits = 11;
    private const int ChunkSize = 1 << ChunkBits;
    private const int CacheLine = 64;

    private readonly FlowMemory _memory;
    private readonly int _capacity;
    private readonly uint _widest;
    private ulong[] _slots = new ulong[2 * ChunkSize];
    private FlowCell[][] _chunks = [];

    /// <summary>Which row each cell shows. Apart, for it is written once, mostly, and read for few.</summary>
    private FlowSighting[][] _sightings = [];
    private uint _bucket;
    private uint _bucketStart;

    /// <param name="memory">What the sums refer to.</param>
    /// <param name="width">Of a bucket, in seconds.</param>
    /// <param name="widest">Buckets become this wide at most; a power of two times the width.</param>
    public FlowTable(FlowMemory memory, int capacity, uint width, uint widest) => (_memory, _capacity, Width, _widest) = (memory, capacity, width, widest);

    public int Count { get; private set; }

    /// <summary>There are more entries than a part of what fits in.</summary>
    public bool Exceeds(int parts) => Count > _capacity / parts;

    /// <summary>The width of a bucket in seconds, by now.</summary>
    public uint Width { get; private set; }

    /// <summary>One key of two to this power is kept.</summary>
    public int SampleLevel { get; private set; }

    public ref readonly FlowKey Key(int index) => ref Cell(index).Key;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Sum(int index) => ref Cell(index).Sum;

    /// <summary>The row that an entry shows.</summary>
    public ref FlowSighting Sighting(int index) => ref _sightings[index >> ChunkBits][index & (ChunkSize - 1)];

    /// <summary>When the bucket of an entry starts, in Unix seconds.</summary>
    public uint BucketStart(int index) => Key(index).Bucket * Width;

    /// <summary>The bucket of a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Bucket(uint time)
    {
        // Logs go forward in time: the next row usually is of the same bucket.
        if (time - _bucketStart >= Width)
        {
            _bucket = time / Width;
            _bucketStart = _bucket * Width;
        }
        return _bucket;
    }

    /// <summary>Asks for what a key with that hash is looked for in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(uint hash) => FlowFetch.Ask(in _slots[hash & (uint)(_slots.Length - 1)]);

    /// <summary>
    /// Looks for the keys of many entries at once and asks for their cells: while one is fetched from memory the others are too. What is
    /// found is a guess that <see cref="At(ref FlowEntry)"/> checks.
    /// </summary>
    public void Look(Span<FlowEntry> entries)
    {
        var slots = _slots;
        var mask = (uint)slots.Length - 1;
        foreach (ref var entry in entries)
        {
            entry.Index = -1;
            for (var slot = entry.Hash & mask; slots[slot] != 0; slot = (slot + 1) & mask)
            {
                if ((uint)(slots[slot] >> 32) != entry.Hash)
                    continue;
                entry.Index = (int)(uint)slots[slot] - 1;
                break;
            }
        }
        foreach (ref readonly var entry in entries)
        {
            if (entry.Index >= 0)
                Fetch(ref Cell(entry.Index));
        }
    }

    /// <summary>The index of an entry's key; -1 where the key is not kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int At(ref FlowEntry entry) => IsGuessed(entry) ? entry.Index : At(entry.Key, entry.Time);

    /// <summary>The index of a key at a time, whatever its bucket says; -1 where the key is not kept.</summary>
    public int At(in FlowKey key, uint time)
    {
        for (var tries = 0; ; tries++)
        {
            if (!IsKept(key))
                return -1;
            var bucketed = key with { Bucket = Bucket(time) };
            var hash = FlowKey.Hash(bucketed);
            if (Find(bucketed, hash) is >= 0 and var index)
                return index;
            if (Count < _capacity)
                return Add(bucketed, hash);
            MakeRoom(bucketed, isFirst: tries == 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsGuessed(in FlowEntry entry) => entry.Index >= 0 && entry.Index < Count && FlowKey.AreEqual(Cell(entry.Index).Key, entry.Key);

    /// <summary>Whether the key is one of those that are remembered by now.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsKept(in FlowKey key) => SampleLevel == 0 || (FlowKey.SampleHash(key) & ((1UL << SampleLevel) - 1)) == 0;

    /// <summary>Adds what another table summed, whose interfaces have other numbers.</summary>
    public void Merge(FlowTable<T> other, FlowMerge merge, ReadOnlySpan<int> interfaces)
    {
        if (Width < other.Width)
            Widen((int)uint.Log2(other.Width / Width));
        while (SampleLevel < other.SampleLevel)
            Thin();
        var queue = new FlowQueue<T>(this);
        for (var i = 0; i < other.Count; i += FlowQueue<T>.Length)
        {
            var end = Math.Min(other.Count, i + FlowQueue<T>.Length);
            for (var j = i; j < end; j++)
            {
                ref readonly var key = ref other.Key(j);
                queue.Add(key.From, key.To, interfaces[key.Interface], key.Tag, other.BucketStart(j), j - i, FlowFacts.None);
            }
            foreach (ref var entry in queue.Look())
            {
                if (At(ref entry) is not (>= 0 and var index))
                    continue;
                Sum(index).Merge(ref other.Sum(i + entry.Row), merge);
                Sighting(index).Merge(other.Sighting(i + entry.Row), merge);
            }
        }
    }

    /// <summary>Keeps half of the keys.</summary>
    public void Thin()
    {
        SampleLevel++;
        Rebuild(0);
    }

    private ref FlowCell Cell(int index) => ref _chunks[index >> ChunkBits][index & (ChunkSize - 1)];

    /// <summary>Asks for every cache line of a cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(ref FlowCell cell)
    {
        ref var first = ref Unsafe.As<FlowCell, byte>(ref cell);
        for (var offset = 0; offset < Unsafe.SizeOf<FlowCell>(); offset += CacheLine)
            FlowFetch.Ask(in Unsafe.AddByteOffset(ref first, offset));
    }

    private int Found(in FlowEntry entry) => IsGuessed(entry) ? entry.Index : Find(entry.Key, entry.Hash);

    private int Find(in FlowKey key, uint hash)
    {
        var slots = _slots;
        var mask = (uint)slots.Length - 1;
        for (var slot = hash & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = (int)(uint)slots[slot] - 1;
            if ((uint)(slots[slot] >> 32) == hash && FlowKey.AreEqual(Cell(index).Key, key))
                return index;
        }
        return -1;
    }

    private int Add(in FlowKey key, uint hash)
    {
        if (Count * 2 >= _slots.Length)
            GrowSlots();
        if (Count == _chunks.Length * ChunkSize)
        {
            Array.Resize(ref _chunks, _chunks.Length + 1);
            _chunks[^1] = GC.AllocateUninitializedArray<FlowCell>(ChunkSize);
            Array.Resize(ref _sightings, _sightings.Length + 1);
            _sightings[^1] = GC.AllocateUninitializedArray<FlowSighting>(ChunkSize);
        }
        ref var cell = ref Cell(Count);
        cell.Key = key;
        cell.Sum = default;
        Sighting(Count) = default;
        Place(hash, Count);
        return Count++;
    }

    private void Place(uint hash, int index)
    {
        var mask = (uint)_slots.Length - 1;
        var slot = hash & mask;
        while (_slots[slot] != 0)
            slot = (slot + 1) & mask;
        _slots[slot] = ((ulong)hash << 32) | (uint)(index + 1);
    }

    private void GrowSlots()
    {
        var slots = _slots;
        _slots = new ulong[slots.Length * 2];
        foreach (var slot in slots)
        {
            if (slot != 0)
                Place((uint)(slot >> 32), (int)(uint)slot - 1);
        }
    }

    /// <summary>Makes room for one more key, which is not there yet. Once is not always enough.</summary>
    private void MakeRoom(in FlowKey key, bool isFirst)
    {
        // Buckets of twice the width nearly always do, and how much wider they have to be takes time to find out.
        if (Width < _widest)
            Widen(isFirst ? 1 : Doublings(key));
        else
            Thin();
    }

    /// <summary>How often buckets have to be doubled so that the key fits in; as often as allowed where it never does.</summary>
    private int Doublings(in FlowKey key)
    {
        // Keys that differ in the bucket alone become one at the doubling that makes their buckets equal.
        var bare = key with { Bucket = 0 };
        var merged = new int[33];
        var merges = 33;
        var buckets = new List<uint>();
        var next = Chain();
        foreach (var slot in _slots)
        {
            var first = (int)(uint)slot - 1;
            if (first < 0)
                continue;
            var isOfKey = (uint)(slot >> 32) == FlowKey.Hash(bare) && FlowKey.AreEqual(Key(first) with { Bucket = 0 }, bare);
            if (next[first] < 0 && !isOfKey)
                continue;
            buckets.Clear();
            for (var entry = first; entry >= 0; entry = next[entry])
            {
                var bucket = Key(entry).Bucket;
                buckets.Add(bucket);
                if (isOfKey)
                    merges = Math.Min(merges, Bits(bucket ^ key.Bucket));
            }
            buckets.Sort();
            for (var i = 1; i < buckets.Count; i++)
                merged[Bits(buckets[i] ^ buckets[i - 1])]++;
        }
        var most = (int)uint.Log2(_widest / Width);
        var count = Count;
        for (var doublings = 1; doublings < most; doublings++)
        {
            count -= merged[doublings];
            if (count < _capacity || merges <= doublings)
                return doublings;
        }
        return most;
    }

    /// <summary>
    /// Makes the slots lead to one entry of each key whatever its bucket, until they are built again, and each entry to the next one: -1 ends
    /// a chain.
    /// </summary>
    private int[] Chain()
    {
        var next = new int[Count];
        var mask = (uint)_slots.Length - 1;
        Array.Clear(_slots);
        for (var i = 0; i < Count; i++)
        {
            var key = Key(i) with { Bucket = 0 };
            var hash = FlowKey.Hash(key);
            next[i] = -1;
            var slot = hash & mask;
            for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                var first = (int)(uint)_slots[slot] - 1;
                if ((uint)(_slots[slot] >> 32) != hash || !FlowKey.AreEqual(Key(first) with { Bucket = 0 }, key))
                    continue;
                next[i] = first;
                break;
            }
            _slots[slot] = ((ulong)hash << 32) | (uint)(i + 1);
        }
        return next;
    }

    private static int Bits(uint value) => 32 - System.Numerics.BitOperations.LeadingZeroCount(value);

    private void Widen(int doublings)
    {
        Width <<= doublings;
        (_bucket, _bucketStart) = (0, 0);
        Rebuild(doublings);
    }

    /// <summary>Moves what is kept together, in its order.</summary>
    private void Rebuild(int doublings)
    {
        var count = Count;
        var merge = new FlowMerge(_memory, _memory, 0);
        var queue = new FlowQueue<T>(this);
        Array.Clear(_slots);
        Count = 0;
        for (var i = 0; i < count; i += FlowQueue<T>.Length)
        {
            for (var j = i; j < Math.Min(count, i + FlowQueue<T>.Length); j++)
            {
                ref var cell = ref Cell(j);
                if (!queue.Add(cell.Key with { Bucket = cell.Key.Bucket >> doublings }, 0, j - i, FlowFacts.None))
                    cell.Sum.Drop(_memory);
            }
            foreach (ref var entry in queue.Look())
            {
                ref var cell = ref Cell(i + entry.Row);
                if (Found(entry) is >= 0 and var index)
                {
                    Cell(index).Sum.Merge(ref cell.Sum, merge);
                    Sighting(index).Merge(Sighting(i + entry.Row), merge);
                    cell.Sum.Drop(_memory);
                    continue;
                }
                ref var kept = ref Cell(Count);
                kept.Sum = cell.Sum;
                kept.Key = entry.Key;
                Sighting(Count) = Sighting(i + entry.Row);
                Place(entry.Hash, Count++);
            }
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct FlowCell
    {
        public FlowKey Key;
        public T Sum;
    }
}
