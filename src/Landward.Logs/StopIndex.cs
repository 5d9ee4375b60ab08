using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs;

/// <summary>
/// Where a JSON text has to be looked at: one bit a byte, set for every quote that no backslash escapes, every backslash that starts an
/// escape, and every control character. A string then ends at the first bit behind its opening quote, unless it holds an escape.
/// </summary>
/// <remarks>
/// The bits depend on the bytes alone, not on where strings start, so an index survives malformed records. The escape arithmetic is
/// that of Langdale and Lemire, "Parsing Gigabytes of JSON per Second" (VLDB Journal 28, 2019), section 3.1.1.
/// </remarks>
internal sealed class StopIndex
{
    /// <summary>Bytes behind the text that must be there and are cleared: a text always ends at a stop, a control character.</summary>
    public const int Padding = BlockLength;

    private const int BlockLength = 64;
    private const byte FirstPrintable = 0x20;

    private byte[] _bits = [];

    /// <summary>The blocks that are indexed for good, and whether the last of them ends with a backslash that escapes what follows.</summary>
    private int _blocks;
    private ulong _carry;

    /// <summary>Behind the last block that holds more than ASCII.</summary>
    private int _asciiFrom;

    /// <summary>A bit for every byte of the text, lowest first, for <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Bits => _bits;

    /// <summary>The largest number of bytes up to that one that <see cref="Discard"/> takes.</summary>
    public static int Aligned(int length) => length & -BlockLength;

    /// <summary>Whether all bytes of the text from that one on are ASCII, and so need no check of their encoding.</summary>
    public bool IsAscii(int from) => from >= _asciiFrom;

    /// <summary>Starts another text.</summary>
    public void Reset()
    {
        _blocks = _asciiFrom = 0;
        _carry = 0;
    }

    /// <summary>Forgets the beginning of the text; the rest has moved to the front of the buffer.</summary>
    public void Discard(int length)
    {
        var blocks = length / BlockLength;
        _bits.AsSpan(blocks * sizeof(ulong), (_blocks - blocks) * sizeof(ulong)).CopyTo(_bits);
        _blocks -= blocks;
        _asciiFrom -= length;
    }

    /// <summary>The first stop at or behind a byte of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> bits, int at)
    {
        // At least 57 bits are left of the 64 read from the byte that holds the first.
        var window = BinaryPrimitives.ReadUInt64LittleEndian(bits[(at >> 3)..]) >> (at & 7);
        return window != 0 ? at + BitOperations.TrailingZeroCount(window) : NextFar(bits, at);
    }

    /// <summary>Indexes the text as far as it goes on behind what is indexed, and clears the padding behind it.</summary>
    /// <param name="buffer">The text from its first byte, or the first that was not discarded.</param>
    /// <param name="length">The length of the text, at least that of the last time.</param>
    public void Fill(byte[] buffer, int length)
    {
        if (Vector512.IsHardwareAccelerated)
            Fill512(buffer, length);
        else if (Vector256.IsHardwareAccelerated)
            Fill256(buffer, length);
        else
            FillBytes(buffer, length);
    }

    /// <summary>As <see cref="Fill"/>, 64 bytes at once.</summary>
    public void Fill512(byte[] buffer, int length)
    {
        Prepare(buffer, length);
        Span<byte> bits = _bits;
        var all = Vector512<byte>.Zero;
        var (at, carry, kept) = (_blocks * BlockLength, _carry, _carry);
        for (; at < length; at += BlockLength)
        {
            kept = carry;
            Write(bits, at, Stops(buffer.AsSpan(at, BlockLength), ref all, ref carry));
        }
        Finish(length, at, carry, kept, all.ExtractMostSignificantBits() == 0);
    }

    /// <summary>As <see cref="Fill"/>, 32 bytes at once.</summary>
    public void Fill256(byte[] buffer, int length)
    {
        Prepare(buffer, length);
        Span<byte> bits = _bits;
        var all = Vector256<byte>.Zero;
        var (at, carry, kept) = (_blocks * BlockLength, _carry, _carry);
        for (; at < length; at += BlockLength)
        {
            kept = carry;
            Write(bits, at, Stops(buffer.AsSpan(at, BlockLength), ref all, ref carry));
        }
        Finish(length, at, carry, kept, all.ExtractMostSignificantBits() == 0);
    }

    /// <summary>As <see cref="Fill"/>, one byte after the other.</summary>
    public void FillBytes(byte[] buffer, int length)
    {
        Prepare(buffer, length);
        Span<byte> bits = _bits;
        var all = (byte)0;
        var (at, carry, kept) = (_blocks * BlockLength, _carry, _carry);
        for (; at < length; at += BlockLength)
        {
            kept = carry;
            Write(bits, at, Stops(buffer.AsSpan(at, BlockLength), ref all, ref carry));
        }
        Finish(length, at, carry, kept, all < 0x80);
    }

    private static int NextFar(ReadOnlySpan<byte> bits, int at)
    {
        ulong window;
        at &= ~7;
        do
        {
            at += BlockLength;
            window = BinaryPrimitives.ReadUInt64LittleEndian(bits[(at >> 3)..]);
        }
        while (window == 0);
        return at + BitOperations.TrailingZeroCount(window);
    }

    /// <summary>The stops of a block; <paramref name="all"/> collects the bits of its bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Stops(ReadOnlySpan<byte> block, ref Vector512<byte> all, ref ulong carry)
    {
        var bytes = Vector512.Create(block);
        all |= bytes;
        var quotes = Vector512.Equals(bytes, Vector512.Create((byte)'"')).ExtractMostSignificantBits();
        var backslashes = Vector512.Equals(bytes, Vector512.Create((byte)'\\')).ExtractMostSignificantBits();
        var controls = Vector512.LessThan(bytes, Vector512.Create(FirstPrintable)).ExtractMostSignificantBits();
        return Stops(quotes, backslashes, controls, ref carry);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Stops(ReadOnlySpan<byte> block, ref Vector256<byte> all, ref ulong carry)
    {
        var low = Vector256.Create(block);
        var high = Vector256.Create(block[(BlockLength / 2)..]);
        all |= low | high;
        var quotes = Both(Vector256.Equals(low, Vector256.Create((byte)'"')), Vector256.Equals(high, Vector256.Create((byte)'"')));
        var backslashes = Both(Vector256.Equals(low, Vector256.Create((byte)'\\')), Vector256.Equals(high, Vector256.Create((byte)'\\')));
        var controls = Both(Vector256.LessThan(low, Vector256.Create(FirstPrintable)), Vector256.LessThan(high, Vector256.Create(FirstPrintable)));
        return Stops(quotes, backslashes, controls, ref carry);
    }

    private static ulong Stops(ReadOnlySpan<byte> block, ref byte all, ref ulong carry)
    {
        ulong quotes = 0, backslashes = 0, controls = 0;
        for (var i = 0; i < block.Length; i++)
        {
            all |= block[i];
            quotes |= block[i] == '"' ? 1UL << i : 0;
            backslashes |= block[i] == '\\' ? 1UL << i : 0;
            controls |= block[i] < FirstPrintable ? 1UL << i : 0;
        }
        return Stops(quotes, backslashes, controls, ref carry);
    }

    private static ulong Both(Vector256<byte> low, Vector256<byte> high) =>
        low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << (BlockLength / 2));

    private static ulong Stops(ulong quotes, ulong backslashes, ulong controls, ref ulong carry)
    {
        if ((backslashes | carry) == 0)
            return quotes | controls;
        const ulong OddBits = 0xAAAA_AAAA_AAAA_AAAA;
        // Of each run of backslashes every second one, from its first that is not itself escaped, starts an escape.
        var candidates = backslashes & ~carry;
        var startsAndEnds = (((candidates << 1) | OddBits) - candidates) ^ OddBits;
        var escaped = startsAndEnds ^ (backslashes | carry);
        var starts = startsAndEnds & backslashes;
        carry = starts >> (BlockLength - 1);
        return (quotes & ~escaped) | starts | controls;
    }

    /// <summary>Clears the padding and makes room for the stops of the text and of a block behind them.</summary>
    private void Prepare(byte[] buffer, int length)
    {
        buffer.AsSpan(length, Padding).Clear();
        var needed = ((length / BlockLength) + 3) * sizeof(ulong);
        if (_bits.Length < needed)
            Array.Resize(ref _bits, (int)BitOperations.RoundUpToPowerOf2((uint)needed));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Span<byte> bits, int at, ulong stops) => BinaryPrimitives.WriteUInt64LittleEndian(bits[(at >> 3)..], stops);

    /// <summary>Behind the last block every byte is a stop, so that every search ends.</summary>
    /// <param name="at">Behind the last block.</param>
    /// <param name="carry">What it hands on.</param>
    /// <param name="kept">What was handed to it.</param>
    private void Finish(int length, int at, ulong carry, ulong kept, bool isAscii)
    {
        Write(_bits, at, ulong.MaxValue);
        Write(_bits, at + BlockLength, ulong.MaxValue);
        // A block that is not full is indexed again when more follows.
        (_blocks, _carry) = at == length ? (at / BlockLength, carry) : ((at / BlockLength) - 1, kept);
        if (!isAscii)
            _asciiFrom = at;
    }
}
