using System.Globalization;
using System.Runtime.InteropServices;

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
        var pairs = Heavy(table, findings.Pairs);
        for (var group = 0; group < pairs.Count; group++)
        {
            var entries = pairs[group];
            if (!IsHeavy(table, entries))
                continue;
            var key = table.Key(entries[0]);
            if (findings.Owners.Of(key) != FlowOwn.From || findings.Traffic.Lists.IsTrusted(key.To))
                continue;
            var back = pairs.Find(FlowPairs.Back(FlowPairs.Pair(key)));
            var (hits, most) = (new List<int>(), 0.0);
            foreach (var entry in entries)
            {
                var found = FlowTags.FloodOf(table.Key(entry).Tag) == _flood ? Rate(table.Sum(entry)) : 0;
                if (found < _rate || !Holds(table, entry, found, back))
                    continue;
                hits.Add(entry);
                most = Math.Max(most, found);
            }
            if (hits.Count == 0)
                continue;
            var rate = ((long)most).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                key.Interface, key.To.ToString(), key.To, table, CollectionsMarshal.AsSpan(hits),
                $"Seen: {key.From} sent {rate} packets a minute to {key.To}.", ("packetsPerMinute", rate), ("targetIp", key.To.ToString()));
        }
        if (_flood == FlowFlood.Dns)
            FindSpread(findings, table);
    }

    /// <summary>What goes between pairs of addresses one of which gets very much in some bucket, both ways.</summary>
    private FlowGroups Heavy(FlowTable<PressureSum> table, FlowPairs pairs)
    {
        var heavy = new List<int>();
        for (var i = 0; i < table.Count; i++)
        {
            if (pairs.Is(i, _flood) && pairs.Packets(i) >= _rate)
                heavy.Add(i);
        }
        return pairs.Around(heavy);
    }

    private static double Rate(in PressureSum sum) => sum.Packets * 60.0 / Math.Max(60, sum.Last - sum.First);

    private bool IsHeavy(FlowTable<PressureSum> table, ReadOnlySpan<int> entries)
    {
        foreach (var entry in entries)
        {
            if (table.Sum(entry).Packets >= _rate && FlowTags.FloodOf(table.Key(entry).Tag) == _flood)
                return true;
        }
        return false;
    }

    private bool Holds(FlowTable<PressureSum> table, int entry, double rate, ReadOnlySpan<int> back)
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
        var owners = findings.Owners;
        var groups = FlowGroups.Of(
            table, key => key with { From = owners.Of(key) == FlowOwn.From ? key.From : key.To, To = default, Tag = 0 },
            i => findings.Pairs.Is(i, _flood) ? findings.Pairs.Packets(i) : -1, (long)_rate);
        for (var group = 0; group < groups.Count; group++)
        {
            var first = table.Key(groups[group][0]);
            var own = owners.Of(first) == FlowOwn.From ? first.From : first.To;
            PressureSum sent = default;
            long answered = 0;
            var senders = new List<int>();
            foreach (var i in groups[group])
            {
                if (table.Key(i).From == own && !findings.IsCovered(first.Interface, table.Key(i).To))
                {
                    sent.Add(table.Sum(i));
                    senders.Add(i);
                }
                else
                {
                    answered += table.Sum(i).Packets;
                }
            }
            if (sent.Rows == 0 || Rate(sent) < _rate || answered > AnsweredShare * sent.Packets)
                continue;
            var rate = ((long)Rate(sent)).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                first.Interface, "many", null, [findings.Earliest(table, CollectionsMarshal.AsSpan(senders))[0]],
                $"Seen: {own} sent {rate} DNS packets a minute to many servers.", ("packetsPerMinute", rate), ("localIp", own.ToString()));
        }
    }
}
