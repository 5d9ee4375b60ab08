using System.Globalization;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// SKIPDATA records: AWS could not record traffic of the interval, "because of an internal capacity constraint, or an internal error"
/// (https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html). What happened then was not looked at.
/// </summary>
internal sealed class SkippedRecordsDetection(NativeParameters parameters) : FlowDetection
{
    private readonly int _records = parameters.Count("records", 1);

    public override void Find(FlowFindings findings)
    {
        for (var i = 0; i < findings.Traffic.Interfaces.All.Count; i++)
        {
            var @interface = findings.Interface(i);
            if (@interface.Skipped < _records)
                continue;
            var count = @interface.Skipped.ToString(CultureInfo.InvariantCulture);
            findings.Add(
                i, string.Empty, null, [@interface.SkippedSighting],
                string.Create(CultureInfo.InvariantCulture, $"Seen: {count} intervals without data between {DateTimeOffset.FromUnixTimeSeconds(@interface.FirstSkipped):u} and {DateTimeOffset.FromUnixTimeSeconds(@interface.LastSkipped):u}."),
                ("records", count));
        }
    }
}
