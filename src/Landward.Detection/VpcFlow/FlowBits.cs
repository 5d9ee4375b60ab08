using System.Numerics;
using System.Runtime.CompilerServices;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Counts different values in 64 bytes by linear counting (Whang, Vander-Zanden and Taylor, "A linear-time probabilistic counting
/// algorithm", 1990): exact but for chance up to some 20, within 5 % up to 500, and 3,200 stands for that many or more.
/// </summary>
[InlineArray(Words)]
internal struct FlowBits
{
    private const int Words = 8;
    private const int Bits = Words * 64;

    /// <summary>The count by the number of bits that are set.</summary>
    private static readonly int[] Counts =
        [.. Enumerable.Range(0, Bits + 1).Select(set => set == Bits ? (int)(Bits * Math.Log(Bits)) : (int)Math.Round(-Bits * Math.Log(1 - (set / (double)Bits))))];

    private ulong _first;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong value)
    {
        value = Mix(value);
        this[(int)(value >> 61)] |= 1UL << (int)(value & 63);
    }

    public void Merge(in FlowBits other)
    {
        for (var i = 0; i < Words; i++)
            this[i] |= other[i];
    }

    public readonly int Count()
    {
        var set = 0;
        for (var i = 0; i < Words; i++)
            set += BitOperations.PopCount(this[i]);
        return Counts[set];
    }

    /// <summary>How many values it takes at least that the count reaches a number; values may share a bit, so it is lower than the number or the same.</summary>
    public static int Least(int count)
    {
        var values = Array.FindIndex(Counts, counted => counted >= count);
        return values < 0 ? int.MaxValue : values;
    }

    /// <summary>The bits of one word, for counts that need not go beyond 20 or so.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Bit(ulong value) => 1UL << (int)(Mix(value) & 63);

    /// <summary>How many different values <see cref="Bit"/> was asked for; 260 stands for that many or more.</summary>
    public static int Count(ulong bits)
    {
        var set = BitOperations.PopCount(bits);
        return set == 64 ? 260 : (int)Math.Round(-64 * Math.Log(1 - (set / 64.0)));
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ 0x2545F4914F6CDD1D) * 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
        return value ^ (value >> 29);
    }
}
