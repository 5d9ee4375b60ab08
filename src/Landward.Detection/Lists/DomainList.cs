using System.Text;

namespace Landward.Detection;

/// <summary>
/// The domains of one or several lists. A name is found under itself and under each domain it is part of, on label boundaries and
/// without case: <c>a.evil.example</c> is under <c>evil.example</c>, <c>notevil.example</c> is not. Lookups allocate nothing.
/// </summary>
internal sealed class DomainList
{
    /// <summary>RFC 1035, section 2.3.4: a name has at most 255 bytes.</summary>
    private const int MaxName = 255;

    private const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly ListEntry[] _entries;
    private readonly byte[][] _names;
    private readonly int[] _slots;

    /// <param name="entries">Lower-case names without a final dot; the first of several with one name stays.</param>
    public DomainList(IEnumerable<ListEntry> entries)
    {
        _entries = [.. entries.DistinctBy(entry => entry.Domain)];
        _names = [.. _entries.Select(entry => Encoding.UTF8.GetBytes(entry.Domain!))];
        _slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, _entries.Length * 2))];
        for (var number = 0; number < _names.Length; number++)
        {
            var slot = Slot(Hash(_names[number]));
            while (_slots[slot] != 0)
                slot = (slot + 1) & (_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }

    public static DomainList Empty { get; } = new([]);

    public int Count => _entries.Length;

    /// <summary>The longest listed domain the name is under. A final dot is ignored.</summary>
    public bool TryFind(ReadOnlySpan<byte> name, out ListEntry entry)
    {
        entry = default;
        if (name.EndsWith("."u8))
            name = name[..^1];
        if (_entries.Length == 0 || name.Length is 0 or > MaxName)
            return false;
        var found = -1;
        var hash = Seed;
        // From the end, so that the hash of every parent domain is a step on the way.
        for (var i = name.Length - 1; i >= 0; i--)
        {
            var character = Lower(name[i]);
            if (character == '.' && Find(hash, name[(i + 1)..]) is >= 0 and var parent)
                found = parent;
            hash = (hash ^ character) * Prime;
        }
        if (Find(hash, name) is >= 0 and var exact)
            found = exact;
        if (found >= 0)
            entry = _entries[found];
        return found >= 0;
    }

    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = Seed;
        for (var i = name.Length - 1; i >= 0; i--)
            hash = (hash ^ name[i]) * Prime;
        return hash;
    }

    private static byte Lower(byte character) => character is >= (byte)'A' and <= (byte)'Z' ? (byte)(character | 0x20) : character;

    private static bool Same(ReadOnlySpan<byte> listed, ReadOnlySpan<byte> name)
    {
        if (listed.Length != name.Length)
            return false;
        for (var i = 0; i < listed.Length; i++)
        {
            if (listed[i] != Lower(name[i]))
                return false;
        }
        return true;
    }

    private int Find(ulong hash, ReadOnlySpan<byte> name)
    {
        for (var slot = Slot(hash); _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (Same(_names[_slots[slot] - 1], name))
                return _slots[slot] - 1;
        }
        return -1;
    }

    /// <summary>The table is fixed once built, so names in logs cannot make it slow.</summary>
    private int Slot(ulong hash) => (int)((hash ^ (hash >> 29)) * 0x9E3779B97F4A7C15 >> 32) & (_slots.Length - 1);
}
