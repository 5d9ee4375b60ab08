namespace Landward.Logs.Gzip;

/// <summary>What the symbols of deflate's codes stand for, as entries of a <see cref="HuffmanTable"/> (RFC 1951, sections 3.2.5 and 3.2.7).</summary>
internal static class DeflateSymbols
{
    public const int Literals = 288;
    public const int Distances = 32;
    public const int Lengths = 19;

    private const int EndOfBlock = 256;
    private const int FirstLength = 257;

    /// <summary>Two symbols of each that no compressor may write.</summary>
    private const int UsedLengths = 29;

    private const uint Unused = HuffmanTable.Exceptional | HuffmanTable.Invalid;

    private static readonly byte[] LengthExtras = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    private static readonly byte[] DistanceExtras = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];

    /// <summary>Literals, the end of the block, and lengths.</summary>
    public static uint[] LiteralEntries { get; } = CreateLiterals();

    public static uint[] DistanceEntries { get; } = CreateDistances();

    /// <summary>The symbols of the code in which the lengths of the other two are written: their own numbers.</summary>
    public static uint[] LengthEntries { get; } = [.. Enumerable.Range(0, Lengths).Select(symbol => (uint)symbol << HuffmanTable.ValueShift)];

    /// <summary>The order in which the lengths of that code's words are written.</summary>
    public static ReadOnlySpan<byte> LengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    private static uint[] CreateLiterals()
    {
        var entries = new uint[Literals];
        for (var literal = 0; literal < EndOfBlock; literal++)
            entries[literal] = HuffmanTable.Literal | ((uint)literal << HuffmanTable.ValueShift);
        entries[EndOfBlock] = HuffmanTable.Exceptional | HuffmanTable.EndOfBlock;
        Number(entries.AsSpan(FirstLength), LengthExtras, first: 3);
        // The longest length has a symbol of its own.
        entries[FirstLength + UsedLengths - 1] = 258u << HuffmanTable.ValueShift;
        return entries;
    }

    private static uint[] CreateDistances()
    {
        var entries = new uint[Distances];
        Number(entries, DistanceExtras, first: 1);
        return entries;
    }

    private static void Number(Span<uint> entries, byte[] extras, uint first)
    {
        entries.Fill(Unused);
        for (var i = 0; i < extras.Length; i++)
        {
            entries[i] = (first << HuffmanTable.ValueShift) + extras[i];
            first += 1u << extras[i];
        }
    }
}
