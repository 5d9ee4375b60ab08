using System.Runtime.CompilerServices;

namespace Landward.Logs.Gzip;

/// <content>The codes of a block and their tables.</content>
internal sealed partial class DeflateDecoder
{
    /// <summary>The codes of blocks that describe none (RFC 1951, section 3.2.6).</summary>
    private void BuildFixed()
    {
        // Blocks may be short and many.
        if (_isFixed)
            return;
        _isFixed = true;
        Span<byte> lengths = stackalloc byte[DeflateSymbols.Literals];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        HuffmanTable.Build(_literals, LiteralBits, lengths, DeflateSymbols.LiteralEntries);
        lengths[..DeflateSymbols.Distances].Fill(5);
        HuffmanTable.Build(_distances, DistanceBits, lengths[..DeflateSymbols.Distances], DeflateSymbols.DistanceEntries);
    }

    /// <summary>The codes that a block describes (RFC 1951, section 3.2.7).</summary>
    private void ReadCodes(ref BitReader reader)
    {
        var literals = (int)reader.Take(5) + 257;
        var distances = (int)reader.Take(5) + 1;
        var count = (int)reader.Take(4) + 4;
        if (literals > 286 || distances > 30)
            throw Damaged();
        _isFixed = false;
        Span<byte> lengths = stackalloc byte[DeflateSymbols.Literals + DeflateSymbols.Distances];
        lengths.Clear();
        for (var i = 0; i < count; i++)
            lengths[DeflateSymbols.LengthOrder[i]] = (byte)reader.Take(3);
        if (!HuffmanTable.Build(_literals, LengthBits, lengths[..DeflateSymbols.Lengths], DeflateSymbols.LengthEntries))
            throw Damaged();
        lengths.Clear();
        for (var i = 0; i < literals + distances;)
        {
            reader.Refill();
            var entry = _literals[(int)reader.Bits & ((1 << LengthBits) - 1)];
            if ((entry & HuffmanTable.Invalid) != 0)
                throw Damaged();
            reader.Take((int)(entry & HuffmanTable.CountMask));
            var symbol = (int)(entry >> HuffmanTable.ValueShift);
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && i == 0)
                throw Damaged();
            var repeated = symbol == 16 ? lengths[i - 1] : (byte)0;
            var times = symbol switch { 16 => 3 + (int)reader.Take(2), 17 => 3 + (int)reader.Take(3), _ => 11 + (int)reader.Take(7) };
            if (i + times > literals + distances)
                throw Damaged();
            lengths.Slice(i, times).Fill(repeated);
            i += times;
        }
        // A block that cannot end is none.
        if (lengths[256] == 0
            || !HuffmanTable.Build(_literals, LiteralBits, lengths[..literals], DeflateSymbols.LiteralEntries)
            || !HuffmanTable.Build(_distances, DistanceBits, lengths.Slice(literals, distances), DeflateSymbols.DistanceEntries))
        {
            throw Damaged();
        }
    }

    [InlineArray(Length)]
    private struct LiteralTable
    {
        /// <summary>The most that 288 symbols need is 2,342.</summary>
        public const int Length = 4096;
        private uint _first;
    }

    [InlineArray(Length)]
    private struct DistanceTable
    {
        /// <summary>The most that 32 symbols need is 402.</summary>
        public const int Length = 512;
        private uint _first;
    }
}
