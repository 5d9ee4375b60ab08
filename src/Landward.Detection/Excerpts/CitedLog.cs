using System.Text;
using System.Text.Json;
using Landward.Logs;

namespace Landward.Detection.Excerpts;

/// <summary>A log whose events findings cite.</summary>
/// <param name="wanted">The ids of those events.</param>
internal sealed class CitedLog(LogSource source, HashSet<string> wanted)
{
    private const int LongestId = 64;

    private readonly Dictionary<string, (string Text, long Behind)> _excerpts = new(StringComparer.Ordinal);
    private long _read;

    public string Origin => source.Origin;

    /// <summary>How many bytes of events were read so far. May be asked while another thread reads.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>By event id: the excerpt, and how many bytes of events stand before the event.</summary>
    public IReadOnlyDictionary<string, (string Text, long Behind)> Excerpts => _excerpts;

    /// <summary>Reads until everything wanted was seen, or as many bytes of events.</summary>
    public async Task ReadAsync(long maxBytes, CancellationToken cancellationToken)
    {
        var lookup = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var id = new char[LongestId];
        var content = await LogContent.OpenAsync(source, cancellationToken);
        if (content.Format != LogFormat.CloudTrail)
            return;
        await using var reader = new CloudTrailReader(content.Source);
        while (wanted.Count > 0 && _read < maxBytes && (reader.TryRead() || await reader.ReadAsync(cancellationToken)))
        {
            var @event = reader.Current;
            var behind = _read;
            Interlocked.Exchange(ref _read, behind + @event.Json.Length);
            var bytes = @event.Span(CloudTrailField.EventId);
            if (bytes.Length is 0 or > LongestId || !lookup.Contains(id.AsSpan(0, Encoding.UTF8.GetChars(bytes, id))))
                continue;
            var text = @event.Text(CloudTrailField.EventId)!;
            wanted.Remove(text);
            try
            {
                _excerpts[text] = (EventExcerpt.Of(@event.Root), behind);
            }
            catch (JsonException)
            {
                // An event that cannot be read as a document has no excerpt; the run has reported it.
            }
        }
    }
}
