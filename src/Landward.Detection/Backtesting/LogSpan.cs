using System.Globalization;
using System.Text;
using Landward.Logs;

namespace Landward.Detection.Backtesting;

/// <summary>From when to when logs reach: by the events of CloudTrail, whose files hold records of any time.</summary>
internal static class LogSpan
{
    public static async Task<(DateTimeOffset? First, DateTimeOffset? Last)> ReadAsync(IEnumerable<LogSource> sources, CancellationToken cancellationToken)
    {
        // ISO 8601 in UTC orders as text.
        byte[] first = [], last = [];
        foreach (var source in sources)
        {
            var content = await LogContent.OpenAsync(source, cancellationToken);
            if (content.Format != LogFormat.CloudTrail)
                continue;
            await using var reader = new CloudTrailReader(content.Source);
            while (await reader.ReadAsync(cancellationToken))
            {
                var time = reader.Current.Span(CloudTrailField.EventTime);
                if (time.Length != "2026-01-01T00:00:00Z".Length)
                    continue;
                if (first.Length == 0 || time.SequenceCompareTo(first) < 0)
                    first = time.ToArray();
                if (time.SequenceCompareTo(last) > 0)
                    last = time.ToArray();
            }
        }
        return (Time(first), Time(last));
    }

    private static DateTimeOffset? Time(byte[] text) =>
        DateTimeOffset.TryParse(Encoding.ASCII.GetString(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
