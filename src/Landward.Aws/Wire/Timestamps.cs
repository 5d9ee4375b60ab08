using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>
/// The three timestamp formats of the protocols, and the one of Landward's JSON: ISO 8601 in UTC with seconds, and milliseconds
/// only when there are any. Source: Smithy's <c>timestampFormat</c> trait.
/// </summary>
internal static class Timestamps
{
    private const double MinEpoch = -62135596800;
    private const double MaxEpoch = 253402300799;

    public static string Canonical(DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        return utc.Millisecond == 0
            ? utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    public static bool TryFromEpoch(double seconds, out DateTimeOffset time)
    {
        time = default;
        if (!(seconds is >= MinEpoch and <= MaxEpoch))
            return false;
        time = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
        return true;
    }

    /// <summary>Reads any of the formats: ISO 8601, RFC 822 dates, or epoch seconds.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DateTimeOffset time)
    {
        time = default;
        if (string.IsNullOrEmpty(text) || text.Length > 64)
            return false;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-')
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out time);
        if (char.IsAsciiLetter(text[0]))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out time);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && TryFromEpoch(seconds, out time);
    }

    /// <summary>The text of a timestamp where the wire wants text: headers, query strings, XML, forms.</summary>
    public static string Format(DateTimeOffset time, TimestampFormat format) => format switch
    {
        TimestampFormat.Iso8601 => Canonical(time),
        TimestampFormat.Rfc822 => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture),
        TimestampFormat.UnixTimestamp => Epoch(time).ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The caller resolves the protocol's default."),
    };

    /// <summary>Epoch seconds with a fraction of milliseconds.</summary>
    public static decimal Epoch(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return milliseconds % 1000 == 0 ? milliseconds / 1000 : milliseconds / 1000m;
    }

    public static TimestampFormat Or(this TimestampFormat format, TimestampFormat fallback) =>
        format == TimestampFormat.Default ? fallback : format;
}
