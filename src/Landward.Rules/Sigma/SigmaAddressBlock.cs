using System.Net;

namespace Landward.Rules.Sigma;

/// <summary>CIDR blocks of rules; an address alone is a block of one, and host bits are ignored.</summary>
internal static class SigmaAddressBlock
{
    public static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/');
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;
        var bytes = address.GetAddressBytes();
        var bits = bytes.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, null, out var length) || (bits = length) > bytes.Length * 8))
            return false;
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }
        network = new IPNetwork(new IPAddress(bytes), bits);
        return true;
    }
}
