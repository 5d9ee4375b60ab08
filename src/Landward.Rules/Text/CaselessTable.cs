using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Landward.Rules.Text;

/// <summary>
/// Values by ASCII texts, looked up by UTF-8 bytes without regard to case and without allocation. What is in it comes from rules and is
/// fixed, so whoever writes the texts looked up cannot make it slow. Safe to use from several threads.
/// </summary>
public sealed class CaselessTable<T>
{
    private readonly (byte[] Key, T Value)[] _entries;
    private readonly int[] _slots;
    private readonly int _mask;

    /// <param name="entries">Keys are ASCII; of keys that differ in case only, the last counts.</param>
    public CaselessTable(IEnumerable<KeyValuePair<string, T>> entries)
    {
        var distinct = new Dictionary<string, T>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in entries)
        {
            if (!Ascii.IsValid(key))
                throw new ArgumentException($"`{key}` is not ASCII.", nameof(entries));
            distinct[key] = value;
        }
        _entries = [.. distinct.Select(entry => (Encoding.ASCII.GetBytes(entry.Key), entry.Value))];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, _entries.Length * 2))];
        _mask = _slots.Length - 1;
        for (var i = 0; i < _entries.Length; i++)
        {
            var slot = Hash(_entries[i].Key) & _mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & _mask;
            _slots[slot] = i + 1;
        }
    }

    public int Count => _entries.Length;

    public bool TryGet(ReadOnlySpan<byte> key, out T value)
    {
        for (var slot = Hash(key) & _mask; _slots[slot] is not 0 and var entry; slot = (slot + 1) & _mask)
        {
            ref var found = ref _entries[entry - 1];
            if (found.Key.Length == key.Length && Ascii.EqualsIgnoreCase(found.Key, key))
            {
                value = found.Value;
                return true;
            }
        }
        value = default!;
        return false;
    }

    /// <summary>Bit 5 is what tells upper from lower case; setting it everywhere only makes a few more texts meet.</summary>
    private static int Hash(ReadOnlySpan<byte> key)
    {
        const ulong lower = 0x2020202020202020;
        var hash = (ulong)key.Length * 0x9E3779B97F4A7C15;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(key))
            hash = (BitOperations.RotateLeft(hash, 29) ^ (word | lower)) * 0x9E3779B97F4A7C15;
        ulong rest = 0;
        foreach (var character in key[(key.Length & ~7)..])
            rest = (rest << 8) | character | 0x20u;
        hash = (BitOperations.RotateLeft(hash, 29) ^ rest) * 0xC2B2AE3D27D4EB4F;
        return (int)(hash >> 33);
    }
}
