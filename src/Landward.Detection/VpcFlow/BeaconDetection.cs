using System.Globalization;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// A host opens connections to one foreign address in a rhythm, as implants call home: with jitter, but no person and no queue of work is
/// that regular. Time servers, resolvers and AWS's own addresses are called in a rhythm too and do not count, nor do addresses that many of
/// the organization's hosts call: those are agents.
/// </summary>
internal sealed class BeaconDetection : FlowDetection
{
    private readonly int _connections;
    private readonly double _least;
    private readonly double _most;
    private readonly double _spread;
    private readonly double _share;
    private readonly double _callers;
    private readonly HashSet<int> _ignored;

    public BeaconDetection(NativeParameters parameters)
    {
        _connections = parameters.Count("connections", 16);
        _least = parameters.Duration("leastInterval", TimeSpan.FromSeconds(5)).TotalSeconds;
        _most = parameters.Duration("mostInterval", TimeSpan.FromHours(6)).TotalSeconds;
        _spread = parameters.Number("spread", 0.4, 0.01, 1);
        _share = parameters.Number("share", 0.8, 0.5, 1);
        _callers = parameters.Number("callersShare", 0.1, 0, 1);
        var ports = FlowSides.Ports(parameters, "portsIgnored");
        _ignored = [.. ports.Length > 0 ? ports : [FlowPorts.Ssh, FlowPorts.Dns, FlowPorts.Ntp, FlowPorts.DnsOverTls, 3478, 4500, 500]];
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var groups = FlowGroups.Of(
            table, static key => key with { Tag = (ushort)FlowTags.PortOf(key.Tag), Bucket = 0 },
            i => table.Key(i).To.IsPublic && !_ignored.Contains(FlowTags.PortOf(table.Key(i).Tag)) ? table.Sum(i).Rows : -1, _connections);
        var regular = new List<(int Group, double Interval, int Connections)>();
        for (var group = 0; group < groups.Count; group++)
        {
            if (!IsCandidate(table, groups[group]))
                continue;
            var connections = findings.Connections.Of(groups[group]);
            if (Rhythm(connections) is { } interval)
                regular.Add((group, interval, connections.Count));
        }
        var callers = Callers(table, [.. regular.Select(candidate => table.Key(groups[candidate.Group][0]).To)]);
        var most = Math.Max(3, (int)(_callers * findings.Traffic.Interfaces.All.Count));
        foreach (var (group, interval, connections) in regular)
        {
            var entries = groups[group];
            var key = table.Key(entries[0]);
            if (callers[key.To] <= most && findings.Owners.Of(key) == FlowOwn.From && !findings.IsHarmless(key.To) && !findings.IsCovered(key.Interface, key.To))
                Add(findings, key, entries, interval, connections);
        }
    }

    private static void Add(FlowFindings findings, in FlowKey key, ReadOnlySpan<int> entries, double interval, int connections)
    {
        var (seconds, name) = (interval.ToString("0", CultureInfo.InvariantCulture), FlowTags.PortOf(key.Tag).ToString(CultureInfo.InvariantCulture));
        findings.Add(
            key.Interface, $"{key.To} {name}", key.To, findings.Traffic.Conversations, entries,
            $"Seen: {key.From} opened {connections.ToString(CultureInfo.InvariantCulture)} connections or more to port {name} of {key.To}, one every {seconds} seconds or so.",
            ("port", name), ("intervalSeconds", seconds), ("localIp", key.From.ToString()));
    }

    private bool IsCandidate(FlowTable<ConversationSum> table, ReadOnlySpan<int> entries)
    {
        var rows = 0L;
        foreach (var entry in entries)
        {
            ref var sum = ref table.Sum(entry);
            if (sum.IsAwsService)
                return false;
            rows += sum.Rows;
        }
        return rows >= _connections;
    }

    /// <summary>How many interfaces call each of some addresses.</summary>
    private static Dictionary<FlowAddress, int> Callers(FlowTable<ConversationSum> table, HashSet<FlowAddress> called)
    {
        var callers = called.ToDictionary(address => address, _ => 0);
        var seen = new HashSet<(FlowAddress, int)>();
        for (var i = 0; i < table.Count && called.Count > 0; i++)
        {
            ref readonly var key = ref table.Key(i);
            if (called.Contains(key.To) && seen.Add((key.To, key.Interface)))
                callers[key.To]++;
        }
        return callers;
    }

    /// <summary>The usual time between connections, when there is one: most intervals lie near their median.</summary>
    private double? Rhythm(List<FlowConnection> connections)
    {
        var starts = new List<uint>(connections.Count);
        // Connections are in the order of their starts.
        foreach (var connection in connections)
        {
            if (starts.Count == 0 || connection.Start != starts[^1])
                starts.Add(connection.Start);
        }
        if (starts.Count < _connections)
            return null;
        var intervals = new double[starts.Count - 1];
        for (var i = 0; i < intervals.Length; i++)
            intervals[i] = (double)starts[i + 1] - starts[i];
        Array.Sort(intervals);
        var median = Median(intervals);
        if (median < _least || median > _most)
            return null;
        var near = intervals.Count(interval => Math.Abs(interval - median) <= Math.Max(_spread * median, 1.5));
        return near >= _share * intervals.Length ? median : null;
    }

    private static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
}
