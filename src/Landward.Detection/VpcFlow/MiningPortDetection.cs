using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// A long and thin conversation with a foreign address on a port that mining pools use and hardly anybody else: a miner keeps one
/// connection open and exchanges work of a few hundred bytes (the Stratum protocol). Finds pools that stand on no list.
/// </summary>
internal sealed class MiningPortDetection : FlowDetection
{
    private readonly HashSet<int> _ports;
    private readonly double _seconds;
    private readonly double _bytesPerMinute;

    public MiningPortDetection(NativeParameters parameters)
    {
        var ports = FlowSides.Ports(parameters);
        _ports = [.. ports.Length > 0 ? ports : [3333, 14433, 14444, 45560, 45700]];
        _seconds = parameters.Duration("least", TimeSpan.FromHours(2)).TotalSeconds;
        _bytesPerMinute = parameters.Number("mostBytesPerMinute", 200_000, 1, 1e12);
    }

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Conversations;
        var groups = Enumerable.Range(0, table.Count)
            .Where(i => table.Key(i).To.IsPublic && _ports.Contains(FlowTags.PortOf(table.Key(i).Tag)) && findings.Owners.Of(table.Key(i)) == FlowOwn.From)
            .ToLookup(i => (table.Key(i).Interface, table.Key(i).To));
        foreach (var group in groups)
        {
            ConversationSum sum = default;
            foreach (var i in group)
                sum.Merge(ref table.Sum(i));
            var seconds = sum.Last - (double)sum.First;
            if (seconds < _seconds || sum.Rows < 6 || (sum.BytesOut + sum.BytesIn) * 60 / seconds > _bytesPerMinute || findings.IsHarmless(group.Key.To) || findings.IsCovered(group.Key.Interface, group.Key.To))
                continue;
            var port = FlowTags.PortOf(table.Key(group.First()).Tag).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                group.Key.Interface, group.Key.To.ToString(), group.Key.To, group.Select(i => table.Sum(i).Sighting),
                string.Create(CultureInfo.InvariantCulture, $"Seen: a conversation of {seconds / 60:0} minutes with port {port} of {group.Key.To}."), ("port", port));
        }
    }
}
