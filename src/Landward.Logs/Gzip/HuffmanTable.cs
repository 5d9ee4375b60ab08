using System.Numerics;

namespace Landward.Logs.Gzip;

/// <summary>
/// Decoding tables of Huffman codes (RFC 1951, section 3.2.2): the next bits of the input are the index, the entry says what they
/// stand for and how many of them it takes. Codes longer than the table's index go on in a subtable behind it.
/// </summary>
/// <remarks>
/// An entry, highest bits first: 16 bits of value (one literal or two, the base of a length or distance, or where the subtable starts);
/// flags; the length of the first code word alone; two flags of literals; the number of bits to consume, those of a second code word or
/// of an extra number included.
/// </remarks>
internal static class HuffmanTable
{
    public const int LongestCode = 15;

    /// <summary>A literal in bits 16 to 23.</summary>
    public const uint Literal = 1 << LiteralShift;

    /// <summary>And another one in bits 24 to 31.</summary>
    public const uint Pair = 1 << PairShift;
    public const int PairShift = 7;
    private const int LiteralShift = 6;

    /// <summary>Anything but a literal, a length or a distance: one of the three below.</summary>
    public const uint Exceptional = 0x8000;
    public const uint Subtable = 0x4000;
    public const uint EndOfBlock = 0x2000;

    /// <summary>Bits that no code word starts with, or a symbol that stands for nothing.</summary>
    public const uint Invalid = 0x1000;

    public const int ValueShift = 16;
    public const int CodeLengthShift = 8;

    /// <summary>The bits to consume, and of a subtable the bits of its index, are numbers of up to 63.</summary>
    public const uint CountMask = 0x3F;

    private const int MostSymbols = 288;

    /// <summary>
    /// Builds the table of a code given by the lengths of its words. False when the lengths are no code: too many words, or bits that
    /// mean nothing; only a code of no word or of a single one of one bit may be incomplete, as in zlib.
    /// </summary>
    /// <param name="table">As large as any code of so many symbols needs it.</param>
    /// <param name="tableBits">How many bits index the table.</param>
    /// <param name="lengths">The lengths, 0 for symbols that do not occur; at most 288.</param>
    /// <param name="symbols">The entries of the symbols without their code words' lengths.</param>
    public static bool Build(Span<uint> table, int tableBits, ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols)
    {
        Span<int> counts = stackalloc int[LongestCode + 1];
        counts.Clear();
        foreach (var length in lengths)
            counts[length]++;
        var longest = LongestCode;
        while (longest > 0 && counts[longest] == 0)
            longest--;
        var room = 1;
        Span<int> offsets = stackalloc int[LongestCode + 2];
        offsets[0] = 0;
        offsets[1] = counts[0];
        for (var length = 1; length <= LongestCode; length++)
        {
            room = (room << 1) - counts[length];
            if (room < 0)
                return false;
            offsets[length + 1] = offsets[length] + counts[length];
        }
        if (room > 0)
        {
            if (longest > 1)
                return false;
            table[..(1 << tableBits)].Fill(Exceptional | Invalid);
        }
        Span<ushort> sorted = stackalloc ushort[MostSymbols];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
            sorted[offsets[lengths[symbol]]++] = (ushort)symbol;
        Fill(table, tableBits, counts, sorted[counts[0]..lengths.Length], symbols);
        return true;
    }

    /// <summary>Lets entries of literals stand for two where the bits of the index hold the next code word too, and it is another literal's.</summary>
    public static void PairLiterals(Span<uint> table, int tableBits)
    {
        const uint value = 0xFFu << ValueShift;
        // What the bits behind a word stand for is the entry of a lower index, which is not paired yet.
        for (var at = (1 << tableBits) - 1; at >= 0; at--)
        {
            var first = table[at];
            var second = table[at >> (int)(first & CountMask)];
            var pair = Pair + ((second & value) << 8) + (second & CountMask);
            // All ones or none: which entries are pairs is beyond a processor's guesses.
            var areLiterals = (int)(first & second) << (31 - LiteralShift) >> 31;
            var fit = (int)((first & CountMask) + (second & CountMask)) - (tableBits + 1) >> 31;
            table[at] = first + (pair & (uint)(areLiterals & fit));
        }
    }

    /// <summary>Writes the entries of code words in the order of the words, which are counted up from the last bit of the input's order.</summary>
    private static void Fill(Span<uint> table, int tableBits, ReadOnlySpan<int> counts, ReadOnlySpan<ushort> sorted, ReadOnlySpan<uint> symbols)
    {
        var word = 0;
        var next = 0;
        var length = 1;
        for (var end = 2; length <= tableBits; length++, end <<= 1)
        {
            for (var left = counts[length]; left > 0; left--)
            {
                table[word] = Entry(symbols[sorted[next++]], length, length);
                word = Next(word, length);
            }
            // Whatever the next bit is, these words have ended before it; the others are longer and overwrite what is copied.
            if (length < tableBits)
                table[..end].CopyTo(table[end..]);
        }
        var prefix = -1;
        var start = 0;
        var bits = 0;
        var free = 1 << tableBits;
        for (; length <= LongestCode; length++)
        {
            for (var left = counts[length]; left > 0; left--)
            {
                if ((word & ((1 << tableBits) - 1)) != prefix)
                {
                    prefix = word & ((1 << tableBits) - 1);
                    start = free;
                    bits = SubtableBits(counts, length, left, tableBits);
                    free += 1 << bits;
                    table[prefix] = Exceptional | Subtable | ((uint)start << ValueShift) | ((uint)bits << CodeLengthShift) | (uint)tableBits;
                }
                var entry = Entry(symbols[sorted[next++]], length - tableBits, length - tableBits);
                for (var at = word >> tableBits; at < 1 << bits; at += 1 << (length - tableBits))
                    table[start + at] = entry;
                word = Next(word, length);
            }
        }
    }

    /// <summary>How many bits index the subtable whose first word is the first of those left of its length: as many as its longest word needs.</summary>
    private static int SubtableBits(ReadOnlySpan<int> counts, int length, int left, int tableBits)
    {
        var bits = length - tableBits;
        var used = left;
        while (used < 1 << bits && length < LongestCode)
        {
            bits++;
            length++;
            used = (used << 1) + counts[length];
        }
        return bits;
    }

    private static uint Entry(uint symbol, int codeLength, int consumed) => symbol + ((uint)codeLength << CodeLengthShift) + (uint)consumed;

    /// <summary>The next code word of a length, its first bit lowest.</summary>
    private static int Next(int word, int length)
    {
        // All ones up to the highest zero become zeros; that zero becomes a one.
        var zeros = ~word & ((1 << length) - 1);
        if (zeros == 0)
            return 0;
        var bit = 1 << BitOperations.Log2((uint)zeros);
        return (word & (bit - 1)) | bit;
    }
}
