using System.Numerics;

namespace Landward.Detection.VpcFlow;

/// <summary>Keys, numbered as they come.</summary>
/// <param name="expected">For how many there is memory at first.</param>
internal sealed class FlowKeySet(int expected = 64)
{
    private FlowKey[] _keys = new FlowKey[Math.Max(expected, 64)];
    private ulong[] _slots = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(expected, 64) * 2)];

    public int Count { get; private set; }

    public ref readonly FlowKey this[int number] => ref _keys[number];

    /// <summary>The number of a key, which is added where it is new.</summary>
    public int Add(in FlowKey key)
    {
        var hash = FlowKey.Hash(key);
        if (Find(key, hash, out var slot) is >= 0 and var number)
            return number;
        _slots[slot] = ((ulong)hash << 32) | (uint)(Count + 1);
        if (Count == _keys.Length)
            Array.Resize(ref _keys, Count * 2);
        _keys[Count++] = key;
        if (Count * 2 > _slots.Length)
            Grow();
        return Count - 1;
    }

    /// <summary>The number of a key, or -1.</summary>
    public int Find(in FlowKey key) => Find(key, FlowKey.Hash(key), out _);

    private int Find(in FlowKey key, uint hash, out uint slot)
    {
        var mask = (uint)_slots.Length - 1;
        for (slot = hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var number = (int)(uint)_slots[slot] - 1;
            if ((uint)(_slots[slot] >> 32) == hash && FlowKey.AreEqual(_keys[number], key))
                return number;
        }
        return -1;
    }

    private void Grow()
    {
        var slots = _slots;
        _slots = new ulong[slots.Length * 2];
        var mask = (uint)_slots.Length - 1;
        foreach (var taken in slots)
        {
            if (taken == 0)
                continue;
            var slot = (uint)(taken >> 32) & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = taken;
        }
    }
}
