using System.Collections.Immutable;
using System.Text.Unicode;
using Landward.Model;

namespace Landward.Logs;

/// <summary>
/// Reads CloudTrail events from a stream of any size in bounded memory: gzip or plain; <c>{"Records": [...]}</c>, a JSON array, or one
/// event after the other (usually one a line). What is damaged becomes a diagnostic that names the log; everything else is read.
/// </summary>
/// <remarks>
/// (1) What is read is indexed (<see cref="StopIndex"/>); (2) <see cref="ReadAsync"/> walks the next record where it stands in the
/// buffer, checking that it is JSON and UTF-8 to its last byte; (3) when the record goes on behind the buffer's end, the rest is moved
/// to the front, the buffer filled up (or grown, up to the largest event allowed) and the record walked again; (4) a record that is no
/// JSON is skipped by its brackets inside an array, by the end of its line otherwise.
/// </remarks>
public sealed class CloudTrailReader : IAsyncDisposable
{
    /// <summary>CloudTrail's own limit is 256 KB for an event delivered elsewhere, and some files hold larger ones; 16 MB is no event.</summary>
    public const int DefaultMaxEventBytes = 16 * 1024 * 1024;

    /// <summary>Small logs are read as a whole before the first event is looked at.</summary>
    private const int FirstRead = 32 * 1024;

    private const int ByteOrderMarkLength = 3;
    private const int ListedProblems = 20;

    /// <summary>Arrays and wrappers of events may stand in each other, as when files are concatenated; not deeper than this.</summary>
    private const int NestedArrays = 16;

    private readonly int _maxEventBytes;
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private readonly Stack<bool> _wrappers = new();
    private readonly RecordScanner _scanner = new();
    private readonly LogBuffer _buffer = new();
    private LogSource _source = new("", _ => Task.FromResult(Stream.Null));
    private LogStream? _content;
    private Func<long, Diagnostic>? _damage;
    private int _needed;
    private bool _started;
    private bool _done;
    private long _problems;
    private Skipping _skipping;
    private ObjectSkipper _skipper;

    /// <summary>A reader of nothing, until <see cref="Reset"/> gives it a source.</summary>
    /// <param name="maxEventBytes">Larger records are skipped with a diagnostic.</param>
    public CloudTrailReader(int maxEventBytes = DefaultMaxEventBytes) => _maxEventBytes = maxEventBytes;

    /// <param name="source">Opened by the first read.</param>
    /// <param name="maxEventBytes">Larger records are skipped with a diagnostic.</param>
    public CloudTrailReader(LogSource source, int maxEventBytes = DefaultMaxEventBytes)
        : this(maxEventBytes) => Reset(source);

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
    public bool Opened { get; private set; }

    /// <summary>How many events were read so far.</summary>
    public long EventsRead { get; private set; }

    /// <summary>What was wrong with the log so far; at most 20 problems are listed one by one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        _problems > ListedProblems ? [.. _diagnostics, LogDiagnostics.More(Origin, _problems - ListedProblems)] : _diagnostics.ToImmutable();

    /// <summary>Leaves the source and starts with another one. Buffers are kept: use one reader for many small logs.</summary>
    public void Reset(LogSource source)
    {
        _content?.Dispose();
        _content = null;
        _source = source;
        _buffer.Reset();
        _diagnostics.Clear();
        _wrappers.Clear();
        _damage = null;
        _needed = FirstRead;
        _problems = 0;
        _skipping = Skipping.Nothing;
        _started = _done = Opened = false;
        EventsRead = 0;
        Current.Reset();
    }

    /// <summary>Moves to the next event; false at the end of the log. Errors of the stream end the log with a diagnostic.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (!_done)
        {
            if (_started && TryRead())
                return true;
            if (_done)
                break;
            if (_buffer.IsFinal)
            {
                Finish();
                break;
            }
            await FillAsync(cancellationToken);
        }
        if (_content is { } content)
        {
            _content = null;
            await content.DisposeAsync();
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        Current.Dispose();
        _buffer.Dispose();
        if (_content is not null)
            await _content.DisposeAsync();
    }

    /// <summary>Moves to the next event within the buffer; false when it needs more bytes.</summary>
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
            var bytes = _buffer.Rest;
            var gap = bytes is [(byte)',', (byte)'{', ..] ? 1 : bytes.IndexOfAnyExcept(" \t\r\n,"u8);
            if (gap < 0)
            {
                _buffer.Start = _buffer.End;
                return false;
            }
            _buffer.Start += gap;
            switch (bytes[gap])
            {
                case (byte)'{':
                    if (!ReadRecord(out var isEvent))
                        return false;
                    if (isEvent)
                        return true;
                    break;
                case (byte)'[' when _wrappers.Count < NestedArrays:
                    _buffer.Start++;
                    _wrappers.Push(false);
                    break;
                case (byte)']' when _wrappers.TryPop(out var isWrapper):
                    _buffer.Start++;
                    if (isWrapper)
                        (_skipping, _skipper) = (Skipping.Record, new ObjectSkipper(depth: 1));
                    break;
                default:
                    if (IsForeign())
                        return false;
                    if (Lists())
                        _diagnostics.Add(LogDiagnostics.NotJson(Origin, Offset, "it does not start with `{`."));
                    SkipForeignElement(bytes[gap]);
                    break;
            }
        }
    }

    private string Origin => _source.Origin;

    private long Offset => _buffer.Offset(_buffer.Start);

    /// <summary>Content of a file nobody named that is no JSON from its first byte on: not a log, and no problem.</summary>
    private bool IsForeign()
    {
        if (_source.Expected || EventsRead > 0 || _problems > 0)
            return false;
        Opened = false;
        _done = true;
        return true;
    }

    /// <summary>Reads the record at the start; false when it goes on behind the end.</summary>
    private bool ReadRecord(out bool isEvent)
    {
        isEvent = false;
        var parsed = _scanner.Scan(_buffer.Bytes, _buffer.Start, _buffer.End, _buffer.Stops, Current, out var consumed);
        switch (parsed)
        {
            case ParsedRecord.Incomplete when !_buffer.IsFinal && _buffer.Rest.Length <= _maxEventBytes:
                _needed = Math.Min(_buffer.Rest.Length * 2, _maxEventBytes + 1);
                return false;
            case ParsedRecord.Event or ParsedRecord.Other when consumed > _maxEventBytes:
                if (Lists())
                    _diagnostics.Add(LogDiagnostics.TooLarge(Origin, Offset, _maxEventBytes));
                break;
            case ParsedRecord.Incomplete when _buffer.IsFinal && (_wrappers.Count > 0 || _buffer.Rest.IndexOf((byte)'\n') < 0):
                Finish();
                return false;
            case ParsedRecord.Incomplete or ParsedRecord.Malformed or ParsedRecord.TooDeep:
                if (Lists())
                    _diagnostics.Add(WhyNot(parsed));
                (_skipping, _skipper) = _wrappers.Count > 0 ? (Skipping.Record, new ObjectSkipper(0)) : (Skipping.Line, default);
                return true;
            case ParsedRecord.Wrapper:
                _wrappers.Push(true);
                break;
            case ParsedRecord.Event when !_buffer.IsAscii(_buffer.Start) && !Utf8.IsValid(_buffer.Rest[..consumed]):
                if (Lists())
                    _diagnostics.Add(LogDiagnostics.NotUtf8(Origin, Offset));
                break;
            case ParsedRecord.Event:
                Current.SetJson(_buffer.Bytes, _buffer.Start, consumed);
                EventsRead++;
                isEvent = true;
                break;
            default:
                if (Lists())
                    _diagnostics.Add(LogDiagnostics.NotCloudTrail(Origin, Offset));
                break;
        }
        _buffer.Start += consumed;
        return true;
    }

    private Diagnostic WhyNot(ParsedRecord parsed) => parsed switch
    {
        ParsedRecord.Incomplete when !_buffer.IsFinal => LogDiagnostics.TooLarge(Origin, Offset, _maxEventBytes),
        ParsedRecord.Incomplete => LogDiagnostics.NotJson(Origin, Offset, "it does not end."),
        ParsedRecord.TooDeep => LogDiagnostics.NotJson(Origin, Offset, $"it is nested more than {CloudTrailEvent.MaxDepth} levels deep."),
        _ => LogDiagnostics.NotJson(Origin, Offset, $"what stands at byte {_buffer.Offset(_scanner.Fault)} cannot stand there."),
    };

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

    private bool Skip()
    {
        var bytes = _buffer.Rest;
        if (_skipping == Skipping.Record)
        {
            var closed = _skipper.Skip(bytes, out var consumed);
            _buffer.Start += consumed;
            if (closed)
                _skipping = Skipping.Nothing;
            return closed;
        }
        // An element that is no object has no inner structure worth following: the next comma or bracket ends it.
        var boundary = _skipping == Skipping.Line ? bytes.IndexOf((byte)'\n') : bytes.IndexOfAny((byte)',', (byte)']');
        _buffer.Start = boundary < 0 ? _buffer.End : _buffer.Start + boundary + (_skipping == Skipping.Line ? 1 : 0);
        if (boundary >= 0)
            _skipping = Skipping.Nothing;
        return boundary >= 0;
    }

    private void Finish()
    {
        _done = true;
        var isCut = _buffer.Start < _buffer.End || _wrappers.Count > 0 || _skipping == Skipping.Record;
        if ((_damage is not null || isCut) && Lists())
            _diagnostics.Add(_damage is null ? LogDiagnostics.EndsEarly(Origin, Offset) : _damage(EventsRead));
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_content is null)
            {
                _content = await LogStream.OpenAsync(_source, cancellationToken);
                Opened = true;
            }
            // A record that did not fit is walked again only when twice as much is there: linear work however small the pieces.
            await _buffer.FillAsync(_content, _needed, cancellationToken);
        }
        catch (InvalidDataException)
        {
            // What was decompressed before the damage is in the buffer: it is read before the damage is reported.
            _damage = events => LogDiagnostics.BadGzip(Origin, events);
            _buffer.Finish();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _damage = _ => LogDiagnostics.Unreadable(Origin, exception.Message);
            _buffer.Finish();
        }
        _needed = 0;
        if (!_started && _buffer.Rest.StartsWith("\uFEFF"u8))
            _buffer.Start += ByteOrderMarkLength;
        _started = true;
    }

    /// <summary>Counts a problem; whether it is one of the first, which are listed.</summary>
    private bool Lists() => ++_problems <= ListedProblems;
}
