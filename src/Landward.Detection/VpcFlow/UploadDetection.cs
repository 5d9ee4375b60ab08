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
        var groups = FlowGroups.Of(table, static key => FlowPairs.Pair(key), i => table.Key(i).To.IsPublic ? table.Sum(i).BytesOut : -1, _floor);
        for (var group = 0; group < groups.Count; group++)
        {
            var entries = groups[group];
            if (!IsMuch(table, entries))
                continue;
            var key = table.Key(entries[0]);
            var best = Best(table, entries.ToArray());
            if (best < _floor || findings.Owners.Of(key) != FlowOwn.From || findings.IsHarmless(key.To) || findings.IsCovered(key.Interface, key.To))
                continue;
            findings.Add(
                key.Interface, key.To.ToString(), null, table, entries,
                string.Create(CultureInfo.InvariantCulture, $"Seen: {key.From} sent {best / 1e6:0} MB to {key.To} within a day and got little back."),
                ("remoteIp", key.To.ToString()), ("bytes", best.ToString(CultureInfo.InvariantCulture)), ("localIp", key.From.ToString()));
        }
    }

    private bool IsMuch(FlowTable<VolumeSum> table, ReadOnlySpan<int> entries)
    {
        var sent = 0L;
        foreach (var entry in entries)
        {
            ref var sum = ref table.Sum(entry);
            if (sum.IsAwsService)
                return false;
            sent += sum.BytesOut;
        }
        return sent >= _floor;
    }

    /// <summary>The most that was sent in a day's window and is not a habit; zero when there is none.</summary>
    private long Best(FlowTable<VolumeSum> table, int[] entries)
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
