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
        var groups = findings.WithPorts(_ports).Where(i => table.Key(i).To.IsPublic && findings.Owners.Of(table.Key(i)) == FlowOwn.From)
            .GroupBy(i => (table.Key(i).Interface, table.Key(i).To));
        foreach (var group in groups)
        {
            var (@interface, to) = group.Key;
            var entries = group.ToArray();
            var rows = entries.Sum(i => (long)table.Sum(i).Rows);
            var bytes = entries.Sum(i => table.Sum(i).BytesOut + table.Sum(i).BytesIn);
            var seconds = entries.Max(i => table.Sum(i).Last) - (double)entries.Min(i => table.Sum(i).First);
            if (seconds < _seconds || rows < 6 || bytes * 60 / seconds > _bytesPerMinute || findings.IsHarmless(to) || findings.IsCovered(@interface, to))
                continue;
            var port = FlowTags.PortOf(table.Key(entries[0]).Tag).ToString(CultureInfo.InvariantCulture);
            findings.Add(
                @interface, to.ToString(), to, table, entries,
                string.Create(CultureInfo.InvariantCulture, $"Seen: a conversation of {seconds / 60:0} minutes with port {port} of {to}."), ("port", port));
        }
    }
}
