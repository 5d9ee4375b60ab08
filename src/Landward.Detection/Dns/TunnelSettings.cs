using System.Collections.Immutable;
using System.Text;

namespace Landward.Detection.Dns;

/// <summary>When data in query names is reported. AWS publishes no thresholds; these are Landward's.</summary>
/// <param name="NamesAnHour">Distinct names below one domain within an hour. The default value is 20.</param>
/// <param name="BytesAnHour">What stands before the domain in them, dots left out. The default value is 1,500.</param>
/// <param name="NamesADay">The same for slow tunnels within 24 hours. The default value is 75.</param>
/// <param name="BytesADay">The default value is 5,000.</param>
/// <param name="MeanLength">Characters before the domain, on average. The default value is 14.</param>
/// <param name="TrustedDomains">Domains below which services look up hashes and addresses, or keep generated host names.</param>
internal sealed record TunnelSettings(
    int NamesAnHour, int BytesAnHour, int NamesADay, int BytesADay, double MeanLength, ImmutableArray<byte[]> TrustedDomains)
{
    public static TunnelSettings Read(NativeParameters parameters) => new(
        parameters.Count("namesAnHour", 20),
        parameters.Count("bytesAnHour", 1_500),
        parameters.Count("namesADay", 75),
        parameters.Count("bytesADay", 5_000),
        parameters.Number("meanLength", 14, 1, 250),
        [.. parameters.Texts("trustedDomains").Select(domain => Encoding.ASCII.GetBytes(domain.ToLowerInvariant().TrimEnd('.')))]);
}
