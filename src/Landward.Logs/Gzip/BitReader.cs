namespace Landward.Logs.Gzip;

/// <summary>Takes bits from input whose end may be near, lowest bit first (RFC 1951, section 3.1.1).</summary>
internal ref struct BitReader(ReadOnlySpan<byte> input, int from, ulong bits, int count)
{
    private readonly ReadOnlySpan<byte> _input = input;

    /// <summary>Behind the last byte of the input whose bits are at hand.</summary>
    public int From { get; private set; } = from;

    /// <summary>The bits at hand; behind <see cref="Count"/> of them, zeros.</summary>
    public ulong Bits { get; private set; } = bits;

    public int Count { get; private set; } = count;

    /// <summary>Takes as many whole bytes as there is room for, so that at least 56 bits are at hand unless the input ends.</summary>
    public void Refill()
    {
        while (Count <= 56 && From < _input.Length)
        {
            Bits |= (ulong)_input[From++] << Count;
            Count += 8;
        }
    }

    /// <summary>Consumes bits, which must be at hand.</summary>
    /// <exception cref="InvalidDataException">The input ends before them.</exception>
    public uint Take(int count)
    {
        if (Count < count)
        {
            Refill();
            if (Count < count)
                throw new InvalidDataException("The gzip data end too early.");
        }
        var taken = (uint)(Bits & ((1UL << count) - 1));
        Bits >>= count;
        Count -= count;
        return taken;
    }

    /// <summary>Gives back the whole bytes of which no bit was taken.</summary>
    public void GiveBack()
    {
        From -= Count >> 3;
        Count &= 7;
        Bits &= (1UL << Count) - 1;
    }

    /// <summary>Drops what is left of the byte that was begun.</summary>
    public void Align() => Take(Count & 7);
}
