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
        var pairs = (_side == FlowSide.Actor ? findings.Pairs : findings.InboundPairs).WithPorts(_ports);
        for (var group = 0; group < pairs.Count; group++)
        {
            var entries = pairs[group];
            if (!AreMany(table, entries))
                continue;
            var key = table.Key(entries[0]);
            var isOwn = findings.Owners.Of(key) == FlowOwn.From;
            if (isOwn != (_side == FlowSide.Actor) || Best(table, entries) is not { } best)
                continue;
            var remote = isOwn ? key.To : key.From;
            if (findings.Traffic.Lists.IsTrusted(key.From) || findings.IsCovered(key.Interface, remote))
                continue;
            var text = best.ToString(CultureInfo.InvariantCulture);
            findings.Add(
                key.Interface, remote.ToString(), remote, table, entries,
                $"Seen: {key.From} tried about {text} ports of {key.To} within a day.", ("ports", text), ("scannedIp", key.To.ToString()));
        }
    }

    private bool AreMany(FlowTable<PressureSum> table, ReadOnlySpan<int> entries)
    {
        var ports = 0;
        foreach (var entry in entries)
            ports += table.Sum(entry).Ports.Count();
        return ports >= _ports;
    }

    /// <summary>The most ports tried in one window, when they are too many.</summary>
    private int? Best(FlowTable<PressureSum> table, ReadOnlySpan<int> entries)
    {
        int? best = null;
        for (var offset = 0u; offset < Day; offset += Day / 2)
        {
            foreach (var window in entries.ToArray().GroupBy(entry => (table.BucketStart(entry) + offset) / Day))
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
