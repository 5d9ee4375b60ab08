namespace Landward.Detection.Dns;

/// <summary>The detectors over resolver queries, by the names documents use.</summary>
internal static class DnsAnalyses
{
    public const string DomainListName = "dns-domain-list";
    public const string SinkholeName = "dns-sinkhole";
    public const string GeneratedDomainsName = "dns-generated-domains";
    public const string TunnelName = "dns-tunnel";
    public const string RebindingName = "dns-rebinding";
    public const string FirewallName = "dns-firewall";

    /// <summary>The analysis of a document; null when it is of another kind of log.</summary>
    public static DnsAnalysis? Create(NativeDetection native, ThreatLists lists, FindingCollector findings, EventRoom room)
    {
        var parameters = new NativeParameters(native.Native.Parameters);
        return native.Native.Detector switch
        {
            DomainListName => new DomainListAnalysis(native, DomainListSettings.Read(parameters), lists, findings),
            SinkholeName => new SinkholeAnalysis(native, lists, findings),
            GeneratedDomainsName => new GeneratedDomainAnalysis(native, GeneratedDomainSettings.Read(parameters), room),
            TunnelName => new TunnelAnalysis(native, TunnelSettings.Read(parameters), room),
            RebindingName => new RebindingAnalysis(native, findings),
            FirewallName => new FirewallAnalysis(native, findings),
            _ => null,
        };
    }
}
