using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// One host tries many ports of another (GuardDuty's Recon:EC2/Portscan). Only attempts count: refused, or of so few and empty packets
/// that nothing was said; so real use of many ports of a host is none. Windows of a day, twice with an offset of half a day, so that slow
/// scans and scans over midnight count too.
/// </summary>
internal sealed class PortScanDetection(NativeParameters parameters) : FlowDetection
{
    private const uint Day = 86_400;

    /// <summary>Answers look like attempts where neither flags nor well-known ports tell; a server answers from few ports of its own.</summary>
    private const int LeastSourcePorts = 8;

    /// <summary>How many ports are more than a client, a monitor or a pool of services tries and fails to reach.</summary>
    private readonly int _ports = parameters.Count("ports", 15);
    private readonly FlowSide _side = FlowSides.Read(parameters);

    public override void Find(FlowFindings findings)
    {
        var table = _side == FlowSide.Actor ? findings.Traffic.Pressure : findings.Traffic.InboundPressure;
        var pairs = _side == FlowSide.Actor ? findings.Pairs : new FlowPairs(table);
        foreach (var (pair, entries) in pairs.All)
        {
            if (entries.Sum(entry => table.Sum(entry).Ports.Count()) < _ports)
                continue;
            var (@interface, from, to) = pair;
            var isOwn = findings.Owners.Of(table.Key(entries[0])) == FlowOwn.From;
            if (isOwn != (_side == FlowSide.Actor) || Best(table, entries) is not { } best)
                continue;
            var remote = isOwn ? to : from;
            if (findings.Traffic.Lists.IsTrusted(from) || findings.IsCovered(@interface, remote))
                continue;
            var text = best.ToString(CultureInfo.InvariantCulture);
            findings.Add(
                @interface, remote.ToString(), remote, entries.Select(entry => table.Sum(entry).Sighting),
                $"Seen: {from} tried about {text} ports of {to} within a day.", ("ports", text), ("scannedIp", to.ToString()));
        }
    }

    /// <summary>The most ports tried in one window, when they are too many.</summary>
    private int? Best(FlowTable<PressureSum> table, List<int> entries)
    {
        int? best = null;
        for (var offset = 0u; offset < Day; offset += Day / 2)
        {
            foreach (var window in entries.GroupBy(entry => (table.BucketStart(entry) + offset) / Day))
            {
                FlowBits ports = default;
                ulong sources = 0, sure = 0;
                foreach (var entry in window)
                {
                    ref var sum = ref table.Sum(entry);
                    ports.Merge(sum.Ports);
                    sources |= sum.SourcePorts;
                    sure |= sum.SurePorts;
                }
                var count = ports.Count();
                if (FlowBits.Count(sure) >= _ports || (count >= _ports && FlowBits.Count(sources) >= LeastSourcePorts))
                    best = Math.Max(best ?? 0, count);
            }
        }
        return best;
    }
}
