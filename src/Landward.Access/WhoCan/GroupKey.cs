using System.Runtime.InteropServices;

namespace Landward.Access;

/// <summary>Everything that a caller's answer depends on, as numbers. Equal keys have equal answers.</summary>
internal readonly struct GroupKey(ReadOnlySpan<int> parts) : IEquatable<GroupKey>
{
    private readonly int[] _parts = parts.ToArray();
    private readonly int _hash = Hash(parts);

    public bool Equals(GroupKey other) => _hash == other._hash && _parts.AsSpan().SequenceEqual(other._parts);

    public override bool Equals(object? obj) => obj is GroupKey other && Equals(other);

    public override int GetHashCode() => _hash;

    private static int Hash(ReadOnlySpan<int> parts)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(parts));
        return hash.ToHashCode();
    }
}
