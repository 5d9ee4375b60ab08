using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Landward.Policy.Conditions;

/// <summary>A CIDR range of IPv4 or IPv6; an address alone is a range of one. Addresses of the other family are outside.</summary>
internal readonly record struct AddressRange(bool IsIPv6, UInt128 Network, int PrefixLength)
{
    public static AddressRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text.AsSpan() : text.AsSpan(0, slash);
        if (!TryReadAddress(address, out var isIPv6, out var bits))
            return null;
        var width = isIPv6 ? 128 : 32;
        var prefix = width;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > width))
            return null;
        return new AddressRange(isIPv6, bits & Mask(isIPv6, prefix), prefix);
    }

    public ComparisonOutcome Compare(string value)
    {
        if (!TryReadAddress(value, out var isIPv6, out var bits))
            return ComparisonOutcome.Malformed;
        return isIPv6 == IsIPv6 && (bits & Mask(IsIPv6, PrefixLength)) == Network ? ComparisonOutcome.Equal : ComparisonOutcome.Different;
    }

    private static UInt128 Mask(bool isIPv6, int prefix)
    {
        var width = isIPv6 ? 128 : 32;
        if (prefix == 0)
            return UInt128.Zero;
        var ones = isIPv6 ? UInt128.MaxValue : uint.MaxValue;
        return ones << (width - prefix) & ones;
    }

    private static bool TryReadAddress(ReadOnlySpan<char> text, out bool isIPv6, out UInt128 bits)
    {
        isIPv6 = text.Contains(':');
        bits = UInt128.Zero;
        if (!isIPv6)
            return TryReadIPv4(text, out bits);
        // A zone index or brackets are no part of an address in a policy.
        if (text.IndexOfAny('%', '[', '/') >= 0 || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bits = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    // Exactly four decimal octets without leading zeros, which some readers take for octal: the forms of inet_aton that
    // IPAddress reads are no addresses in a policy.
    private static bool TryReadIPv4(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = UInt128.Zero;
        uint address = 0;
        for (var octet = 0; octet < 4; octet++)
        {
            var end = octet < 3 ? text.IndexOf('.') : text.Length;
            if (end is < 1 or > 3 || (end > 1 && text[0] == '0') || !byte.TryParse(text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return false;
            address = (address << 8) | value;
            text = octet < 3 ? text[(end + 1)..] : [];
        }
        bits = address;
        return true;
    }
}
