using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Landward.Rules.EventPatterns;

/// <summary>A CIDR block; host bits of the written address are ignored.</summary>
internal sealed class AddressBlock
{
    private readonly byte[] _network;
    private readonly int _bits;

    private AddressBlock(byte[] network, int bits) => (_network, _bits) = (network, bits);

    /// <summary>Parses a block as EventBridge does: the mask must be shorter than the address.</summary>
    public static AddressBlock Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2)
            throw new EventPatternFormatException("Malformed CIDR, one '/' required");
        if (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var bits))
            throw new EventPatternFormatException("Malformed CIDR, mask bits must be an integer");
        if (bits < 0)
            throw new EventPatternFormatException("Malformed CIDR, mask bits must not be negative");
        if (!IpAddressText.TryParse(parts[0], out var address))
            throw new EventPatternFormatException($"Nonstandard IP address: {parts[0]}");
        if (address.AddressFamily == AddressFamily.InterNetwork && bits >= 32)
            throw new EventPatternFormatException("IPv4 mask bits must be < 32");
        if (bits >= 128)
            throw new EventPatternFormatException("IPv6 mask bits must be < 128");
        return new AddressBlock(address.GetAddressBytes(), bits);
    }

    public bool Contains(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length) || length != _network.Length)
            return false;
        var whole = _bits / 8;
        if (!bytes[..whole].SequenceEqual(_network.AsSpan(0, whole)))
            return false;
        var rest = _bits % 8;
        return rest == 0 || bytes[whole] >> (8 - rest) == _network[whole] >> (8 - rest);
    }
}
