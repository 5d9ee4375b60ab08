using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Landward.Rules.Text;

/// <summary>IP addresses read from UTF-8 as 128-bit numbers, without allocation for IPv4; IPv4 stands in its IPv6-mapped place.</summary>
public static class AddressText
{
    /// <summary>Longer texts are no addresses.</summary>
    public const int MaxLength = 45;

    private static readonly UInt128 Mapped = new(0, 0x0000_FFFF_0000_0000);

    /// <summary>True for dotted quads and for IPv6 in every spelling; false for names, zones, brackets and everything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 address, out bool isV4)
    {
        isV4 = false;
        address = default;
        if (text.Length is < 2 or > MaxLength)
            return false;
        if (text.Contains((byte)':'))
            return TryParseV6(text, out address);
        isV4 = TryParseV4(text, out var value);
        address = Mapped | value;
        return isV4;
    }

    private static bool TryParseV4(ReadOnlySpan<byte> text, out uint address)
    {
        address = 0;
        var (part, digits, parts) = (0, 0, 1);
        foreach (var character in text)
        {
            if (character == '.')
            {
                if (digits == 0 || ++parts > 4)
                    return false;
                address = (address << 8) | (uint)part;
                (part, digits) = (0, 0);
                continue;
            }
            part = (part * 10) + character - '0';
            if (!char.IsAsciiDigit((char)character) || ++digits > 3 || part > 255)
                return false;
        }
        address = (address << 8) | (uint)part;
        return parts == 4 && digits > 0;
    }

    private static bool TryParseV6(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = default;
        Span<char> characters = stackalloc char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not (byte)':' and not (byte)'.' && !char.IsAsciiHexDigit((char)text[i]))
                return false;
            characters[i] = (char)text[i];
        }
        if (!IPAddress.TryParse(characters, out var parsed) || parsed.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out _);
        address = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }
}
