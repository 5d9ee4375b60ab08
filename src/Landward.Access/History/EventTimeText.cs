using System.Buffers.Text;

namespace Landward.Access.History;

/// <summary>An eventTime, <c>2026-01-31T23:59:59Z</c>, read without making a text of it.</summary>
internal static class EventTimeText
{
    /// <returns>UTC ticks; null when the bytes are no such time.</returns>
    public static long? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
            return null;
        if (!Number(text[..4], out var year) || !Number(text[5..7], out var month) || !Number(text[8..10], out var day)
            || !Number(text[11..13], out var hour) || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
        {
            return null;
        }
        if (year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return null;
        return new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks;
    }

    private static bool Number(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out var read) && read == text.Length && text[0] is >= (byte)'0' and <= (byte)'9';
}
