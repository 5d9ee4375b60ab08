using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs.Dns;

/// <summary>
/// Reads a record as AWS writes it: members without blanks between them, whose values are ASCII strings without escapes, null, the list of
/// answers and the object of source ids. Whatever is written otherwise, whole or broken, is left to <see cref="ResolverQueryParser"/>,
/// which reads these alike.
/// </summary>
internal ref struct ResolverQueryScanner
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ResolverQuery _target;
    private int _at;
    private bool _isQuery;

    private ResolverQueryScanner(ReadOnlySpan<byte> bytes, ResolverQuery target)
    {
        _bytes = bytes;
        _target = target;
    }

    /// <summary>False when the record, from its opening brace on, is not such a one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, ResolverQuery target, out int consumed, out bool isQuery)
    {
        target.Reset();
        var scanner = new ResolverQueryScanner(bytes, target);
        var isRead = scanner.TryRead();
        (consumed, isQuery) = (scanner._at, isRead && scanner._isQuery && target.Time != 0);
        return isRead;
    }

    /// <summary>The usual form of a time, <c>2020-01-27T17:35:22Z</c>, in seconds since 1970.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length != 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
            return false;
        var bad = 0u;
        var year = (Two(text, 0, ref bad) * 100) + Two(text, 2, ref bad);
        var (month, day) = (Two(text, 5, ref bad), Two(text, 8, ref bad));
        var (hour, minute, second) = (Two(text, 11, ref bad), Two(text, 14, ref bad), Two(text, 17, ref bad));
        if (bad > 9 || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        seconds = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero).ToUnixTimeSeconds();
        return true;
    }

    private static int Two(ReadOnlySpan<byte> text, int at, ref uint bad)
    {
        var (tens, ones) = ((uint)text[at] - '0', (uint)text[at + 1] - '0');
        bad = Math.Max(bad, Math.Max(tens, ones));
        return (int)((tens * 10) + ones);
    }

    private bool TryRead()
    {
        if (!Take((byte)'{'))
            return false;
        do
        {
            if (!TryString(out var name) || !Take((byte)':') || !TryValue(ResolverQueryMembers.Of(name)))
                return false;
        }
        while (Take((byte)','));
        return Take((byte)'}');
    }

    private bool TryValue(ResolverQueryMember member)
    {
        if (member == ResolverQueryMember.Answers)
            return TryAnswers();
        if (member == ResolverQueryMember.SourceIds)
            return TrySourceIds();
        if (TakeNull())
            return member != ResolverQueryMember.Timestamp;
        if (!TryString(out var text))
            return false;
        if (member == ResolverQueryMember.Timestamp)
        {
            var isTime = TryTime(text, out var time);
            _target.Time = time;
            return isTime;
        }
        if (member != ResolverQueryMember.Other)
            _target.Set((ResolverQueryField)member, text);
        _isQuery |= member == (ResolverQueryMember)ResolverQueryField.QueryName;
        return true;
    }

    private bool TryAnswers()
    {
        if (!Take((byte)'['))
            return false;
        if (Take((byte)']'))
            return true;
        do
        {
            if (!Take((byte)'{'))
                return false;
            do
            {
                if (!TryString(out var name) || !Take((byte)':') || !TryString(out var text))
                    return false;
                if (name.SequenceEqual("Rdata"u8))
                    _target.AddAnswer(text);
            }
            while (Take((byte)','));
            if (!Take((byte)'}'))
                return false;
        }
        while (Take((byte)','));
        return Take((byte)']');
    }

    private bool TrySourceIds()
    {
        if (!Take((byte)'{'))
            return false;
        do
        {
            if (!TryString(out var name) || !Take((byte)':'))
                return false;
            if (TakeNull())
                continue;
            if (!TryString(out var text))
                return false;
            if (name.SequenceEqual("instance"u8))
                _target.Set(ResolverQueryField.Instance, text);
            else if (name.SequenceEqual("resolver_endpoint"u8))
                _target.Set(ResolverQueryField.ResolverEndpoint, text);
        }
        while (Take((byte)','));
        return Take((byte)'}');
    }

    private bool Take(byte character)
    {
        if (_at >= _bytes.Length || _bytes[_at] != character)
            return false;
        _at++;
        return true;
    }

    private bool TakeNull()
    {
        if (!_bytes[_at..].StartsWith("null"u8))
            return false;
        _at += 4;
        return true;
    }

    /// <summary>The text between two quotes; false where anything but plain ASCII stands between them, or the bytes end soon.</summary>
    private bool TryString(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!Take((byte)'"'))
            return false;
        ref var first = ref MemoryMarshal.GetReference(_bytes);
        for (var at = _at; at + Vector256<byte>.Count <= _bytes.Length; at += Vector256<byte>.Count)
        {
            var vector = Vector256.LoadUnsafe(ref first, (nuint)at);
            // Below a blank, signed, are the control characters and all that is not ASCII.
            var stops = (Vector256.Equals(vector, Vector256.Create((byte)'"')) | Vector256.Equals(vector, Vector256.Create((byte)'\\'))
                | Vector256.LessThan(vector.AsSByte(), Vector256.Create((sbyte)' ')).AsByte()).ExtractMostSignificantBits();
            if (stops == 0)
                continue;
            at += BitOperations.TrailingZeroCount(stops);
            text = _bytes[_at..at];
            _at = at + 1;
            return _bytes[at] == '"';
        }
        return false;
    }
}
