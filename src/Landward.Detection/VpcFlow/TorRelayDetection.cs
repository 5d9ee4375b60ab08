using System.Globalization;
using System.Runtime.InteropServices;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// An interface is called by Tor relays and calls them (GuardDuty's UnauthorizedAccess:EC2/TorRelay): it is one itself. A web server is
/// called by them, a client calls them; only a relay does both.
/// </summary>
internal sealed class TorRelayDetection(NativeParameters parameters) : FlowDetection
{
    private const int DefaultRelays = 5;

    private readonly int _relays = parameters.Count("relays", DefaultRelays);

    public override void Find(FlowFindings findings)
    {
        foreach (var (@interface, entries) in Relays(findings, _relays))
        {
            var count = entries.Count.ToString(CultureInfo.InvariantCulture);
            findings.Add(
                @interface, string.Empty, null, findings.Traffic.Listed, CollectionsMarshal.AsSpan(entries),
                $"Seen: connections from and to Tor relays, {count} in all.", ("relays", count));
            foreach (var entry in entries)
                findings.Cover(@interface, findings.Traffic.Listed.Key(entry).From);
        }
    }

    /// <summary>Interfaces that are relays, with what shows it.</summary>
    public static Dictionary<int, List<int>> Relays(FlowFindings findings, int least = DefaultRelays)
    {
        var table = findings.Traffic.Listed;
        var all = Enumerable.Range(0, table.Count).Where(i => FlowTags.PurposeOf(table.Key(i).Tag) == ListPurpose.Tor).ToLookup(i => table.Key(i).Interface);
        return all.Where(group => Count(table, group, isOutbound: true) >= least && Count(table, group, isOutbound: false) >= least)
            .ToDictionary(group => group.Key, group => group.ToList());
    }

    private static int Count(FlowTable<ListedSum> table, IEnumerable<int> entries, bool isOutbound) =>
        entries.Where(i => FlowTags.IsOutbound(table.Key(i).Tag) == isOutbound).Select(i => table.Key(i).From).Distinct().Count();
}
