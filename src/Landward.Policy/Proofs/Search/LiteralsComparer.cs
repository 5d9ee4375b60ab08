using System.Runtime.InteropServices;

namespace Landward.Policy.Proofs;

/// <summary>Compares rows of numbers by what they hold.</summary>
internal sealed class LiteralsComparer : IEqualityComparer<int[]>
{
    public static readonly LiteralsComparer Instance = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
        return hash.ToHashCode();
    }
}
