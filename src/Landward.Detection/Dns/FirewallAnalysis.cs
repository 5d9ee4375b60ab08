using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>Queries that Route 53 Resolver DNS Firewall blocked or alerted on.</summary>
internal sealed class FirewallAnalysis(NativeDetection native, FindingCollector findings) : DnsAnalysis(native)
{
    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        var action = query.Span(ResolverQueryField.FirewallRuleAction);
        if (!action.SequenceEqual("BLOCK"u8) && !action.SequenceEqual("ALERT"u8))
            return;
        var text = query.Text(ResolverQueryField.QueryName)!;
        var list = ShownText.Of(query.Span(ResolverQueryField.FirewallDomainListId));
        var did = query.Text(ResolverQueryField.FirewallRuleAction)!;
        var match = new DnsSighting(query.Time, text, origin).ToMatch(source, $"DNS Firewall answered {did} to `{text}`.", ("firewallDomainListId", list), ("action", did));
        Add(findings, source, match, list);
    }
}
