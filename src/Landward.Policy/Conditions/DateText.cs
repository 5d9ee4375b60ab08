using System.Globalization;

namespace Landward.Policy.Conditions;

/// <summary>
/// Dates of Date operators, as UTC ticks: the W3C forms of ISO 8601 (a date alone is midnight UTC) or epoch time. Numbers of
/// at least 12 digits are milliseconds, shorter ones seconds; four digits are a year.
/// </summary>
internal static class DateText
{
    private const int YearDigits = 4;
    private const int MillisecondDigits = 12;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd",
        "yyyy-MM",
        "yyyy",
    ];

    public static long? Parse(string text)
    {
        var digits = text.AsSpan().TrimStart('-');
        if (digits.Length != YearDigits && digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0)
            return FromEpoch(text, milliseconds: digits.Length >= MillisecondDigits);
        return DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date.UtcTicks
            : null;
    }

    private static long? FromEpoch(string text, bool milliseconds)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return null;
        var ticksEach = milliseconds ? TimeSpan.TicksPerMillisecond : TimeSpan.TicksPerSecond;
        var ticks = ((Int128)number * ticksEach) + DateTimeOffset.UnixEpoch.UtcTicks;
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? (long)ticks : null;
    }
}
