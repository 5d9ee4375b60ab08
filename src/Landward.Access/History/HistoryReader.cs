using Landward.Access.History;
using Landward.Logs;
using Landward.Policy;

namespace Landward.Access;

/// <summary>
/// Reads recorded calls from CloudTrail logs and reduces them to classes in bounded memory. Source of the mapping: "CloudTrail
/// record contents", AWS CloudTrail User Guide, and the Service Authorization Reference.
/// </summary>
/// <remarks>
/// (1) The log reader picks the event's parts; (2) those that the request depends on make a fingerprint: an event like one seen
/// before is only counted; (3) otherwise principal, action, resources and context are read and the classes looked up.
/// </remarks>
public static class HistoryReader
{
    /// <summary>Reads every source to its end. What cannot be read is reported, never thrown; only cancellation is.</summary>
    public static async Task<CallHistory> ReadAsync(IEnumerable<LogSource> sources, HistoryOptions options, IamFacts facts, CancellationToken cancellationToken)
    {
        var run = new HistoryRun(options, facts);
        foreach (var source in sources.OrderBy(source => source.Origin, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.StartSource(source.Origin);
            await using var reader = new CloudTrailReader(source);
            while (true)
            {
                // Most events are in the buffer already.
                while (reader.TryRead())
                    run.Add(reader.Current);
                if (!await reader.ReadAsync(cancellationToken))
                    break;
                run.Add(reader.Current);
            }
            run.EndSource(reader);
        }
        return run.Finish();
    }
}
