using System.Collections.Concurrent;
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
    private const int MaxWorkers = 16;

    /// <summary>Reads every source to its end. What cannot be read is reported, never thrown; only cancellation is.</summary>
    public static async Task<CallHistory> ReadAsync(IEnumerable<LogSource> sources, HistoryOptions options, IamFacts facts, CancellationToken cancellationToken)
    {
        // Files are independent of each other: each worker takes the next one and keeps its own classes, which are joined at the end.
        var pending = new ConcurrentQueue<LogSource>(sources.OrderBy(source => source.Origin, StringComparer.Ordinal));
        var workers = Math.Clamp(Math.Min(options.Workers, pending.Count), 1, MaxWorkers);
        var runs = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => ReadAsync(pending, options, facts, cancellationToken), cancellationToken)));
        for (var i = 1; i < runs.Length; i++)
            runs[0].Join(runs[i]);
        return runs[0].Finish();
    }

    private static async Task<HistoryRun> ReadAsync(ConcurrentQueue<LogSource> pending, HistoryOptions options, IamFacts facts, CancellationToken cancellationToken)
    {
        var run = new HistoryRun(options, facts);
        while (pending.TryDequeue(out var source))
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
        return run;
    }
}
