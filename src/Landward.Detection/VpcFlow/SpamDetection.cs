using System.Globalization;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// A host delivers mail to many servers by itself (GuardDuty's Backdoor:EC2/Spambot). Applications hand their mail to one or two relays; a
/// mail server of one's own also receives mail on port 25 from the internet, or stands on a trusted list.
/// </summary>
internal sealed class SpamDetection : FlowDetection
{
    private readonly int _hosts;
    private readonly HashSet<int> _ports;

    public SpamDetection(NativeParameters parameters)
    {
        _hosts = parameters.Count("hosts", 20);
        var ports = FlowSides.Ports(parameters);
        _ports = [.. ports.Length > 0 ? ports : [FlowPorts.Smtp, 465, 587]];
    }

    public override void Find(FlowFindings findings)
    {
        var servers = MailServers(findings);
        var table = findings.Traffic.PortUse;
        var least = FlowBits.Least(_hosts);
        for (var i = 0; i < table.Count; i++)
        {
            ref readonly var key = ref table.Key(i);
            ref var sum = ref table.Sum(i);
            var port = FlowTags.PortOf(key.Tag);
            if (sum.Rows < least || !_ports.Contains(port) || FlowTags.ProtocolOf(key.Tag) != FlowOrientation.Tcp || !FlowTags.IsPublic(key.Tag))
                continue;
            var hosts = sum.Talked.Count();
            if (hosts < _hosts || servers.Contains(key.From) || findings.Traffic.Lists.IsTrusted(key.From)
                || (FlowTags.OwnOf(key.Tag) != FlowOwn.From && !findings.Owners.IsOwn(key.Interface, key.From)))
            {
                continue;
            }
            var (name, count) = (port.ToString(CultureInfo.InvariantCulture), hosts.ToString(CultureInfo.InvariantCulture));
            findings.Add(
                key.Interface, $"{key.From}", null, table, [i],
                $"Seen: {key.From} delivered mail on port {name} to about {count} servers within a day.", ("port", name), ("hosts", count), ("localIp", key.From.ToString()));
        }
    }

    private static HashSet<FlowAddress> MailServers(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var servers = new HashSet<FlowAddress>();
        foreach (var i in findings.Ports[FlowPorts.Smtp])
        {
            ref readonly var key = ref table.Key(i);
            if (key.From.IsPublic && table.Sum(i).Established > 0 && findings.Owners.Of(key) == FlowOwn.To)
                servers.Add(key.To);
        }
        return servers;
    }
}
