using System.Collections;
using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Accepted traffic with an address on a list: GuardDuty's types of command-and-control, mining, drop points, black holes, probing by
/// known hosts and the customer's own list. Needs the list; trusted addresses win over it.
/// </summary>
internal sealed class ListedAddressDetection : FlowDetection
{
    private readonly ListPurpose _purpose;
    private readonly bool _isOutbound;
    private readonly bool _isInbound;
    private readonly BitArray? _ports;
    private readonly BitArray? _without;

    public ListedAddressDetection(NativeParameters parameters)
    {
        var list = parameters.Text("list");
        if (list is null || !ListPurposes.TryParse(list, out _purpose) || _purpose == ListPurpose.Trusted)
            throw new FormatException($"`parameters.list: {list}` must be one of {string.Join(", ", ListPurposes.Names.Where(name => name != "trusted"))}.");
        (_isOutbound, _isInbound) = parameters.Text("direction") switch
        {
            "outbound" => (true, false),
            "inbound" => (false, true),
            null or "both" => (true, true),
            var other => throw new FormatException($"`parameters.direction: {other}` must be outbound, inbound or both."),
        };
        _ports = Set(FlowSides.Ports(parameters));
        _without = Set(FlowSides.Ports(parameters, "portsIgnored"));
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Listed;
        var relays = _purpose == ListPurpose.Tor ? TorRelayDetection.Relays(findings) : [];
        for (var i = 0; i < table.Count; i++)
        {
            var key = table.Key(i);
            var isOutbound = FlowTags.IsOutbound(key.Tag);
            var port = FlowTags.PortOf(key.Tag);
            if (FlowTags.PurposeOf(key.Tag) != _purpose || !(isOutbound ? _isOutbound : _isInbound) || relays.ContainsKey(key.Interface)
                || (!isOutbound && (_ports?[port] == false || _without?[port] == true)))
            {
                continue;
            }
            var sighting = table.Sighting(i);
            var entry = findings.Traffic.Lists.Entry(_purpose, key.From);
            findings.Add(
                key.Interface, _purpose == ListPurpose.Tor ? string.Empty : key.From.ToString(), key.From, [sighting],
                $"Seen: traffic {(isOutbound ? "to" : "from")} {key.From}, listed as {entry}.",
                ("listEntry", $"{entry}"), ("port", sighting.DestinationPort.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static BitArray? Set(int[] ports) => ports.Length == 0 ? null : FlowPorts.Of(ports);
}
