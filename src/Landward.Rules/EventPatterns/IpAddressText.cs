using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Landward.Rules.EventPatterns;

/// <summary>IP addresses as EventBridge reads them: <c>010.0.0.1</c> is decimal, IPv6 in every spelling, no zones or brackets.</summary>
internal static class IpAddressText
{
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        if (text.Length is < 2 or > 45)
            return false;
        if (!text.Contains(':', StringComparison.Ordinal))
            return TryParseV4(text, out address);
        if (text.AsSpan().IndexOfAny('%', '[', ']') >= 0 || !IPAddress.TryParse(text, out var parsed))
            return false;
        address = parsed.AddressFamily == AddressFamily.InterNetworkV6 ? parsed : null;
        return address is not null;
    }

    private static bool TryParseV4(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        foreach (var range in text.AsSpan().Split('.'))
        {
            var part = text.AsSpan()[range];
            if (count == 4 || part.Length is 0 or > 3 || part.IndexOfAnyExceptInRange('0', '9') >= 0)
                return false;
            var value = int.Parse(part, System.Globalization.CultureInfo.InvariantCulture);
            if (value > 255)
                return false;
            bytes[count++] = (byte)value;
        }
        if (count != 4)
            return false;
        address = new IPAddress(bytes);
        return true;
    }
}
