using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Very much is sent as a client to one foreign address within a day and little comes back. AWS's own services, trusted addresses and
/// uploads that come again and again, such as nightly copies, do not count. Needs no time of learning.
/// </summary>
internal sealed class UploadDetection(NativeParameters parameters) : FlowDetection
{
    private const uint Day = 86_400;

    /// <summary>An earlier day with a quarter of the volume makes it a habit.</summary>
    private const double HabitShare = 0.25;

    private readonly long _floor = (long)(parameters.Number("leastMegabytes", 1000, 1, 1e9) * 1e6);
    private readonly double _ratio = parameters.Number("outOverIn", 3, 1, 1e6);

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Volumes;
        var groups = Enumerable.Range(0, table.Count).ToLookup(i => (table.Key(i).Interface, table.Key(i).From, table.Key(i).To));
        foreach (var group in groups)
        {
            var (@interface, from, to) = group.Key;
            if (!to.IsPublic || group.Sum(i => table.Sum(i).BytesOut) < _floor || group.Any(i => table.Sum(i).IsAwsService))
                continue;
            var best = Best(table, [.. group]);
            if (best < _floor || findings.Owners.Of(table.Key(group.First())) != FlowOwn.From || findings.IsHarmless(to) || findings.IsCovered(@interface, to))
                continue;
            findings.Add(
                @interface, to.ToString(), null, group.Select(i => table.Sum(i).Sighting),
                string.Create(CultureInfo.InvariantCulture, $"Seen: {from} sent {best / 1e6:0} MB to {to} within a day and got little back."),
                ("remoteIp", to.ToString()), ("bytes", best.ToString(CultureInfo.InvariantCulture)), ("localIp", from.ToString()));
        }
    }

    /// <summary>The most that was sent in a day's window and is not a habit; zero when there is none.</summary>
    private long Best(FlowTable<VolumeSum> table, List<int> entries)
    {
        var best = 0L;
        for (var offset = 0u; offset < Day; offset += Day / 2)
        {
            var earlier = 0L;
            foreach (var window in entries.GroupBy(entry => (table.BucketStart(entry) + offset) / Day).OrderBy(window => window.Key))
            {
                var (sent, got) = (window.Sum(i => table.Sum(i).BytesOut), window.Sum(i => table.Sum(i).BytesIn));
                if (sent >= _ratio * got && earlier < HabitShare * sent)
                    best = Math.Max(best, sent);
                earlier = Math.Max(earlier, sent);
            }
        }
        return best;
    }
}
