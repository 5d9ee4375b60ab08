using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Landward.Logs.Gzip;

/// <summary>
/// Inflates a stream of deflate blocks (RFC 1951) piece by piece, straight into the buffer of whoever reads: what was inflated before
/// stands in front of what comes next and is the window that matches copy from.
/// </summary>
/// <remarks>
/// The design is that of Biggers' libdeflate: 64 bits of input at hand, refilled without a branch; tables of 11 and 8 bits; a fast
/// loop while input and room are left for whatever an item may need, an exact one at the end. Every access to input and output is
/// that of a span, and tables are indexed below their constant lengths, so no input reads or writes outside of them.
/// </remarks>
internal sealed partial class DeflateDecoder
{
    /// <summary>How much of the buffer behind the limit may be written.</summary>
    public const int Slack = 512;

    /// <summary>How much input has to be there, unless it is the last: the description of a block's codes is never longer.</summary>
    public const int LeastInput = 1024;

    private const int LiteralBits = 11;
    private const int DistanceBits = 8;
    private const int LengthBits = 7;

    /// <summary>How much input makes it likely that a block is worth preparing for.</summary>
    private const int LongBlock = 8 * 1024;

    /// <summary>What the first turn of the fast loop may read: three words, the later two up to seven bytes behind the one before.</summary>
    private const int FastInput = 24;

    private LiteralTable _literals;
    private DistanceTable _distances;
    private ulong _bits;
    private int _bitCount;
    private State _state;
    private bool _isLast;
    private bool _isFixed;
    private int _stored;

    private enum State
    {
        Header,
        Stored,
        Codes,
        Done,
    }

    /// <summary>Starts a stream.</summary>
    public void Reset()
    {
        _bits = 0;
        _bitCount = 0;
        _state = State.Header;
        _isLast = false;
    }

    /// <summary>Inflates until the output reaches the limit, the stream ends or the input is used up.</summary>
    /// <param name="input">At least <see cref="LeastInput"/> bytes, unless nothing follows them.</param>
    /// <param name="from">What of it is consumed; at the end of the stream, exactly to its last byte.</param>
    /// <param name="isFinal">Whether nothing follows the input.</param>
    /// <param name="output">The buffer; <see cref="Slack"/> bytes behind the limit belong to it.</param>
    /// <param name="origin">Where in the buffer the stream began, or the buffer when that was earlier and at least 32 KB are there.</param>
    /// <param name="to">Behind the last byte inflated so far; may pass the limit by a match.</param>
    /// <param name="limit">Where to stop.</param>
    /// <returns>Whether the stream has ended.</returns>
    /// <exception cref="InvalidDataException">What is there is no deflate stream, or it ends too early; everything before that is inflated.</exception>
    public bool Decode(ReadOnlySpan<byte> input, ref int from, bool isFinal, Span<byte> output, int origin, ref int to, int limit)
    {
        while (to < limit && _state != State.Done && (isFinal || input.Length - from >= LeastInput))
        {
            switch (_state)
            {
                case State.Header:
                    ReadHeader(input, ref from);
                    break;
                case State.Stored:
                    CopyStored(input, ref from, output, ref to, limit);
                    break;
                default:
                    if (input.Length - from >= FastInput)
                        DecodeFast(input, ref from, output, origin, ref to, limit);
                    else
                        DecodeExactly(input, ref from, output, origin, ref to, limit);
                    break;
            }
        }
        return _state == State.Done;
    }

    private static InvalidDataException Damaged() => new("The gzip data are damaged.");

    private void DecodeFast(ReadOnlySpan<byte> input, ref int from, Span<byte> output, int origin, ref int to, int limit)
    {
        var bits = _bits;
        // Only the lowest 6 bits count: whole entries are subtracted.
        var count = _bitCount;
        var next = from;
        var at = to;
        var lastInput = input.Length - FastInput;
        var ended = false;
        Refill(input, ref next, ref bits, ref count);
        var entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
        do
        {
            var saved = bits;
            bits >>= (int)entry;
            count -= (int)entry;
            if ((entry & HuffmanTable.Literal) != 0)
            {
                Write(output, entry, ref at);
                entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
                saved = bits;
                bits >>= (int)entry;
                count -= (int)entry;
                if ((entry & HuffmanTable.Literal) != 0)
                {
                    Write(output, entry, ref at);
                    entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
                    saved = bits;
                    bits >>= (int)entry;
                    count -= (int)entry;
                    if ((entry & HuffmanTable.Literal) != 0)
                    {
                        Write(output, entry, ref at);
                        entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
                        Refill(input, ref next, ref bits, ref count);
                        continue;
                    }
                }
            }
            if ((entry & HuffmanTable.Exceptional) != 0)
            {
                if ((entry & HuffmanTable.Subtable) != 0)
                {
                    var inner = (int)(bits & ((1UL << (int)(entry >> HuffmanTable.CodeLengthShift)) - 1));
                    entry = _literals[((int)(entry >> HuffmanTable.ValueShift) + inner) & (LiteralTable.Length - 1)];
                    saved = bits;
                    bits >>= (int)entry;
                    count -= (int)entry;
                    if ((entry & HuffmanTable.Literal) != 0)
                    {
                        Write(output, entry, ref at);
                        Refill(input, ref next, ref bits, ref count);
                        entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
                        continue;
                    }
                }
                if ((entry & HuffmanTable.EndOfBlock) != 0)
                {
                    ended = true;
                    break;
                }
                if ((entry & HuffmanTable.Exceptional) != 0)
                {
                    to = at;
                    throw Damaged();
                }
            }
            var length = (int)(entry >> HuffmanTable.ValueShift) + Extra(saved, entry);
            entry = _distances[(int)bits & ((1 << DistanceBits) - 1)];
            // Of 56 bits or more, 15 + 11 + 11 + 15 + 5 may be gone.
            if ((count & 63) < 28 + LiteralBits)
                Refill(input, ref next, ref bits, ref count);
            if ((entry & HuffmanTable.Exceptional) != 0)
            {
                if ((entry & HuffmanTable.Subtable) != 0)
                {
                    bits >>= DistanceBits;
                    count -= DistanceBits;
                    var inner = (int)(bits & ((1UL << (int)(entry >> HuffmanTable.CodeLengthShift)) - 1));
                    entry = _distances[((int)(entry >> HuffmanTable.ValueShift) + inner) & (DistanceTable.Length - 1)];
                }
                if ((entry & HuffmanTable.Exceptional) != 0)
                {
                    to = at;
                    throw Damaged();
                }
            }
            saved = bits;
            bits >>= (int)entry;
            count -= (int)entry;
            var distance = (int)(entry >> HuffmanTable.ValueShift) + Extra(saved, entry);
            if (distance > at - origin)
            {
                to = at;
                throw Damaged();
            }
            entry = _literals[(int)bits & ((1 << LiteralBits) - 1)];
            Refill(input, ref next, ref bits, ref count);
            var end = at + length;
            if (distance >= Vector256<byte>.Count)
            {
                // Most matches are no longer than two vectors: whether they need the second is not worth a guess.
                CopyVector(output, at - distance, at);
                CopyVector(output, at - distance + Vector256<byte>.Count, at + Vector256<byte>.Count);
                for (at += 2 * Vector256<byte>.Count; at < end; at += Vector256<byte>.Count)
                    CopyVector(output, at - distance, at);
            }
            else
            {
                Repeat(output, at, distance, length);
            }
            at = end;
        }
        while (next <= lastInput && at < limit);
        to = at;
        var left = count & 63;
        from = next - (left >> 3);
        _bitCount = left & 7;
        _bits = bits & ((1UL << _bitCount) - 1);
        if (ended)
            EndBlock();
    }

    /// <summary>The number behind a word of a length or distance, in the bits that began with the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Extra(ulong bits, uint entry)
    {
        var taken = Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(bits, entry) : bits & ((1UL << (int)entry) - 1);
        return (int)(taken >> (int)((entry >> HuffmanTable.CodeLengthShift) & 0xF));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyVector(Span<byte> output, int from, int to) =>
        Vector256.Create<byte>(output.Slice(from, Vector256<byte>.Count)).CopyTo(output.Slice(to, Vector256<byte>.Count));

    /// <summary>Writes a literal or two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Span<byte> output, uint entry, ref int at)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(output.Slice(at, sizeof(ushort)), (ushort)(entry >> HuffmanTable.ValueShift));
        at += 1 + (int)((entry >> HuffmanTable.PairShift) & 1);
    }

    /// <summary>As many bits as a word takes, whatever was left: bits at hand beyond the count are those of the bytes that are read again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Refill(ReadOnlySpan<byte> input, ref int next, ref ulong bits, ref int count)
    {
        bits |= BinaryPrimitives.ReadUInt64LittleEndian(input.Slice(next, sizeof(ulong))) << count;
        next += 7 - ((count >> 3) & 7);
        count |= 56;
    }

    /// <summary>A match that copies what it has just written.</summary>
    private static void Repeat(Span<byte> output, int at, int distance, int length)
    {
        var end = at + length;
        if (distance == 1)
        {
            output[at..end].Fill(output[at - 1]);
            return;
        }
        for (var step = distance; at < end; at += step)
        {
            // Each copy doubles what there is of the pattern.
            var count = Math.Min(step, end - at);
            output.Slice(at - distance, count).CopyTo(output[at..]);
        }
    }

    private void DecodeExactly(ReadOnlySpan<byte> input, ref int from, Span<byte> output, int origin, ref int to, int limit)
    {
        var reader = new BitReader(input, from, _bits, _bitCount);
        var ended = false;
        while (!ended && to < limit)
        {
            reader.Refill();
            var entry = _literals[(int)reader.Bits & ((1 << LiteralBits) - 1)];
            if ((entry & HuffmanTable.Subtable) != 0)
            {
                reader.Take(LiteralBits);
                entry = _literals[((int)(entry >> HuffmanTable.ValueShift) + Inner(reader.Bits, entry)) & (LiteralTable.Length - 1)];
            }
            if ((entry & HuffmanTable.Literal) != 0)
            {
                // Of two only the first: the second may have to be the last of its piece.
                reader.Take((int)(entry >> HuffmanTable.CodeLengthShift) & 0xF);
                output[to++] = (byte)(entry >> HuffmanTable.ValueShift);
                continue;
            }
            if ((entry & HuffmanTable.Invalid) != 0)
                throw Damaged();
            var length = Number(ref reader, entry);
            ended = (entry & HuffmanTable.EndOfBlock) != 0;
            if (ended)
                break;
            entry = _distances[(int)reader.Bits & ((1 << DistanceBits) - 1)];
            if ((entry & HuffmanTable.Subtable) != 0)
            {
                reader.Take(DistanceBits);
                entry = _distances[((int)(entry >> HuffmanTable.ValueShift) + Inner(reader.Bits, entry)) & (DistanceTable.Length - 1)];
            }
            if ((entry & HuffmanTable.Exceptional) != 0)
                throw Damaged();
            var distance = Number(ref reader, entry);
            if (distance > to - origin)
                throw Damaged();
            for (var end = to + length; to < end; to++)
                output[to] = output[to - distance];
        }
        reader.GiveBack();
        (from, _bits, _bitCount) = (reader.From, reader.Bits, reader.Count);
        if (ended)
            EndBlock();
    }

    private static int Inner(ulong bits, uint entry) => (int)bits & ((1 << (int)((entry >> HuffmanTable.CodeLengthShift) & 0xF)) - 1);

    /// <summary>Consumes a code word and the extra number behind it.</summary>
    private static int Number(ref BitReader reader, uint entry)
    {
        var word = (int)(entry >> HuffmanTable.CodeLengthShift) & 0xF;
        reader.Take(word);
        return (int)(entry >> HuffmanTable.ValueShift) + (int)reader.Take((int)(entry & HuffmanTable.CountMask) - word);
    }

    private void EndBlock() => _state = _isLast ? State.Done : State.Header;

    private void ReadHeader(ReadOnlySpan<byte> input, ref int from)
    {
        var reader = new BitReader(input, from, _bits, _bitCount);
        _isLast = reader.Take(1) != 0;
        switch (reader.Take(2))
        {
            case 0:
                reader.Align();
                _stored = (int)reader.Take(16);
                if ((int)reader.Take(16) != (~_stored & 0xFFFF))
                    throw Damaged();
                _state = State.Stored;
                break;
            case 1:
                BuildFixed();
                _state = State.Codes;
                break;
            case 2:
                ReadCodes(ref reader);
                // It takes as long as a few thousand literals.
                if (input.Length - from >= LongBlock)
                    HuffmanTable.PairLiterals(_literals, LiteralBits);
                _state = State.Codes;
                break;
            default:
                throw Damaged();
        }
        reader.GiveBack();
        (from, _bits, _bitCount) = (reader.From, reader.Bits, reader.Count);
    }

    private void CopyStored(ReadOnlySpan<byte> input, ref int from, Span<byte> output, ref int to, int limit)
    {
        var count = Math.Min(Math.Min(_stored, input.Length - from), limit - to);
        if (count == 0 && _stored > 0)
            throw Damaged();
        input.Slice(from, count).CopyTo(output[to..]);
        from += count;
        to += count;
        _stored -= count;
        if (_stored == 0)
            EndBlock();
    }
}
