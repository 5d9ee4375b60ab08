using System.Buffers;
using System.Collections.Immutable;
using System.Text.Unicode;
using Landward.Model;

namespace Landward.Logs;

/// <summary>
/// Reads CloudTrail events from a stream of any size in bounded memory: gzip or plain; <c>{"Records": [...]}</c>, a JSON array, or one
/// event after the other (usually one a line). What is damaged becomes a diagnostic that names the log; everything else is read.
/// </summary>
/// <remarks>
/// (1) What is read is indexed (<see cref="StopIndex"/>); (2) <see cref="ReadAsync"/> walks the next record where it stands in the buffer,
/// checking that it is JSON and UTF-8 to its last byte; (3) when the record goes on behind the buffer's
/// end, the rest is moved to the front, the buffer filled up (or grown, up to the largest event allowed) and the record walked again;
/// (4) a record that cannot be parsed is skipped by its brackets inside an array, by the end of its line otherwise.
/// </remarks>
public sealed class CloudTrailReader : IAsyncDisposable
{
    /// <summary>CloudTrail's own limit is 256 KB for an event delivered elsewhere, and some files hold larger ones; 16 MB is no event.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    private const int InitialBuffer = 256 * 1024;
    private const int ByteOrderMarkLength = 3;
    private const int ListedProblems = 20;

    /// <summary>Arrays and wrappers of events may stand in each other, as when files are concatenated; not deeper than this.</summary>
    private const int NestedArrays = 16;

    private readonly string _origin;
    private readonly bool _expected;
    private readonly int _maxEventBytes;
    private readonly LogSource _source;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Stack<bool> _wrappers = new();
    private readonly StopIndex _stops = new();
    private readonly RecordScanner _scanner = new();
    private Stream? _raw;
    private Stream? _content;
    private Func<long, Diagnostic>? _damage;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private int _start;
    private int _end;
    private int _needed = ByteOrderMarkLength;
    private long _discarded;
    private bool _isFinal;
    private bool _started;
    private bool _done;
    private bool _foreign;
    private long _problems;
    private Skipping _skipping;
    private ObjectSkipper _skipper;

    /// <param name="source">Opened by the first read.</param>
    /// <param name="maxEventBytes">Larger records are skipped with a diagnostic.</param>
    public CloudTrailReader(LogSource source, int maxEventBytes = DefaultMaxEventBytes)
    {
        _source = source;
        _origin = source.Origin;
        _expected = source.Expected;
        _maxEventBytes = maxEventBytes;
    }

    private enum Skipping
    {
        Nothing,
        Record,
        Line,
        Element,
    }

    /// <summary>The event that was read last; its content changes with the next read.</summary>
    public CloudTrailEvent Current { get; } = new();

    /// <summary>Whether the source could be opened and was not passed over as something else than a log.</summary>
    public bool Opened => _raw is not null && !_foreign;

    /// <summary>How many events were read so far.</summary>
    public long EventsRead { get; private set; }

    /// <summary>What was wrong with the log so far; at most 20 problems are listed one by one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        _problems > ListedProblems ? [.. _diagnostics, LogDiagnostics.More(_origin, _problems - ListedProblems)] : _diagnostics.ToImmutable();

    /// <summary>Moves to the next event; false at the end of the log. Errors of the stream end the log with a diagnostic.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_done)
        {
            if (_started && TryRead())
                return true;
            if (_done)
                break;
            if (_isFinal)
            {
                Finish();
                break;
            }
            await FillAsync(cancellationToken);
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        Current.Dispose();
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (_content is not null)
            await _content.DisposeAsync();
        else if (_raw is not null)
            await _raw.DisposeAsync();
    }

    /// <summary>Parses within the buffer; false when it needs more bytes.</summary>
    public bool TryRead()
    {
        while (true)
        {
            if (_skipping != Skipping.Nothing)
            {
                if (!Skip())
                    return false;
                continue;
            }
            var bytes = _buffer.AsSpan(_start, _end - _start);
            var gap = bytes.IndexOfAnyExcept(" \t\r\n,"u8);
            if (gap < 0)
            {
                _start = _end;
                return false;
            }
            _start += gap;
            switch (bytes[gap])
            {
                case (byte)'{':
                    if (!ReadRecord(out var isEvent))
                        return false;
                    if (isEvent)
                        return true;
                    break;
                case (byte)'[' when _wrappers.Count < NestedArrays:
                    _start++;
                    _wrappers.Push(false);
                    break;
                case (byte)']' when _wrappers.TryPop(out var isWrapper):
                    _start++;
                    if (isWrapper)
                        (_skipping, _skipper) = (Skipping.Record, new ObjectSkipper(depth: 1));
                    break;
                default:
                    if (IsForeign())
                        return false;
                    Report(LogDiagnostics.NotJson(_origin, Offset, "it does not start with `{`."));
                    SkipForeignElement(bytes[gap]);
                    break;
            }
        }
    }

    private long Offset => _discarded + _start;

    /// <summary>Content of a file nobody named that is no JSON from its first byte on: not a log, and no problem.</summary>
    private bool IsForeign()
    {
        if (_expected || EventsRead > 0 || _problems > 0)
            return false;
        _foreign = true;
        _done = true;
        return true;
    }

    private bool ReadRecord(out bool isEvent)
    {
        isEvent = false;
        var bytes = _buffer.AsSpan(_start, _end - _start);
        var parsed = _scanner.Scan(_buffer, _start, _end, _stops.Bits, Current, out var consumed);
        switch (parsed)
        {
            case ParsedRecord.Incomplete when _isFinal && (_wrappers.Count > 0 || bytes.IndexOf((byte)'\n') < 0):
                Finish();
                return false;
            case ParsedRecord.Incomplete when _isFinal:
                Report(LogDiagnostics.NotJson(_origin, Offset, "it does not end."));
                SkipRecord();
                return true;
            case ParsedRecord.Incomplete:
                if (bytes.Length < _maxEventBytes)
                {
                    _needed = bytes.Length * 2;
                    return false;
                }
                Report(LogDiagnostics.TooLarge(_origin, Offset, _maxEventBytes));
                SkipRecord();
                return true;
            case ParsedRecord.Malformed:
                Report(LogDiagnostics.NotJson(_origin, Offset, Reason()));
                SkipRecord();
                return true;
            case ParsedRecord.TooDeep:
                Report(LogDiagnostics.NotJson(_origin, Offset, "it is nested more than 128 levels deep."));
                SkipRecord();
                return true;
            case ParsedRecord.Wrapper:
                _wrappers.Push(true);
                break;
            case ParsedRecord.Event when !_stops.IsAscii && !Utf8.IsValid(bytes[..consumed]):
                Report(LogDiagnostics.NotUtf8(_origin, Offset));
                break;
            case ParsedRecord.Event:
                Current.SetJson(_buffer.AsMemory(_start, consumed));
                EventsRead++;
                isEvent = true;
                break;
            default:
                Report(LogDiagnostics.NotCloudTrail(_origin, Offset));
                break;
        }
        _start += consumed;
        return true;
    }

    /// <summary>What is no object is left out: by its brackets or quotes inside an array, by the end of its line otherwise.</summary>
    private void SkipForeignElement(byte first)
    {
        if (_wrappers.Count == 0)
            _skipping = Skipping.Line;
        else if (first == (byte)'[')
            (_skipping, _skipper) = (Skipping.Record, new ObjectSkipper(0));
        else
            _skipping = Skipping.Element;
    }

    private void SkipRecord() =>
        (_skipping, _skipper) = _wrappers.Count > 0 ? (Skipping.Record, new ObjectSkipper(0)) : (Skipping.Line, default);

    private bool Skip()
    {
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (_skipping == Skipping.Record)
        {
            var closed = _skipper.Skip(bytes, out var consumed);
            _start += consumed;
            if (closed)
                _skipping = Skipping.Nothing;
            return closed;
        }
        // An element that is no object has no inner structure worth following: the next comma or bracket ends it.
        var boundary = _skipping == Skipping.Line ? bytes.IndexOf((byte)'\n') : bytes.IndexOfAny((byte)',', (byte)']');
        _start = boundary < 0 ? _end : _start + boundary + (_skipping == Skipping.Line ? 1 : 0);
        if (boundary >= 0)
            _skipping = Skipping.Nothing;
        return boundary >= 0;
    }

    private void Finish()
    {
        _done = true;
        if (_damage is not null)
            Report(_damage(EventsRead));
        else if (_start < _end || _wrappers.Count > 0 || _skipping == Skipping.Record)
            Report(LogDiagnostics.EndsEarly(_origin, Offset));
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            _raw ??= await _source.Open(cancellationToken);
            if (_content is null)
                _content = await GzipDetection.OpenAsync(_raw, cancellationToken);
            // A record that did not fit is parsed again only when twice as much is there: linear work however small the pieces.
            do
            {
                MakeRoom();
                var count = await _content.ReadAsync(_buffer.AsMemory(_end, _buffer.Length - StopIndex.Padding - _end), cancellationToken);
                _end += count;
                _isFinal = count == 0;
            }
            while (!_isFinal && _end - _start < _needed);
            _needed = 0;
        }
        catch (InvalidDataException)
        {
            // What was decompressed before the damage is in the buffer: it is parsed before the damage is reported.
            EndWith(events => LogDiagnostics.BadGzip(_origin, events));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            EndWith(_ => LogDiagnostics.Unreadable(_origin, exception.Message));
        }
        _stops.Fill(_buffer, _end);
        if (!_started)
            SkipByteOrderMark();
        _started = true;
    }

    private void EndWith(Func<long, Diagnostic> damage) => (_damage, _isFinal) = (damage, true);

    private void SkipByteOrderMark()
    {
        if (_buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8))
            _start += ByteOrderMarkLength;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _discarded += _start;
            _end -= _start;
            _start = 0;
        }
        if (_end < _buffer.Length - StopIndex.Padding)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Report(Diagnostic diagnostic)
    {
        if (++_problems <= ListedProblems)
            _diagnostics.Add(diagnostic);
    }

    private string Reason() => $"byte {_discarded + _scanner.Fault} is not expected.";
}
