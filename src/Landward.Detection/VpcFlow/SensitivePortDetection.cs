using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// A foreign address talks to a port of remote administration, a database or a control plane: it is open to the internet. Addresses that
/// the organization calls from, and trusted ones, may.
/// </summary>
internal sealed class SensitivePortDetection : FlowDetection
{
    private readonly HashSet<int> _ports;

    public SensitivePortDetection(NativeParameters parameters)
    {
        var ports = FlowSides.Ports(parameters);
        _ports = [.. ports.Length > 0 ? ports : FlowPorts.Sensitive];
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var groups = findings.WithPorts(_ports)
            .Where(i => table.Key(i).From.IsPublic && table.Sum(i).Established > 0 && findings.Owners.Of(table.Key(i)) == FlowOwn.To)
            .Where(i => !findings.IsHarmless(table.Key(i).From))
            .ToLookup(i => (table.Key(i).Interface, Port: FlowTags.PortOf(table.Key(i).Tag)));
        foreach (var group in groups)
        {
            var port = group.Key.Port.ToString(CultureInfo.InvariantCulture);
            var clients = group.Select(i => table.Key(i).From).Distinct().Count().ToString(CultureInfo.InvariantCulture);
            findings.Add(
                group.Key.Interface, port, null, table, group.ToArray(),
                $"Seen: conversations of {clients} public addresses with port {port} of {table.Key(group.First()).To}.", ("port", port), ("clients", clients));
        }
    }
}
