using System.Collections.Immutable;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection.Following;

/// <summary>
/// Finds attacks in logs that keep coming. Whenever logs are new or have grown, all logs of the lookback are looked at together, so that
/// an event counts the same whether it came early, late or twice: windows, baselines and correlations are those of a single run over the
/// same logs. An event later than the lookback is judged without what came before it. Not thread-safe.
/// </summary>
/// <param name="lookback">How long a log stays in view after it was last seen to change.</param>
public sealed class FollowingDetector(DetectionCatalogue catalogue, DetectionOptions options, TimeSpan lookback, TimeProvider time)
{
    private readonly Detector _detector = new(catalogue, options);
    private readonly Dictionary<string, (LogSource Source, DateTimeOffset Seen)> _logs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, DateTimeOffset LastSeen, DateTimeOffset Told)> _told = new(StringComparer.Ordinal);

    /// <summary>Looks at logs that are new or have grown, and gives the findings that are new or count more than they did.</summary>
    public async Task<FollowedLogs> ReadAsync(IReadOnlyCollection<LogSource> changed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var origin in _logs.Where(log => now - log.Value.Seen > lookback).Select(log => log.Key).ToArray())
            _logs.Remove(origin);
        if (changed.Count == 0)
            return FollowedLogs.None;
        foreach (var source in changed)
            _logs[source.Origin] = (source, now);
        var result = await _detector.RunAsync(_logs.Values.Select(log => log.Source), cancellationToken);
        return new FollowedLogs(Changed(result.Findings, now), result.EventsRead, result.FilesRead, result.Diagnostics);
    }

    private ImmutableArray<Finding> Changed(ImmutableArray<Finding> findings, DateTimeOffset now)
    {
        // What was told before the lookback began can only come back as something new.
        foreach (var id in _told.Where(told => now - told.Value.Told > 2 * lookback).Select(told => told.Key).ToArray())
            _told.Remove(id);
        var changed = ImmutableArray.CreateBuilder<Finding>();
        foreach (var finding in findings.OrderBy(finding => finding.FirstSeen).ThenBy(finding => finding.Id, StringComparer.Ordinal))
        {
            // A log that left the lookback makes a finding count less: that is no news.
            if (_told.TryGetValue(finding.Id, out var told) && finding.LastSeen <= told.LastSeen && finding.Count <= told.Count)
                continue;
            _told[finding.Id] = (finding.Count, finding.LastSeen, now);
            changed.Add(finding);
        }
        return changed.ToImmutable();
    }
}

/// <summary>What a look at logs that changed gave.</summary>
/// <param name="Findings">Those that are new or count more than before, by time, then by id.</param>
/// <param name="Events">Events in the lookback.</param>
public sealed record FollowedLogs(ImmutableArray<Finding> Findings, long Events, int Files, ImmutableArray<Diagnostic> Diagnostics)
{
    public static FollowedLogs None { get; } = new([], 0, 0, []);
}
