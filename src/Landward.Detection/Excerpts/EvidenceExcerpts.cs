using System.Collections.Immutable;
using System.Text.Json;
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
    public static async Task<ImmutableArray<Finding>> AddAsync(
        ImmutableArray<Finding> findings, IEnumerable<LogSource> sources, CancellationToken cancellationToken, long maxBytes = DefaultMaxBytes)
    {
        var wanted = findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.FirstSeen)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .SelectMany(finding => finding.Evidence)
            .Where(evidence => evidence.Origin is not null && !evidence.EventId.StartsWith("sha256:", StringComparison.Ordinal))
            .DistinctBy(evidence => (evidence.Origin, evidence.EventId))
            .Take(MaxExcerpts)
            .GroupBy(evidence => evidence.Origin!, evidence => evidence.EventId, StringComparer.Ordinal)
            .ToArray();
        var byOrigin = sources.DistinctBy(source => source.Origin).ToDictionary(source => source.Origin, StringComparer.Ordinal);
        var excerpts = new Dictionary<(string Origin, string EventId), string>();
        foreach (var group in wanted)
        {
            if (maxBytes <= 0)
                break;
            if (byOrigin.TryGetValue(group.Key, out var source))
                maxBytes = await ReadAsync(source, [.. group], excerpts, maxBytes, cancellationToken);
        }
        return excerpts.Count == 0 ? findings : [.. findings.Select(finding => finding with { Evidence = [.. finding.Evidence.Select(Complete)] })];

        Evidence Complete(Evidence evidence) =>
            excerpts.TryGetValue((evidence.Origin ?? string.Empty, evidence.EventId), out var excerpt) ? evidence with { Excerpt = excerpt } : evidence;
    }

    /// <summary>Reads until everything wanted was seen; gives what is left of the bytes.</summary>
    private static async Task<long> ReadAsync(
        LogSource source, HashSet<string> wanted, Dictionary<(string Origin, string EventId), string> excerpts, long maxBytes, CancellationToken cancellationToken)
    {
        var lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var id = new char[64];
        var content = await LogContent.OpenAsync(source, cancellationToken);
        if (content.Format != LogFormat.CloudTrail)
            return maxBytes;
        await using var reader = new CloudTrailReader(content.Source);
        while (wanted.Count > 0 && maxBytes > 0 && (reader.TryRead() || await reader.ReadAsync(cancellationToken)))
        {
            var @event = reader.Current;
            maxBytes -= @event.Json.Length;
            var bytes = @event.Span(CloudTrailField.EventId);
            if (bytes.Length is 0 or > 64 || !lookup.Contains(id.AsSpan(0, System.Text.Encoding.UTF8.GetChars(bytes, id))))
                continue;
            var text = @event.Text(CloudTrailField.EventId)!;
            wanted.Remove(text);
            try
            {
                excerpts[(source.Origin, text)] = EventExcerpt.Of(@event.Root);
            }
            catch (JsonException)
            {
                // An event that cannot be read as a document has no excerpt; the run has reported it.
            }
        }
        return maxBytes;
    }
}
