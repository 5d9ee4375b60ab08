using System.Globalization;

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
        var groups = Enumerable.Range(0, table.Count).ToLookup(i => (table.Key(i).Interface, table.Key(i).From, table.Key(i).To, Port: (ushort)FlowTags.PortOf(table.Key(i).Tag)));
        var callers = groups.Select(group => (group.Key.To, group.Key.Interface)).Distinct().CountBy(pair => pair.To).ToDictionary(pair => pair.Key, pair => pair.Value);
        var most = Math.Max(3, (int)(_callers * findings.Traffic.Interfaces.All.Count));
        foreach (var group in groups)
        {
            var (@interface, from, to, port) = group.Key;
            if (!to.IsPublic || group.Sum(i => table.Sum(i).Rows) < _connections || _ignored.Contains(port) || callers[to] > most || group.Any(i => table.Sum(i).IsAwsService))
                continue;
            var connections = FlowConnections.Of(group.SelectMany(i => table.Sum(i).Samples.ToSorted()).Order());
            if (Rhythm(connections) is not { } interval || findings.Owners.Of(table.Key(group.First())) != FlowOwn.From || findings.IsHarmless(to) || findings.IsCovered(@interface, to))
                continue;
            var (seconds, name) = (interval.ToString("0", CultureInfo.InvariantCulture), port.ToString(CultureInfo.InvariantCulture));
            findings.Add(
                @interface, $"{to} {name}", to, group.Select(i => table.Sum(i).Sighting),
                $"Seen: {from} opened {connections.Count.ToString(CultureInfo.InvariantCulture)} connections or more to port {name} of {to}, one every {seconds} seconds or so.",
                ("port", name), ("intervalSeconds", seconds), ("localIp", from.ToString()));
        }
    }

    /// <summary>The usual time between connections, when there is one: most intervals lie near their median.</summary>
    private double? Rhythm(List<FlowConnection> connections)
    {
        var starts = connections.Select(connection => connection.Start).Distinct().Order().ToArray();
        if (starts.Length < _connections)
            return null;
        var intervals = starts.Skip(1).Zip(starts, (later, earlier) => (double)(later - earlier)).ToArray();
        var median = Median(intervals);
        if (median < _least || median > _most)
            return null;
        var near = intervals.Count(interval => Math.Abs(interval - median) <= Math.Max(_spread * median, 1.5));
        return near >= _share * intervals.Length ? median : null;
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
