using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// An interface sends far more to a foreign address in an hour than it sent to any in the time it was watched, and more than it ever
/// sent to that address (GuardDuty's Behavior:EC2/TrafficVolumeUnusual: "no prior history of sending this much traffic to this remote
/// host"). The finding names the hour it was compared with.
/// </summary>
internal sealed class VolumeDetection(NativeParameters parameters) : FlowDetection
{
    private readonly FlowLearning _learning = new(parameters);
    private readonly long _floor = (long)(parameters.Number("leastMegabytes", 200, 1, 1e9) * 1e6);
    private readonly double _factor = parameters.Number("factor", 4, 1, 1e6);

    public override void Find(FlowFindings findings)
    {
        var table = findings.Traffic.Volumes;
        var count = findings.Traffic.Interfaces.All.Count;
        var byInterface = FlowGroups.Of(table.Count, count, i => findings.Owners.Of(table.Key(i)) == FlowOwn.From ? table.Key(i).Interface : -1);
        for (var @interface = 0; @interface < count; @interface++)
        {
            if (_learning.End(findings.Interface(@interface)) is not { } end)
                continue;
            if (!IsMuch(table, byInterface[@interface], end, out var most))
                continue;
            var group = byInterface[@interface].ToArray();
            var learned = group.Where(i => table.BucketStart(i) < end).ToList();
            var unusual = group.Where(i => table.BucketStart(i) >= end && table.Sum(i).BytesOut >= _floor && table.Sum(i).BytesOut > _factor * most).ToLookup(i => table.Key(i).To);
            foreach (var remote in unusual)
            {
                if (!remote.Key.IsPublic || findings.IsCovered(@interface, remote.Key) || findings.IsHarmless(remote.Key) || remote.Any(i => table.Sum(i).IsAwsService))
                    continue;
                var sent = remote.Max(i => table.Sum(i).BytesOut);
                var before = learned.Where(i => table.Key(i).To == remote.Key).Select(i => table.Sum(i).BytesOut).DefaultIfEmpty(0).Max();
                findings.Add(
                    @interface, remote.Key.ToString(), null, table, remote.ToArray(),
                    string.Create(CultureInfo.InvariantCulture, $"Seen: {sent / 1e6:0} MB to {remote.Key} in {table.Width / 3600} hours or less; until {DateTimeOffset.FromUnixTimeSeconds(end):u} at most {before / 1e6:0.#} MB to that address, and {most / 1e6:0.#} MB to any."),
                    ("remoteIp", remote.Key.ToString()), ("bytes", sent.ToString(CultureInfo.InvariantCulture)), ("mostBefore", most.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Whether some hour after the time of learning has an unusual volume.</summary>
    /// <param name="most">The most in an hour until then.</param>
    private bool IsMuch(FlowTable<VolumeSum> table, ReadOnlySpan<int> entries, uint end, out long most)
    {
        most = 0;
        var mostAfter = 0L;
        foreach (var i in entries)
        {
            var sent = table.Sum(i).BytesOut;
            if (table.BucketStart(i) < end)
                most = Math.Max(most, sent);
            else
                mostAfter = Math.Max(mostAfter, sent);
        }
        return mostAfter >= _floor && mostAfter > _factor * most;
    }
}
