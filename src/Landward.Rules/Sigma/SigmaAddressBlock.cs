using System.Globalization;
using System.Text;
using Landward.Rules.Text;

namespace Landward.Rules.Sigma;

/// <summary>A CIDR block as a range of addresses.</summary>
internal readonly record struct AddressBlockRange(UInt128 First, UInt128 Last, bool IsV4);

/// <summary>CIDR blocks of rules; an address alone is a block of one, and host bits are ignored.</summary>
internal static class SigmaAddressBlock
{
    public static bool TryParse(string text, out AddressBlockRange block)
    {
        block = default;
        var slash = text.IndexOf('/');
        if (!AddressText.TryParse(Encoding.UTF8.GetBytes(slash < 0 ? text : text[..slash]), out var address, out var isV4))
            return false;
        var bits = isV4 ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
            return false;
        var hosts = length == 0 && !isV4 ? UInt128.MaxValue : (UInt128.One << (bits - length)) - 1;
        block = new AddressBlockRange(address & ~hosts, address | hosts, isV4);
        return true;
    }
}
