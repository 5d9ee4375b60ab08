using System.Buffers.Binary;
using System.Globalization;

namespace Landward.Detection.Baselines;

/// <summary>Seconds of Unix time from an event's <c>eventTime</c>. The day is worked out once for neighbours of one day, the rest once for those of one second.</summary>
internal struct EventClock
{
    private const int DateLength = 10;
    private const int Length = 20;
    private ulong _dateStart;
    private ushort _dateEnd;
    private uint _day;
    private ulong _lastMiddle;
    private ulong _lastEnd;
    private uint _lastSeconds;

    /// <summary>Reads <c>2026-01-05T09:00:00Z</c>; false for any other form and for times before 1970 or after 2105.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out uint seconds)
    {
        seconds = 0;
        if (text.Length != Length || text[DateLength] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
            return false;
        var start = BinaryPrimitives.ReadUInt64LittleEndian(text);
        var middle = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
        var last = BinaryPrimitives.ReadUInt64LittleEndian(text[12..]);
        if (start == _dateStart && middle == _lastMiddle && last == _lastEnd)
        {
            seconds = _lastSeconds;
            return true;
        }
        var end = BinaryPrimitives.ReadUInt16LittleEndian(text[8..]);
        if (start != _dateStart || end != _dateEnd)
        {
            Span<char> date = stackalloc char[DateLength];
            System.Text.Encoding.Latin1.GetChars(text[..DateLength], date);
            if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                || day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber is not (>= 0 and < 49_000 and var number))
            {
                return false;
            }
            (_dateStart, _dateEnd, _day) = (start, end, (uint)number);
        }
        uint hour = Two(text[11..]), minute = Two(text[14..]), second = Two(text[17..]);
        if (hour > 23 || minute > 59 || second > 60)
            return false;
        seconds = (_day * 86_400) + (hour * 3600) + (minute * 60) + second;
        (_lastMiddle, _lastEnd, _lastSeconds) = (middle, last, seconds);
        return true;
    }

    /// <summary>Two digits; more than any part of a time when they are none.</summary>
    private static uint Two(ReadOnlySpan<byte> text)
    {
        uint tens = (uint)text[0] - '0', ones = (uint)text[1] - '0';
        return tens > 9 || ones > 9 ? uint.MaxValue : (tens * 10) + ones;
    }
}
