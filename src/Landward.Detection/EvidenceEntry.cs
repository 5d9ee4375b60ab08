using System.Text;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// An event as evidence cites it, in room that is used again: of a finding with a million events twenty are cited, and nobody knows
/// which before the last one.
/// </summary>
internal sealed class EvidenceEntry
{
    private byte[] _text = new byte[96];
    private int _idEnd;
    private int _sourceEnd;
    private int _nameEnd;
    private int _end;
    private bool _hasError;
    private long _ticks;
    private string? _origin;

    public DateTimeOffset Time => new(_ticks, TimeSpan.Zero);

    public void Set(CloudTrailEvent @event, DateTimeOffset time, ReadOnlySpan<byte> id, string origin)
    {
        var error = @event.Span(CloudTrailField.ErrorCode);
        (_ticks, _origin, _hasError) = (time.UtcTicks, origin, !error.IsEmpty);
        Write(id, @event.Span(CloudTrailField.EventSource), @event.Span(CloudTrailField.EventName), error);
    }

    public void Set(Evidence evidence)
    {
        (_ticks, _origin, _hasError) = (evidence.Time.UtcTicks, evidence.Origin, evidence.ErrorCode is not null);
        Write(
            Encoding.UTF8.GetBytes(evidence.EventId),
            Encoding.UTF8.GetBytes(evidence.EventSource),
            Encoding.UTF8.GetBytes(evidence.EventName),
            Encoding.UTF8.GetBytes(evidence.ErrorCode ?? string.Empty));
    }

    public EvidenceEntry Copy() => new()
    {
        _text = [.. _text],
        _idEnd = _idEnd,
        _sourceEnd = _sourceEnd,
        _nameEnd = _nameEnd,
        _end = _end,
        _hasError = _hasError,
        _ticks = _ticks,
        _origin = _origin,
    };

    /// <summary>By time, then by id: zero for the same event, whatever the origin.</summary>
    public int CompareEvent(EvidenceEntry other)
    {
        var byTime = _ticks.CompareTo(other._ticks);
        return byTime != 0 ? byTime : _text.AsSpan(0, _idEnd).SequenceCompareTo(other._text.AsSpan(0, other._idEnd));
    }

    /// <summary>By event, then by origin.</summary>
    public int CompareWhole(EvidenceEntry other)
    {
        var byEvent = CompareEvent(other);
        return byEvent != 0 ? byEvent : string.CompareOrdinal(_origin, other._origin);
    }

    public Evidence ToEvidence() => new(
        Text(0, _idEnd), Time, Text(_idEnd, _sourceEnd), Text(_sourceEnd, _nameEnd), _hasError ? Text(_nameEnd, _end) : null, _origin);

    private string Text(int start, int end) => Encoding.UTF8.GetString(_text, start, end - start);

    private void Write(ReadOnlySpan<byte> id, ReadOnlySpan<byte> source, ReadOnlySpan<byte> name, ReadOnlySpan<byte> error)
    {
        var length = id.Length + source.Length + name.Length + error.Length;
        if (length > _text.Length)
            _text = new byte[length + 16];
        _idEnd = id.Length;
        _sourceEnd = _idEnd + source.Length;
        _nameEnd = _sourceEnd + name.Length;
        _end = length;
        id.CopyTo(_text);
        source.CopyTo(_text.AsSpan(_idEnd));
        name.CopyTo(_text.AsSpan(_sourceEnd));
        error.CopyTo(_text.AsSpan(_nameEnd));
    }
}
