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
            if (ends != 0)
                AddLines(all, ends, count);
            // Eight at a time whatever the count: what is written too much is overwritten by the next block.
            var total = BitOperations.PopCount(all);
            for (var i = 0; i < total; i += 8)
            {
                for (var j = 0; j < 8; j++)
                {
                    Unsafe.Add(ref positions, count + i + j) = block + BitOperations.TrailingZeroCount(all);
                    all &= all - 1;
                }
            }
            count += total;
        }
    }

    private static (ulong Blanks, ulong Ends) Masks(ref byte first, int position)
    {
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
        for (; ends != 0; ends &= ends - 1)
        {
            var below = (1UL << BitOperations.TrailingZeroCount(ends)) - 1;
            _lines[LineCount++] = before + BitOperations.PopCount(all & below);
        }
    }
}
