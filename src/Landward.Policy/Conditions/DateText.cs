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

    public static long? Parse(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        if (digits.Length != YearDigits && digits.Length > 0 && CountDigits(digits) == digits.Length)
            return FromEpoch(text, milliseconds: digits.Length >= MillisecondDigits);
        return FromCalendar(text);
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
            count++;
        return count;
    }

    // yyyy[-MM[-dd[Thh:mm[:ss[.fffffff]][zone]]]]: the forms of the W3C note. Written out because the framework's reader allocates.
    private static long? FromCalendar(ReadOnlySpan<char> text)
    {
        int month = 1, day = 1, hour = 0, minute = 0, second = 0;
        var (fraction, offset) = (0L, 0);
        if (!TakeNumber(ref text, YearDigits, out var year))
            return null;
        var complete = text.IsEmpty
            || (Take(ref text, '-') && TakeNumber(ref text, 2, out month) && (text.IsEmpty
            || (Take(ref text, '-') && TakeNumber(ref text, 2, out day) && (text.IsEmpty
            || (Take(ref text, 'T') && TakeNumber(ref text, 2, out hour) && Take(ref text, ':') && TakeNumber(ref text, 2, out minute)
                && (!Take(ref text, ':') || (TakeNumber(ref text, 2, out second) && TakeFraction(ref text, out fraction)))
                && TakeZone(ref text, out offset) && text.IsEmpty)))));
        if (!complete || year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return null;
        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + fraction - (offset * TimeSpan.TicksPerMinute);
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? ticks : null;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> text, int digits, out int number)
    {
        number = 0;
        if (text.Length < digits || !int.TryParse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return false;
        text = text[digits..];
        return true;
    }

    private static bool TakeFraction(ref ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!Take(ref text, '.'))
            return true;
        var digits = CountDigits(text);
        if (digits is 0 or > 7)
            return false;
        ticks = long.Parse(text[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = digits; i < 7; i++)
            ticks *= 10;
        text = text[digits..];
        return true;
    }

    /// <param name="minutes">East of Greenwich; no zone means UTC.</param>
    private static bool TakeZone(ref ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text.IsEmpty || Take(ref text, 'Z'))
            return true;
        var sign = text[0] == '-' ? -1 : 1;
        if ((!Take(ref text, '+') && !Take(ref text, '-')) || !TakeNumber(ref text, 2, out var hours) || !Take(ref text, ':') || !TakeNumber(ref text, 2, out var rest) || hours > 14 || rest > 59)
            return false;
        minutes = sign * ((hours * 60) + rest);
        return true;
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
