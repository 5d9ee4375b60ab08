using System.Collections.Immutable;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection.Excerpts;

/// <summary>
/// Adds to findings what their events say. Reading an event again is cheaper than keeping a text of every match while logs are read, of
/// which findings cite few.
/// </summary>
public static class EvidenceExcerpts
{
    /// <summary>How much is read again at most: a second at the speed of detection.</summary>
    public const long DefaultMaxBytes = 512L * 1024 * 1024;

    private const int MaxExcerpts = 2_000;

    /// <summary>
    /// The findings, the evidence of the most severe of them with excerpts. Logs that cannot be read again, or do not fit
    /// <paramref name="maxBytes"/> of uncompressed content any more, give none.
    /// </summary>
    /// <param name="workers">How many logs are read at the same time; one per processor for zero. The excerpts do not depend on it.</param>
    public static async Task<ImmutableArray<Finding>> AddAsync(
        ImmutableArray<Finding> findings, IEnumerable<LogSource> sources, CancellationToken cancellationToken, long maxBytes = DefaultMaxBytes, int workers = 0)
    {
        var byOrigin = sources.DistinctBy(source => source.Origin).ToDictionary(source => source.Origin, StringComparer.Ordinal);
        var logs = findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.FirstSeen)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .SelectMany(finding => finding.Evidence)
            .Where(evidence => evidence.Origin is not null && !evidence.EventId.StartsWith("sha256:", StringComparison.Ordinal))
            .DistinctBy(evidence => (evidence.Origin, evidence.EventId))
            .Take(MaxExcerpts)
            .GroupBy(evidence => evidence.Origin!, evidence => evidence.EventId, StringComparer.Ordinal)
            .Where(group => byOrigin.ContainsKey(group.Key))
            .Select(group => new CitedLog(byOrigin[group.Key], [.. group]))
            .ToArray();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers > 0 ? workers : Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, logs.Length), parallel, async (at, cancel) =>
        {
            // What is known of the logs before this one may leave no room for it already.
            var left = maxBytes - logs.Take(at).Sum(log => log.Read);
            if (left > 0)
                await logs[at].ReadAsync(left, cancel);
        });
        var excerpts = new Dictionary<(string Origin, string EventId), string>();
        foreach (var log in logs)
        {
            foreach (var (id, excerpt) in log.Excerpts.Where(found => found.Value.Behind < maxBytes))
                excerpts[(log.Origin, id)] = excerpt.Text;
            maxBytes -= log.Read;
        }
        return excerpts.Count == 0 ? findings : [.. findings.Select(finding => finding.Evidence.Any(IsCited) ? finding with { Evidence = [.. finding.Evidence.Select(Complete)] } : finding)];

        bool IsCited(Evidence evidence) => excerpts.ContainsKey((evidence.Origin ?? string.Empty, evidence.EventId));

        Evidence Complete(Evidence evidence) =>
            excerpts.TryGetValue((evidence.Origin ?? string.Empty, evidence.EventId), out var excerpt) ? evidence with { Excerpt = excerpt } : evidence;
    }
}
