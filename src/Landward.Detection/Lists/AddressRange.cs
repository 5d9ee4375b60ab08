using System.Globalization;

namespace Landward.Detection;

/// <summary>Addresses from the first to the last, both included.</summary>
internal readonly record struct AddressRange(bool IsV6, UInt128 First, UInt128 Last)
{
    /// <summary>Reads <c>198.51.100.7</c>, <c>198.51.100.0/24</c>, <c>198.51.100.7-198.51.100.9</c> and the same of IPv6.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            return NetworkAddress.TryParse(text[..slash], out var network)
                && int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                && TryOf(network, length, out range);
        }
        var dash = text.IndexOf('-');
        if (dash < 0)
        {
            if (!NetworkAddress.TryParse(text, out var address))
                return false;
            range = new AddressRange(address.IsV6, address.Value, address.Value);
            return true;
        }
        if (!NetworkAddress.TryParse(text[..dash].Trim(), out var first) || !NetworkAddress.TryParse(text[(dash + 1)..].Trim(), out var last))
            return false;
        range = new AddressRange(first.IsV6, first.Value, last.Value);
        return first.IsV6 == last.IsV6 && first.Value <= last.Value;
    }

    /// <summary>The block of a prefix length; bits behind the prefix are ignored.</summary>
    public static bool TryOf(NetworkAddress network, int length, out AddressRange range)
    {
        range = default;
        var bits = network.IsV6 ? 128 : 32;
        if (length < 0 || length > bits)
            return false;
        var hosts = length == 0 && bits == 128 ? UInt128.MaxValue : (UInt128.One << (bits - length)) - 1;
        range = new AddressRange(network.IsV6, network.Value & ~hosts, (network.Value & ~hosts) | hosts);
        return true;
    }

    /// <summary>As one address, as a block, or as first and last.</summary>
    public override string ToString()
    {
        var first = new NetworkAddress(IsV6, First);
        if (First == Last)
            return first.ToString();
        var hosts = First ^ Last;
        if ((hosts & (hosts + 1)) == 0 && (First & hosts) == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{first}/{(IsV6 ? 128 : 32) - (int)UInt128.PopCount(hosts)}");
        return $"{first}-{new NetworkAddress(IsV6, Last)}";
    }
}
