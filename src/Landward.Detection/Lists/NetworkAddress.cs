using System.Buffers.Binary;
using System.Net;

namespace Landward.Detection;

/// <summary>An IPv4 or IPv6 address as a number; an IPv4 address mapped into IPv6 is the IPv4 address.</summary>
/// <param name="IsV6">Whether <paramref name="Value"/> has 128 bits.</param>
internal readonly record struct NetworkAddress(bool IsV6, UInt128 Value)
{
    /// <summary>The longest text of an address.</summary>
    public const int MaxLength = 45;

    private static readonly UInt128 MappedPrefix = (UInt128)0xFFFF << 32;

    public uint V4 => (uint)Value;

    /// <summary>
    /// Whether the address is routed on the Internet: lists act on no other ("Customizing threat detection", Amazon GuardDuty User Guide).
    /// The ranges for documentation count as public: they stand for public addresses wherever they are written.
    /// </summary>
    public bool IsPublic => IsV6 ? Value >> 125 == 1 : IsPublicV4(V4);

    /// <summary>Reads dotted or colon form; false for anything else, such as the service names CloudTrail writes. Allocates nothing.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NetworkAddress address)
    {
        if (TryParseV4(text, out var v4))
        {
            address = new NetworkAddress(false, v4);
            return true;
        }
        if (text.Length is >= 2 and <= MaxLength && text.Contains((byte)':') && TryParseV6(text, out var v6))
        {
            address = v6 >> 32 == MappedPrefix >> 32 ? new NetworkAddress(false, v6 & uint.MaxValue) : new NetworkAddress(true, v6);
            return true;
        }
        address = default;
        return false;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out NetworkAddress address)
    {
        address = default;
        if (text.Length > MaxLength || text.ContainsAnyExceptInRange('\0', '\x7F'))
            return false;
        Span<byte> bytes = stackalloc byte[MaxLength];
        return TryParse(bytes[..System.Text.Encoding.ASCII.GetBytes(text, bytes)], out address);
    }

    /// <summary>Four decimal numbers of at most three digits; a leading zero is refused, because some programs read it as octal.</summary>
    public static bool TryParseV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        if (text.Length is < 7 or > 15)
            return false;
        uint part = 0, result = 0;
        int digits = 0, parts = 1;
        foreach (var character in text)
        {
            var digit = (uint)character - '0';
            if (digit <= 9)
            {
                if (digits > 0 && part == 0)
                    return false;
                part = (part * 10) + digit;
                if (++digits > 3 || part > 255)
                    return false;
            }
            else if (character == '.' && digits > 0 && parts < 4)
            {
                result = (result << 8) | part;
                (part, digits) = (0, 0);
                parts++;
            }
            else
            {
                return false;
            }
        }
        address = (result << 8) | part;
        return parts == 4 && digits > 0;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsV6)
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        else
            BinaryPrimitives.WriteUInt32BigEndian(bytes, V4);
        return new IPAddress(bytes[..(IsV6 ? 16 : 4)]).ToString();
    }

    /// <summary>"IANA IPv4 Special-Purpose Address Registry" (RFC 6890): private, shared, loopback, link-local, benchmark, multicast, reserved.</summary>
    private static bool IsPublicV4(uint address) => (address >> 24) switch
    {
        0 or 10 or 127 or >= 224 => false,
        100 => address >> 22 != (100 << 2 | 1),
        169 => address >> 16 != (169 << 8 | 254),
        172 => address >> 20 != (172 << 4 | 1),
        192 => address >> 16 != (192 << 8 | 168) && address >> 8 != 192 << 16,
        198 => address >> 17 != (198 << 7 | 9),
        _ => true,
    };

    /// <summary>RFC 4291, section 2.2: groups of hexadecimal digits, one <c>::</c>, the last two groups perhaps as an IPv4 address.</summary>
    private static bool TryParseV6(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = 0;
        UInt128 head = 0, tail = 0;
        int headGroups = 0, tailGroups = 0;
        var compressed = false;
        var position = 0;
        if (text.StartsWith("::"u8))
        {
            compressed = true;
            position = 2;
        }
        while (position < text.Length)
        {
            var rest = text[position..];
            var length = rest.IndexOf((byte)':');
            var group = length < 0 ? rest : rest[..length];
            var isV4 = length < 0 && group.Contains((byte)'.');
            if (!(isV4 ? TryParseV4(group, out var value) : TryParseGroup(group, out value)))
                return false;
            var bits = isV4 ? 32 : 16;
            if (compressed)
                (tail, tailGroups) = ((tail << bits) | value, tailGroups + (bits / 16));
            else
                (head, headGroups) = ((head << bits) | value, headGroups + (bits / 16));
            if (headGroups + tailGroups > 8)
                return false;
            if (length < 0)
                break;
            position += length + 1;
            if (position == text.Length)
                return false;
            if (text[position] != ':')
                continue;
            if (compressed)
                return false;
            compressed = true;
            position++;
        }
        if (compressed ? headGroups + tailGroups > 7 : headGroups != 8)
            return false;
        address = headGroups == 0 ? tail : (head << (128 - (16 * headGroups))) | tail;
        return true;
    }

    private static bool TryParseGroup(ReadOnlySpan<byte> group, out uint value)
    {
        value = 0;
        if (group.Length is 0 or > 4)
            return false;
        foreach (var character in group)
        {
            if (!char.IsAsciiHexDigit((char)character))
                return false;
            value = (value << 4) | (uint)(character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10);
        }
        return true;
    }
}
