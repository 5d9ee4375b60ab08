using System.Buffers.Binary;
using Landward.Logs;

namespace Landward.Detection.Callers;

/// <summary>The hours of which there are events at all.</summary>
internal sealed class LogCoverage
{
    private const int MaxDays = 40_000;
    private const int HoursBefore = 2;

    /// <summary>No session of a role lives longer: "Methods to assume a role", AWS Identity and Access Management User Guide.</summary>
    private const int LongestSession = 12;

    private readonly HourTable _days = new(MaxDays);
    private readonly byte[] _last = new byte["2026-03-10T12".Length];
    private int? _total;

    public void See(CloudTrailEvent @event)
    {
        var time = @event.Span(CloudTrailField.EventTime);
        // Events of a file are of the same hour, or nearly so.
        if (time.Length < _last.Length || time[.._last.Length].SequenceEqual(_last))
            return;
        time[.._last.Length].CopyTo(_last);
        var hour = HourOf(EventActor.Time(@event));
        _days.Add(Key(hour), Bit(hour));
        _total = null;
    }

    public void Merge(LogCoverage other)
    {
        _days.Merge(other._days);
        _total = null;
    }

    /// <summary>
    /// Whether the beginning of a session should be in the logs. They have events of both hours before it, which is more than what was
    /// logged together with it; or they are the logs of half a day, and few sessions are older than they are.
    /// </summary>
    public bool HoldsBeginning(long hour)
    {
        if ((_total ??= _days.Total()) >= LongestSession)
            return true;
        for (var before = 1; before <= HoursBefore; before++)
        {
            if ((_days.Bits(Key(hour - before)) & Bit(hour - before)) == 0)
                return false;
        }
        return true;
    }

    /// <summary>Hours since 1970.</summary>
    public static long HourOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 3600;

    private static ulong Bit(long hour) => 1UL << (int)(hour % 24);

    private static ulong Key(long hour)
    {
        Span<byte> day = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(day, hour / 24);
        return KeyedHash.Of(day);
    }
}
