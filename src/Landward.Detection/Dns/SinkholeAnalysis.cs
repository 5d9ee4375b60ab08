using Landward.Logs.Dns;

namespace Landward.Detection.Dns;

/// <summary>Answers that lead into a black hole: the name was taken from malware, and somebody still asks for it.</summary>
internal sealed class SinkholeAnalysis(NativeDetection native, ThreatLists lists, FindingCollector findings) : DnsAnalysis(native)
{
    public override void Observe(ResolverQuery query, in AskedName asked, DnsSource source, string origin)
    {
        if (lists.Addresses(ListPurpose.Blackhole).Count == 0)
            return;
        for (var i = 0; i < query.Answers; i++)
        {
            if (!NetworkAddress.TryParse(query.Answer(i), out var address) || !lists.TryFind(ListPurpose.Blackhole, address, out var entry))
                continue;
            var text = query.Text(ResolverQueryField.QueryName)!;
            var match = new DnsSighting(query.Time, text, origin).ToMatch(source, $"`{text}` resolved to {address}, which is {entry}.", ("answer", address.ToString()), ("list", entry.List.Name));
            Add(findings, source, match, text);
            return;
        }
    }
}
