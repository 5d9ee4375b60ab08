using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Numbers and addresses from the buffer of a reader. The buffer has at least <see cref="Margin"/> readable bytes before and after every
/// field, so that fields are loaded as whole words and vectors.
/// </summary>
internal static class FlowText
{
    public const int Margin = 16;

    /// <summary>Where a reader's buffer holds the zero that stands for fields its format lacks.</summary>
    public const int Nothing = 2 * Margin;

    private const ulong Zeros = 0x3030303030303030;
    private const ulong Signs = 0x8080808080808080;
    private const int LongestAddress = 45;

    /// <summary>A decimal number of at most 19 digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryNumber(ref byte buffer, int start, int end, out ulong value)
    {
        var length = end - start;
        if ((uint)(length - 1) < 8)
            return TryDigits(ref buffer, end, length, out value);
        if ((uint)(length - 9) < 8)
        {
            var valid = TryDigits(ref buffer, end - 8, length - 8, out var high) & TryDigits(ref buffer, end, 8, out var low);
            value = (high * 100_000_000) + low;
            return valid;
        }
        return TryLongNumber(ref buffer, start, end, out value);
    }

    /// <summary>An IPv4 address by vector, anything else by the runtime; zero for <c>-</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAddress(ref byte buffer, int start, int end, out FlowAddress address)
    {
        var length = end - start;
        var vector = Vector128.LoadUnsafe(ref buffer, (nuint)start);
        var dots = Vector128.Equals(vector, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & ((1u << Math.Min(length, 31)) - 1);
        if (BitOperations.PopCount(dots) != 3 || length > 15)
            return TryOtherAddress(ref buffer, start, end, out address);
        var first = start + BitOperations.TrailingZeroCount(dots);
        dots &= dots - 1;
        var second = start + BitOperations.TrailingZeroCount(dots);
        dots &= dots - 1;
        var third = start + BitOperations.TrailingZeroCount(dots);
        var bad = 0u;
        var value = (Octet(ref buffer, start, first, ref bad) << 24)
            | (Octet(ref buffer, first + 1, second, ref bad) << 16)
            | (Octet(ref buffer, second + 1, third, ref bad) << 8)
            | Octet(ref buffer, third + 1, end, ref bad);
        address = FlowAddress.FromIPv4(value);
        return bad == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Octet(ref byte buffer, int start, int end, ref uint bad)
    {
        var length = end - start;
        // The four bytes that end with the octet's last digit; those before its first digit become zeros.
        var word = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref buffer, end - 4));
        if (!BitConverter.IsLittleEndian)
            word = BinaryPrimitives.ReverseEndianness(word);
        word = (word ^ 0x30303030) & (uint)(0xFFFFFFFF00000000 >> (8 * length));
        var octet = (word >> 24) + (((word >> 16) & 0xFF) * 10) + (((word >> 8) & 0xFF) * 100);
        bad |= ((word + 0x76767676) & 0x80808080) | (octet > 255 ? 1u : 0) | ((uint)(length - 1) > 2 ? 1u : 0) | (word & 0x80808080);
        return octet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryDigits(ref byte buffer, int end, int length, out ulong value)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref buffer, end - 8));
        if (!BitConverter.IsLittleEndian)
            word = BinaryPrimitives.ReverseEndianness(word);
        var kept = ulong.MaxValue << (64 - (8 * length));
        word = (word & kept) | (Zeros & ~kept);
        var valid = (((word + 0x4646464646464646) | (word - Zeros)) & Signs) == 0;
        // Eight digits by three multiplications: pairs, then fours, then all.
        word -= Zeros;
        word = (word * 10) + (word >> 8);
        value = (((word & 0x000000FF000000FF) * 0x000F424000000064) + (((word >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
        return valid;
    }

    private static bool TryLongNumber(ref byte buffer, int start, int end, out ulong value)
    {
        value = 0;
        if (end - start is < 1 or > 19)
            return false;
        for (var position = start; position < end; position++)
        {
            var digit = (uint)(Unsafe.Add(ref buffer, position) - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }
        return true;
    }

    private static bool TryOtherAddress(ref byte buffer, int start, int end, out FlowAddress address)
    {
        address = default;
        var text = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref buffer, start), end - start);
        if (text.SequenceEqual("-"u8))
            return true;
        if (text.Length is < 2 or > LongestAddress)
            return false;
        Span<ushort> groups = stackalloc ushort[8];
        if (TryGroups(text, groups))
        {
            address = new FlowAddress(Word(groups), Word(groups[4..]));
            return true;
        }
        // With an IPv4 address at its end, or none. The runtime would also take `1`, `0x7f.1` or an address with a scope for an address.
        if (!text.Contains((byte)':') || text.Contains((byte)'%') || text.Contains((byte)'['))
            return false;
        Span<char> characters = stackalloc char[LongestAddress];
        var count = Encoding.ASCII.GetChars(text, characters);
        if (!IPAddress.TryParse(characters[..count], out var parsed))
            return false;
        address = FlowAddress.From(parsed);
        return true;
    }

    /// <summary>Reads an IPv6 address of hexadecimal groups alone (RFC 4291, 2.2, forms 1 and 2).</summary>
    private static bool TryGroups(ReadOnlySpan<byte> text, Span<ushort> groups)
    {
        var (count, gap, digits, value) = (0, -1, 0, 0u);
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)Hexadecimal(text[i]);
            if (digit <= 15)
            {
                value = (value << 4) | digit;
                if (++digits > 4)
                    return false;
                continue;
            }
            if (text[i] != ':')
                return false;
            if (digits > 0)
            {
                if (count == 7)
                    return false;
                groups[count++] = (ushort)value;
                (digits, value) = (0, 0);
                if (i + 1 == text.Length)
                    return false;
                if (text[i + 1] != ':')
                    continue;
                i++;
            }
            else if (i != 0 || text[++i] != ':')
            {
                return false;
            }
            if (gap >= 0)
                return false;
            gap = count;
        }
        if (digits > 0)
            groups[count++] = (ushort)value;
        if (gap < 0)
            return count == 8;
        if (count == 8)
            return false;
        groups[gap..count].CopyTo(groups[(gap + 8 - count)..]);
        groups[gap..(gap + 8 - count)].Clear();
        return true;
    }

    private static int Hexadecimal(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => 16,
    };

    private static ulong Word(ReadOnlySpan<ushort> groups) => ((ulong)groups[0] << 48) | ((ulong)groups[1] << 32) | ((ulong)groups[2] << 16) | groups[3];
}
