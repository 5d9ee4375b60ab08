using System.Globalization;

namespace Landward.Policy.Conditions;

/// <summary>A CIDR range of IPv4 or IPv6; an address alone is a range of one. Addresses of the other family are outside.</summary>
internal readonly record struct AddressRange(bool IsIPv6, UInt128 Network, int PrefixLength)
{
    private const int GroupCount = 8;
    private const int GroupBits = 16;

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
        return TryReadIPv6(text, out bits);
    }

    // Eight groups of hexadecimal digits, "::" once for a run of zeros, the last two groups perhaps as an IPv4 address (RFC
    // 4291, 2.2). A zone index or brackets are no part of an address in a policy. Written out because the framework's reader
    // allocates.
    private static bool TryReadIPv6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = UInt128.Zero;
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
            return TryReadGroups(text, out bits, out var all) && all == GroupCount;
        if (!TryReadGroups(text[..gap], out var high, out var before) || !TryReadGroups(text[(gap + 2)..], out var low, out var after) || before + after >= GroupCount)
            return false;
        // No address part reaches across the gap, so an IPv4 tail stands after it.
        if (text[..gap].Contains('.'))
            return false;
        bits = (before == 0 ? UInt128.Zero : high << (GroupBits * (GroupCount - before))) | low;
        return true;
    }

    private static bool TryReadGroups(ReadOnlySpan<char> text, out UInt128 bits, out int count)
    {
        (bits, count) = (UInt128.Zero, 0);
        while (!text.IsEmpty)
        {
            var end = text.IndexOf(':');
            var group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains('.'))
            {
                if (!TryReadIPv4(group, out var tail))
                    return false;
                bits = (bits << 32) | tail;
                count += 2;
                return count <= GroupCount;
            }
            if (group.Length is 0 or > 4 || ++count > GroupCount || !ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                return false;
            bits = (bits << GroupBits) | value;
            if (end < 0)
                return true;
            text = text[(end + 1)..];
            if (text.IsEmpty)
                return false;
        }
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
