using System.Runtime.CompilerServices;

namespace Landward.Detection.VpcFlow;

/// <summary>A sum that does not depend on the order of what is added.</summary>
internal interface IFlowSum<T>
{
    void Merge(ref T other);
}

/// <summary>
/// Sums by key and time bucket, bounded. When the table is full the buckets become twice as wide, up to a limit; then only a half, a
/// quarter and so on of the keys is kept, chosen by their hash. Both depend on the keys alone and not on their order.
/// </summary>
internal sealed class FlowTable<T>
    where T : struct, IFlowSum<T>
{
    private readonly int _capacity;
    private readonly uint _widest;
    private ulong[] _slots = new ulong[2048];
    private FlowKey[] _keys = new FlowKey[1024];
    private T[] _sums = new T[1024];
    private T _nothing;

    /// <param name="width">Of a bucket, in seconds.</param>
    /// <param name="widest">Buckets become this wide at most; a power of two times the width.</param>
    public FlowTable(int capacity, uint width, uint widest) => (_capacity, Width, _widest) = (capacity, width, widest);

    public int Count { get; private set; }

    /// <summary>The width of a bucket in seconds, by now.</summary>
    public uint Width { get; private set; }

    /// <summary>One key of two to this power is kept.</summary>
    public int SampleLevel { get; private set; }

    public ref readonly FlowKey Key(int index) => ref _keys[index];

    public ref T Sum(int index) => ref _sums[index];

    /// <summary>When the bucket of an entry starts, in Unix seconds.</summary>
    public uint BucketStart(int index) => _keys[index].Bucket * Width;

    /// <summary>The sum of a key at a time; a sum that nobody looks at where the key is not kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T At(in FlowKey key, uint time)
    {
        var bucketed = key with { Bucket = time / Width };
        var hash = FlowKey.Hash(bucketed);
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var index = (uint)slots[slot] - 1;
            if (slots[slot] >> 32 == hash >> 32 && FlowKey.AreEqual(_keys[index], bucketed))
                return ref _sums[index];
        }
        return ref Add(key, time);
    }

    /// <summary>Adds what another table summed, whose interfaces have other numbers.</summary>
    public void Merge(FlowTable<T> other, ReadOnlySpan<int> interfaces)
    {
        while (Width < other.Width)
            Widen();
        while (SampleLevel < other.SampleLevel)
            Thin();
        for (var i = 0; i < other.Count; i++)
        {
            var key = other._keys[i] with { Interface = interfaces[other._keys[i].Interface] };
            At(key, other.BucketStart(i)).Merge(ref other._sums[i]);
        }
    }

    private ref T Add(in FlowKey key, uint time)
    {
        if (Count == _capacity)
        {
            if (Width < _widest)
                Widen();
            else
                Thin();
            return ref At(key, time);
        }
        if (SampleLevel > 0 && !IsKept(key))
        {
            _nothing = default;
            return ref _nothing;
        }
        if (Count == _keys.Length)
            Grow();
        var bucketed = key with { Bucket = time / Width };
        _keys[Count] = bucketed;
        _sums[Count] = default;
        Place(FlowKey.Hash(bucketed), Count);
        return ref _sums[Count++];
    }

    private void Place(ulong hash, int index)
    {
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        while (_slots[slot] != 0)
            slot = (slot + 1) & mask;
        _slots[slot] = (hash >> 32 << 32) | (uint)(index + 1);
    }

    private void Grow()
    {
        Array.Resize(ref _keys, Math.Min(_keys.Length * 2, _capacity));
        Array.Resize(ref _sums, _keys.Length);
        _slots = new ulong[_slots.Length * 2];
        for (var i = 0; i < Count; i++)
            Place(FlowKey.Hash(_keys[i]), i);
    }

    private bool IsKept(in FlowKey key) => (FlowKey.SampleHash(key) & ((1UL << SampleLevel) - 1)) == 0;

    private void Widen()
    {
        Width *= 2;
        Rebuild(Width / 2);
    }

    /// <summary>Keeps half of the keys.</summary>
    public void Thin()
    {
        SampleLevel++;
        Rebuild(Width);
    }

    /// <param name="width">The width of the buckets so far.</param>
    private void Rebuild(uint width)
    {
        var (keys, sums, count) = (_keys, _sums, Count);
        Array.Clear(_slots);
        (_keys, _sums, Count) = (new FlowKey[keys.Length], new T[sums.Length], 0);
        for (var i = 0; i < count; i++)
        {
            if (IsKept(keys[i]))
                At(keys[i], keys[i].Bucket * width).Merge(ref sums[i]);
        }
    }
}
