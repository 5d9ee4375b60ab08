using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Landward.Logs.VpcFlow;

/// <summary>The positions of all blanks and line ends of a stretch of text, found 64 bytes at a time.</summary>
internal sealed class FlowSeparators : IDisposable
{
    private const int Block = 64;

    /// <summary>Separators of most blocks.</summary>
    private const int Usual = 12;

    /// <summary>Positions that are written at once.</summary>
    private const int Written = 16;

    private int[] _positions = [];
    private int[] _lines = [];

    /// <summary>Begins with the position before the stretch, as if a line ended there.</summary>
    public Span<int> Positions => _positions;

    /// <summary>For each line the index, in <see cref="Positions"/>, of its end.</summary>
    public ReadOnlySpan<int> Lines => _lines.AsSpan(0, LineCount);

    public int LineCount { get; private set; }

    /// <summary>Looks through <paramref name="start"/> to <paramref name="end"/>; the buffer is readable for 64 bytes more.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Find(byte[] buffer, int start, int end)
    {
        // Every byte may be a separator, and a block is written past the last one.
        var most = end - start + Block + 1;
        if (_positions.Length < most)
        {
            Dispose();
            _positions = ArrayPool<int>.Shared.Rent(most);
            _lines = ArrayPool<int>.Shared.Rent(most);
        }
        ref var first = ref MemoryMarshal.GetArrayDataReference(buffer);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        ref var lines = ref MemoryMarshal.GetArrayDataReference(_lines);
        positions = start - 1;
        var count = 1;
        var lineCount = 0;
        for (var block = start; block < end; block += Block)
        {
            ulong all, ends;
            // A block may end behind the stretch; what is found there is written and not counted.
            var counted = ulong.MaxValue >> Math.Max(0, Block - (end - block));
            if (Avx512Vbmi2.IsSupported)
            {
                var text = Vector512.LoadUnsafe(ref first, (nuint)block);
                ends = Vector512.Equals(text, Vector512.Create((byte)'\n')).ExtractMostSignificantBits() & counted;
                var areSeparators = Vector512.Equals(text, Vector512.Create((byte)' ')) | Vector512.Equals(text, Vector512.Create((byte)'\n'));
                all = areSeparators.ExtractMostSignificantBits() & counted;
                WriteAtOnce(ref Unsafe.Add(ref positions, count), block, areSeparators, BitOperations.PopCount(all));
            }
            else
            {
                (all, ends) = Masks(ref first, block);
                (all, ends) = (all & counted, ends & counted);
                WriteOneByOne(ref Unsafe.Add(ref positions, count), block, all);
            }
            // A block has one line end or none: no branch tells which, and what is written without one is overwritten.
            var line = lineCount;
            lineCount += BitOperations.PopCount(ends);
            do
            {
                var below = (ends & (0 - ends)) - 1;
                Unsafe.Add(ref lines, line++) = count + BitOperations.PopCount(all & below);
                ends &= ends - 1;
            }
            while (ends != 0);
            count += BitOperations.PopCount(all);
        }
        LineCount = lineCount;
    }

    public void Dispose()
    {
        if (_positions.Length > 0)
        {
            ArrayPool<int>.Shared.Return(_positions);
            ArrayPool<int>.Shared.Return(_lines);
        }
        (_positions, _lines) = ([], []);
    }

    /// <summary>Moves the places of separators together, and writes many positions at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteAtOnce(ref int positions, int block, Vector512<byte> areSeparators, int count)
    {
        var places = Avx512Vbmi2.Compress(Vector512<byte>.Zero, areSeparators, Vector512<byte>.Indices);
        var start = Vector512.Create(block);
        (Avx512F.ConvertToVector512Int32(places.GetLower().GetLower()) + start).StoreUnsafe(ref positions);
        if (count <= Written)
            return;
        (Avx512F.ConvertToVector512Int32(places.GetLower().GetUpper()) + start).StoreUnsafe(ref positions, Written);
        if (count <= 2 * Written)
            return;
        (Avx512F.ConvertToVector512Int32(places.GetUpper().GetLower()) + start).StoreUnsafe(ref positions, 2 * Written);
        (Avx512F.ConvertToVector512Int32(places.GetUpper().GetUpper()) + start).StoreUnsafe(ref positions, 3 * Written);
    }

    /// <summary>
    /// As many as blocks of records have, whatever the count, then four at a time: how many there are is not foreseeable. What is written
    /// too much is overwritten by the next block.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteOneByOne(ref int positions, int block, ulong all)
    {
        var written = 0;
        for (var i = 0; i < Usual; i++)
            all = Write(ref positions, written++, block, all);
        while (all != 0)
        {
            for (var i = 0; i < 4; i++)
                all = Write(ref positions, written++, block, all);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Write(ref int positions, int at, int block, ulong all)
    {
        Unsafe.Add(ref positions, at) = block + BitOperations.TrailingZeroCount(all);
        return all & (all - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong All, ulong Ends) Masks(ref byte first, int position)
    {
        var blank = Vector256.Create((byte)' ');
        var end = Vector256.Create((byte)'\n');
        var low = Vector256.LoadUnsafe(ref first, (nuint)position);
        var high = Vector256.LoadUnsafe(ref first, (nuint)position + 32);
        var ends = Vector256.Equals(low, end).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, end).ExtractMostSignificantBits() << 32);
        var blanks = Vector256.Equals(low, blank).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, blank).ExtractMostSignificantBits() << 32);
        return (ends | blanks, ends);
    }
}
