using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// More packets than any use needs go to one address, and nothing like a conversation comes back (GuardDuty's
/// Backdoor:EC2/DenialOfService types). The rate is that of the time in which packets flow, within ten minutes.
/// </summary>
internal sealed class DenialOfServiceDetection : FlowDetection
{
    /// <summary>More ports than this are a scan.</summary>
    private const int MostTcpPorts = 24;

    /// <summary>Half of what leaves: an answer for every other packet is a conversation.</summary>
    private const double AnsweredShare = 0.5;

    /// <summary>Acknowledgements of a download are small and many, but much comes back for them.</summary>
    private const double DownloadShare = 5;

    private readonly FlowFlood _flood;
    private readonly double _rate;
    private readonly double _answeredRate;
    private readonly double _mostMeanBytes;

    public DenialOfServiceDetection(NativeParameters parameters)
    {
        (_flood, var rate) = parameters.Text("kind") switch
        {
            "tcp" => (FlowFlood.Tcp, 15_000),
            "udp" => (FlowFlood.Udp, 60_000),
            "dns" => (FlowFlood.Dns, 6_000),
            "udp-on-tcp-ports" => (FlowFlood.UdpOnTcpPorts, 12_000),
            "unusual-protocol" => (FlowFlood.UnusualProtocol, 6_000),
            var other => throw new FormatException($"`parameters.kind: {other}` must be one of tcp, udp, dns, udp-on-tcp-ports, unusual-protocol."),
        };
        _rate = parameters.Number("packetsPerMinute", rate, 60, 1e9);
        _answeredRate = parameters.Number("answeredPacketsPerMinute", _rate * 20, 60, 1e12);
        _mostMeanBytes = parameters.Number("mostMeanBytes", 120, 20, 65_535);
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Pressure;
        foreach (var ((@interface, from, to), entries) in findings.Pairs.All)
        {
            if (!entries.Exists(entry => table.Sum(entry).Packets >= _rate && FlowTags.FloodOf(table.Key(entry).Tag) == _flood))
                continue;
            if (findings.Owners.Of(table.Key(entries[0])) != FlowOwn.From || findings.Traffic.Lists.IsTrusted(to))
                continue;
            var floods = entries.Where(entry => FlowTags.FloodOf(table.Key(entry).Tag) == _flood).Select(entry => (Entry: entry, Rate: Rate(table.Sum(entry)))).ToList();
            var hits = floods.Where(item => item.Rate >= _rate && Holds(table, item.Entry, item.Rate, findings.Pairs.Of(@interface, to, from))).ToList();
            if (hits.Count == 0)
                continue;
            var rate = ((long)hits.Max(hit => hit.Rate)).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                @interface, to.ToString(), to, hits.Select(hit => table.Sum(hit.Entry).Sighting),
                $"Seen: {from} sent {rate} packets a minute to {to}.", ("packetsPerMinute", rate), ("targetIp", to.ToString()));
        }
        if (_flood == FlowFlood.Dns)
            FindSpread(findings, table);
    }

    private static double Rate(in PressureSum sum) => sum.Packets * 60.0 / Math.Max(60, sum.Last - sum.First);

    private bool Holds(FlowTable<PressureSum> table, int entry, double rate, IReadOnlyList<int> back)
    {
        ref var sum = ref table.Sum(entry);
        long packets = 0, bytes = 0;
        foreach (var answer in back)
        {
            if (table.Key(answer).Bucket != table.Key(entry).Bucket || FlowTags.FloodOf(table.Key(answer).Tag) != _flood)
                continue;
            packets += table.Sum(answer).Packets;
            bytes += table.Sum(answer).Bytes;
        }
        var isAnswered = packets > AnsweredShare * sum.Packets;
        if (_flood != FlowFlood.Tcp)
            return !isAnswered || (_flood == FlowFlood.Dns && rate >= _answeredRate);
        if (bytes > DownloadShare * sum.Bytes || sum.Ports.Count() > MostTcpPorts)
            return false;
        // Bare headers are a flood whatever comes back; small packets with content and answers are a busy client. Flags do not help: a
        // record of the start of any long connection shows SYN alone, because AWS logs no flag for data.
        var mean = sum.Bytes / (double)sum.Packets;
        return mean <= 64 || (mean <= _mostMeanBytes && !isAnswered);
    }

    /// <summary>Queries to many servers at once, as when they are to amplify an attack.</summary>
    private void FindSpread(FlowFindings findings, FlowTable<PressureSum> table)
    {
        var own = Enumerable.Range(0, table.Count).Where(i => FlowTags.FloodOf(table.Key(i).Tag) == _flood)
            .ToLookup(i => (table.Key(i).Interface, Own: findings.Owners.Of(table.Key(i)) == FlowOwn.From ? table.Key(i).From : table.Key(i).To, table.Key(i).Bucket));
        foreach (var group in own)
        {
            PressureSum sent = default;
            long answered = 0;
            foreach (var i in group)
            {
                if (table.Key(i).From == group.Key.Own && !findings.IsCovered(group.Key.Interface, table.Key(i).To))
                    sent.Merge(ref table.Sum(i));
                else
                    answered += table.Sum(i).Packets;
            }
            if (sent.Rows == 0 || Rate(sent) < _rate || answered > AnsweredShare * sent.Packets)
                continue;
            var rate = ((long)Rate(sent)).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                group.Key.Interface, "many", null, [sent.Sighting],
                $"Seen: {group.Key.Own} sent {rate} DNS packets a minute to many servers.", ("packetsPerMinute", rate), ("localIp", group.Key.Own.ToString()));
        }
    }
}
