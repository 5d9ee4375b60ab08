using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Landward.Logs.Gzip;

/// <summary>
/// The checksum of gzip (RFC 1952, section 8). Where the processor multiplies without carries, 64 or 256 bytes are folded at once, as
/// in Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction" (Intel, 2009).
/// </summary>
internal static class Crc32
{
    /// <summary>The polynomial, highest power first and lowest power first.</summary>
    private const uint Polynomial = 0x04C1_1DB7;
    private const uint Reflected = 0xEDB8_8320;

    private const int Tables = 8;

    private static readonly uint[] Table = CreateTable();

    // What moves the two halves of 16 bytes ahead by so many bytes.
    private static readonly Vector128<ulong> By16 = Distance(16);
    private static readonly Vector128<ulong> By64 = Distance(64);
    private static readonly Vector128<ulong> By256 = Distance(256);

    /// <summary>The checksum of what had that checksum and these bytes behind it; of nothing it is 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.V512.IsSupported && bytes.Length >= 256)
            crc = Fold512(crc, ref bytes);
        else if (Pclmulqdq.IsSupported && bytes.Length >= 64)
            crc = Fold128(crc, ref bytes);
        return ~Step(crc, bytes);
    }

    /// <summary>As <see cref="Append"/>, 16 bytes at once.</summary>
    public static uint AppendBy16(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        if (Pclmulqdq.IsSupported && bytes.Length >= 64)
            crc = Fold128(crc, ref bytes);
        return ~Step(crc, bytes);
    }

    /// <summary>As <see cref="Append"/>, by tables.</summary>
    public static uint AppendByTable(uint crc, ReadOnlySpan<byte> bytes) => ~Step(~crc, bytes);

    private static uint Fold512(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        var step = Vector512.Create(Vector256.Create(By256, By256), Vector256.Create(By256, By256));
        var first = Load512(bytes, 0) ^ Vector512.CreateScalar((ulong)crc);
        var second = Load512(bytes, 64);
        var third = Load512(bytes, 128);
        var fourth = Load512(bytes, 192);
        bytes = bytes[256..];
        while (bytes.Length >= 256)
        {
            first = Fold(first, step) ^ Load512(bytes, 0);
            second = Fold(second, step) ^ Load512(bytes, 64);
            third = Fold(third, step) ^ Load512(bytes, 128);
            fourth = Fold(fourth, step) ^ Load512(bytes, 192);
            bytes = bytes[256..];
        }
        step = Vector512.Create(Vector256.Create(By64, By64), Vector256.Create(By64, By64));
        var whole = Fold(Fold(Fold(first, step) ^ second, step) ^ third, step) ^ fourth;
        var (low, high) = (whole.GetLower(), whole.GetUpper());
        return Finish(low.GetLower(), low.GetUpper(), high.GetLower(), high.GetUpper(), ref bytes);
    }

    private static uint Fold128(uint crc, ref ReadOnlySpan<byte> bytes)
    {
        var first = Load128(bytes, 0) ^ Vector128.CreateScalar((ulong)crc);
        var second = Load128(bytes, 16);
        var third = Load128(bytes, 32);
        var fourth = Load128(bytes, 48);
        bytes = bytes[64..];
        while (bytes.Length >= 64)
        {
            first = Fold(first, By64) ^ Load128(bytes, 0);
            second = Fold(second, By64) ^ Load128(bytes, 16);
            third = Fold(third, By64) ^ Load128(bytes, 32);
            fourth = Fold(fourth, By64) ^ Load128(bytes, 48);
            bytes = bytes[64..];
        }
        return Finish(first, second, third, fourth, ref bytes);
    }

    /// <summary>What 64 bytes folded into four vectors leave for the table: the remainder of the last 16.</summary>
    private static uint Finish(Vector128<ulong> first, Vector128<ulong> second, Vector128<ulong> third, Vector128<ulong> fourth, ref ReadOnlySpan<byte> bytes)
    {
        var whole = Fold(Fold(Fold(first, By16) ^ second, By16) ^ third, By16) ^ fourth;
        for (; bytes.Length >= 16; bytes = bytes[16..])
            whole = Fold(whole, By16) ^ Load128(bytes, 0);
        Span<byte> rest = stackalloc byte[16];
        whole.AsByte().CopyTo(rest);
        return Step(0, rest);
    }

    private static Vector128<ulong> Fold(Vector128<ulong> value, Vector128<ulong> step) =>
        Pclmulqdq.CarrylessMultiply(value, step, 0x00) ^ Pclmulqdq.CarrylessMultiply(value, step, 0x11);

    private static Vector512<ulong> Fold(Vector512<ulong> value, Vector512<ulong> step) =>
        Pclmulqdq.V512.CarrylessMultiply(value, step, 0x00) ^ Pclmulqdq.V512.CarrylessMultiply(value, step, 0x11);

    private static Vector128<ulong> Load128(ReadOnlySpan<byte> bytes, int at) => Vector128.Create<byte>(bytes.Slice(at, 16)).AsUInt64();

    private static Vector512<ulong> Load512(ReadOnlySpan<byte> bytes, int at) => Vector512.Create<byte>(bytes.Slice(at, 64)).AsUInt64();

    private static uint Step(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= Tables; bytes = bytes[Tables..])
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ crc;
            crc = 0;
            for (var i = 0; i < Tables; i++)
                crc ^= Table[((Tables - 1 - i) << 8) | (byte)(word >> (8 * i))];
        }
        foreach (var value in bytes)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return crc;
    }

    /// <summary>For each byte and each of eight places before the end, what it does to the checksum.</summary>
    private static uint[] CreateTable()
    {
        var table = new uint[Tables << 8];
        for (var value = 0; value < 256; value++)
        {
            var crc = (uint)value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * Reflected);
            table[value] = crc;
        }
        for (var i = 256; i < table.Length; i++)
            table[i] = (table[i - 256] >> 8) ^ table[(byte)table[i - 256]];
        return table;
    }

    private static Vector128<ulong> Distance(int bytes) => Vector128.Create(Power((bytes * 8) + 32), Power((bytes * 8) - 32));

    /// <summary>That power of x, without the multiples of the polynomial, lowest power first and moved by the bit that reflected products lack.</summary>
    private static ulong Power(int exponent)
    {
        var remainder = 1u;
        for (var i = 0; i < exponent; i++)
            remainder = (remainder << 1) ^ ((remainder >> 31) * Polynomial);
        var reflected = 0UL;
        for (var bit = 0; bit < 32; bit++)
            reflected |= (ulong)((remainder >> bit) & 1) << (31 - bit);
        return reflected << 1;
    }
}
