using Landward.Detection.Dns;
using Landward.Detection.VpcFlow;

namespace Landward.Detection;

/// <summary>The detectors that are code. A catalogue document names one, may set its parameters, and says what its findings mean.</summary>
internal static class NativeDetectors
{
    /// <summary>By name: what reads the parameters, to refuse wrong ones when the document is read.</summary>
    private static readonly Dictionary<string, Action<NativeParameters>> Known = new(
        FlowDetections.Names.Select(name => KeyValuePair.Create<string, Action<NativeParameters>>(name, parameters => FlowDetections.Create(name, parameters))), StringComparer.Ordinal)
    {
        [DnsAnalyses.DomainListName] = parameters => DomainListSettings.Read(parameters),
        [DnsAnalyses.SinkholeName] = _ => { },
        [DnsAnalyses.GeneratedDomainsName] = parameters => GeneratedDomainSettings.Read(parameters),
        [DnsAnalyses.TunnelName] = parameters => TunnelSettings.Read(parameters),
        [DnsAnalyses.RebindingName] = _ => { },
        [DnsAnalyses.FirewallName] = _ => { },
    };

    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>Throws <see cref="FormatException"/> with what is wrong with the parameters.</summary>
    public static void Check(string detector, NativeParameters parameters)
    {
        Known[detector](parameters);
        parameters.Finish();
    }
}
