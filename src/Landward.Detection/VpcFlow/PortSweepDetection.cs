using System.Collections;
using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// One host tries the same port of many others and few of them talk to it (GuardDuty's Impact:EC2/PortSweep for public addresses).
/// Crawlers, pollers and peers reach most of whom they call; who sweeps does not. ICMP is left out: records do not hold its type, so who
/// pings many looks like who answers many with echo replies, or with "unreachable" to whoever tries closed ports.
/// </summary>
internal sealed class PortSweepDetection : FlowDetection
{
    private readonly int _hosts;
    private readonly double _talkedShare;
    private readonly bool _isPublic;
    private readonly BitArray _datagramPorts;

    public PortSweepDetection(NativeParameters parameters)
    {
        _hosts = parameters.Count("hosts", 25);
        _talkedShare = parameters.Number("talkedShare", 0.25, 0, 1);
        _isPublic = parameters.Text("destinations") switch
        {
            null or "public" => true,
            "private" => false,
            var other => throw new FormatException($"`parameters.destinations: {other}` must be `public` or `private`."),
        };
        // Resolvers and clocks ask many servers with one small packet each, and logs may lack the answers.
        var ports = FlowSides.Ports(parameters, "datagramPortsIgnored");
        _datagramPorts = FlowPorts.Of(ports.Length > 0 ? ports : [FlowPorts.Dns, FlowPorts.Ntp, FlowPorts.Https, 3478, 5353]);
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.PortUse;
        var least = FlowBits.Least(_hosts);
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.Key(i);
            ref var sum = ref table.Sum(i);
            var port = FlowTags.PortOf(key.Tag);
            if (sum.Rows < least || FlowTags.IsPublic(key.Tag) != _isPublic || (FlowTags.ProtocolOf(key.Tag) == FlowOrientation.Udp && _datagramPorts[port]))
                continue;
            var asked = sum.Probed;
            asked.Merge(sum.Talked);
            var talked = sum.Talked.Count();
            var silent = asked.Count() - talked;
            if (silent < _hosts || talked > _talkedShare * (silent + talked) || !IsOwn(findings, key) || findings.Traffic.Lists.IsTrusted(key.From))
                continue;
            var (hosts, name) = (silent.ToString(CultureInfo.InvariantCulture), port.ToString(CultureInfo.InvariantCulture));
            findings.Add(
                key.Interface, $"{key.From} {key.Tag}", null, table, [i],
                $"Seen: {key.From} tried port {name} of about {hosts} {(_isPublic ? "public" : "private")} addresses within a day; {talked.ToString(CultureInfo.InvariantCulture)} talked to it.",
                ("port", name), ("hosts", hosts), ("localIp", key.From.ToString()));
        }
    }

    private static bool IsOwn(FlowFindings findings, in FlowKey key) =>
        FlowTags.OwnOf(key.Tag) == FlowOwn.From || findings.Owners.IsOwn(key.Interface, key.From);
}
