using System.Globalization;

namespace Landward.Findings;

/// <summary>Timestamps of findings: written in UTC, read in every form Security Hub documents.</summary>
internal static class FindingTime
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds + ".FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// <c>YYYY-MM-DDTHH:MM:SS[.fraction of at most 9 digits](Z|±HH[:]MM)</c>, offset within 18 hours, as in "Timestamps", Security
    /// Hub API Reference. Below 100 ns the fraction is cut.
    /// </summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || text.Length is < 20 or > 36
            || !DateTime.TryParseExact(text.AsSpan(0, 19), Seconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        var rest = text.AsSpan(19);
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9)
                return false;
            var fraction = rest.Slice(1, Math.Min(digits, 7));
            local = local.AddTicks(long.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture) * (long)Math.Pow(10, 7 - fraction.Length));
            rest = rest[(1 + digits)..];
        }
        if (!TryParseOffset(rest, out var minutes) || local.Ticks - (minutes * TimeSpan.TicksPerMinute) is var utc && (utc < 0 || utc > DateTime.MaxValue.Ticks))
            return false;
        time = new DateTimeOffset(local.Ticks - (minutes * TimeSpan.TicksPerMinute), TimeSpan.Zero);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out long minutes)
    {
        minutes = 0;
        if (text is "Z")
            return true;
        if (text.Length is not (5 or 6) || text[0] is not ('+' or '-') || (text.Length == 6 && text[3] != ':'))
            return false;
        if (!int.TryParse(text.Slice(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out var rest)
            || rest > 59
            || (hours * 60) + rest > 18 * 60)
            return false;
        minutes = (text[0] == '-' ? -1 : 1) * ((hours * 60) + rest);
        return true;
    }
}
