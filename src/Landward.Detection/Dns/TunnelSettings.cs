using System.Collections.Frozen;
using System.Text;

namespace Landward.Detection.Dns;

/// <summary>When data in query names is reported. AWS publishes no thresholds; these are Landward's.</summary>
/// <param name="NamesAnHour">Distinct names below one domain within an hour. The default value is 20.</param>
/// <param name="BytesAnHour">What stands before the domain in them, dots left out. The default value is 1,500.</param>
/// <param name="NamesADay">The same for slow tunnels within 24 hours. The default value is 75.</param>
/// <param name="BytesADay">The default value is 5,000.</param>
/// <param name="MeanLength">Characters before the domain, on average. The default value is 14.</param>
/// <param name="TrustedDomains">Hashes of the domains below which services look up hashes and addresses, or keep generated host names.</param>
/// <param name="LongestTrusted">The most characters that one of them has.</param>
internal sealed record TunnelSettings(
    int NamesAnHour, int BytesAnHour, int NamesADay, int BytesADay, double MeanLength, FrozenSet<ulong> TrustedDomains, int LongestTrusted)
{
    public static TunnelSettings Read(NativeParameters parameters)
    {
        var trusted = parameters.Texts("trustedDomains").Select(domain => Encoding.ASCII.GetBytes(domain.ToLowerInvariant().TrimEnd('.'))).ToArray();
        return new TunnelSettings(
            parameters.Count("namesAnHour", 20),
            parameters.Count("bytesAnHour", 1_500),
            parameters.Count("namesADay", 75),
            parameters.Count("bytesADay", 5_000),
            parameters.Number("meanLength", 14, 1, 250),
            trusted.Select(domain => KeyedHash.Of(domain)).ToFrozenSet(),
            trusted.Max(domain => (int?)domain.Length) ?? 0);
    }

    /// <summary>Whether the name is a trusted domain or lies below one.</summary>
    public bool IsTrusted(ReadOnlySpan<byte> name)
    {
        for (var end = name.LastIndexOf((byte)'.'); end > 0;)
        {
            end = name[..end].LastIndexOf((byte)'.');
            if (name.Length - end - 1 > LongestTrusted)
                return false;
            if (TrustedDomains.Contains(KeyedHash.Of(name[(end + 1)..])))
                return true;
        }
        return false;
    }
}
