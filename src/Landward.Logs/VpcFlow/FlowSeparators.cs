using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs.VpcFlow;

/// <summary>The positions of all blanks and line ends of a stretch of text, found 64 bytes at a time.</summary>
internal sealed class FlowSeparators
{
    private const int Block = 64;
    private const int InitialLines = 1024;

    /// <summary>Separators of most blocks.</summary>
    private const int Usual = 12;

    private int[] _positions;
    private int[] _lines = new int[InitialLines];

    /// <param name="longest">The longest stretch that is looked through.</param>
    public FlowSeparators(int longest) => _positions = new int[longest + Block + 1];

    /// <summary>Begins with the position before the stretch, as if a line ended there.</summary>
    public Span<int> Positions => _positions;

    /// <summary>For each line the index, in <see cref="Positions"/>, of its end.</summary>
    public ReadOnlySpan<int> Lines => _lines.AsSpan(0, LineCount);

    public int LineCount { get; private set; }

    /// <summary>Looks through <paramref name="start"/> to <paramref name="end"/>; the buffer is readable for 64 bytes more.</summary>
    public void Find(byte[] buffer, int start, int end)
    {
        if (_positions.Length < end - start + Block + 1)
            _positions = new int[end - start + Block + 1];
        ref var first = ref MemoryMarshal.GetArrayDataReference(buffer);
        ref var positions = ref MemoryMarshal.GetArrayDataReference(_positions);
        positions = start - 1;
        var count = 1;
        LineCount = 0;
        for (var block = start; block < end; block += Block)
        {
            var (blanks, ends) = Masks(ref first, block);
            if (end - block < Block)
            {
                var inside = (1UL << (end - block)) - 1;
                blanks &= inside;
                ends &= inside;
            }
            var all = blanks | ends;
            AddLines(all, ends, count);
            // As many as blocks of records have, whatever the count, then four at a time: how many there are is not foreseeable. What is
            // written too much is overwritten by the next block.
            var written = count;
            count += BitOperations.PopCount(all);
            for (var i = 0; i < Usual; i++)
                all = Write(ref positions, written++, block, all);
            while (all != 0)
            {
                for (var i = 0; i < 4; i++)
                    all = Write(ref positions, written++, block, all);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Write(ref int positions, int at, int block, ulong all)
    {
        Unsafe.Add(ref positions, at) = block + BitOperations.TrailingZeroCount(all);
        return all & (all - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Blanks, ulong Ends) Masks(ref byte first, int position)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            var text = Vector512.LoadUnsafe(ref first, (nuint)position);
            return (Vector512.Equals(text, Vector512.Create((byte)' ')).ExtractMostSignificantBits(), Vector512.Equals(text, Vector512.Create((byte)'\n')).ExtractMostSignificantBits());
        }
        var blank = Vector256.Create((byte)' ');
        var end = Vector256.Create((byte)'\n');
        var low = Vector256.LoadUnsafe(ref first, (nuint)position);
        var high = Vector256.LoadUnsafe(ref first, (nuint)position + 32);
        return (
            Vector256.Equals(low, blank).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, blank).ExtractMostSignificantBits() << 32),
            Vector256.Equals(low, end).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, end).ExtractMostSignificantBits() << 32));
    }

    private void AddLines(ulong all, ulong ends, int before)
    {
        if (LineCount + Block > _lines.Length)
            Array.Resize(ref _lines, _lines.Length * 2);
        // A block has one line end or none: no branch tells which, and what is written without one is overwritten.
        var line = LineCount;
        LineCount += BitOperations.PopCount(ends);
        do
        {
            var below = (ends & (0 - ends)) - 1;
            _lines[line++] = before + BitOperations.PopCount(all & below);
            ends &= ends - 1;
        }
        while (ends != 0);
    }
}
