using System.Globalization;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// An interface talks to a port of foreign servers on which it never did while it was watched (GuardDuty's
/// Behavior:EC2/NetworkPortUnusual). Ports of the web, of mail submission, of names and of clocks are not unusual; nor is one that
/// other interfaces of the organization used before.
/// </summary>
internal sealed class PortUnusualDetection : FlowDetection
{
    /// <summary>The control port of FTP, whose servers name another port for each file (RFC 959, PASV).</summary>
    private const int FileTransfer = 21;

    private readonly FlowLearning _learning;
    private readonly int _peers;
    private readonly HashSet<int> _usual;

    public PortUnusualDetection(NativeParameters parameters)
    {
        _learning = new FlowLearning(parameters);
        _peers = parameters.Count("peers", 2);
        var ports = FlowSides.Ports(parameters, "usualPorts");
        _usual = [.. ports.Length > 0 ? ports : [80, FlowPorts.Https, FlowPorts.Dns, FlowPorts.Ntp, FlowPorts.DnsOverTls, FlowPorts.Smtp, 465, 587]];
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var ends = findings.Traffic.Interfaces.All.Select(_learning.End).ToArray();
        var transfers = new HashSet<(int, FlowAddress)>();
        foreach (var i in findings.Ports[FileTransfer])
            transfers.Add((table.Key(i).Interface, table.Key(i).To));
        for (var port = 0; port < findings.Ports.Count; port++)
        {
            if (findings.Ports[port].IsEmpty || _usual.Contains(port))
                continue;
            var uses = findings.Ports[port].ToArray().Where(i => table.Key(i).To.IsPublic && findings.Owners.Of(table.Key(i)) == FlowOwn.From).ToLookup(i => table.Key(i).Interface);
            var firsts = uses.ToDictionary(group => group.Key, group => group.Min(i => table.Sum(i).First));
            foreach (var group in uses)
            {
                if (ends[group.Key] is not { } end || firsts[group.Key] < end || firsts.Count(other => other.Key != group.Key && other.Value < end) >= _peers)
                    continue;
                var telling = group.Where(i => table.Sum(i).Established > 0 && !findings.IsCovered(group.Key, table.Key(i).To) && !transfers.Contains((group.Key, table.Key(i).To)) && !findings.IsHarmless(table.Key(i).To)).ToArray();
                if (telling.Length > 0)
                    Add(findings, group.Key, port, table.Key(telling[0]).To, telling, end);
            }
        }
    }

    private static void Add(FlowFindings findings, int @interface, int port, FlowAddress remote, int[] telling, uint end)
    {
        var name = port.ToString(CultureInfo.InvariantCulture);
        findings.Add(
            @interface, name, null, findings.Traffic.Conversations, telling,
            string.Create(CultureInfo.InvariantCulture, $"Seen: a conversation with port {name} of {remote}; until {DateTimeOffset.FromUnixTimeSeconds(end):u} this interface talked to that port of no foreign address."),
            ("port", name), ("remoteIp", remote.ToString()));
    }
}
