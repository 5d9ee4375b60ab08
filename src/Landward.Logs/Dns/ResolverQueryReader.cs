using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Landward.Model;

namespace Landward.Logs.Dns;

/// <summary>
/// Reads Route 53 Resolver query logs of any size in bounded memory: JSON objects one a line, or in an array. What is damaged becomes a
/// diagnostic that names the log; everything else is read.
/// </summary>
/// <param name="content">The log, uncompressed (see <see cref="LogContent"/>); opened by the first read.</param>
public sealed class ResolverQueryReader(LogSource content) : IAsyncDisposable
{
    /// <summary>A record has a name of 255 bytes and a handful of answers; this is far beyond.</summary>
    private const int MaxRecord = 1024 * 1024;

    private const int InitialBuffer = 256 * 1024;

    /// <summary>What is uncompressed at once: it is looked through while the processor's caches hold it.</summary>
    private const int Piece = 64 * 1024;

    private const int ListedProblems = 20;

    private readonly ResolverQueryParser _parser = new();
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBuffer);
    private LogStream? _stream;
    private int _start;
    private int _end;
    private long _discarded;
    private long _problems;
    private bool _skippingLine;
    private bool _isFinal;
    private bool _failed;

    /// <summary>The query that was read last; its content changes with the next read.</summary>
    public ResolverQuery Current { get; } = new();

    public bool Opened => _stream is not null;

    public long QueriesRead { get; private set; }

    /// <summary>What was wrong with the log so far; at most 20 problems are listed one by one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics =>
        _problems > ListedProblems ? [.. _diagnostics, LogDiagnostics.More(content.Origin, _problems - ListedProblems)] : _diagnostics.ToImmutable();

    /// <summary>Moves to the next query; false at the end of the log. Errors of the stream end the log with a diagnostic.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TryRead())
                return true;
            if (_isFinal)
                return false;
            await FillAsync(cancellationToken);
        }
    }

    /// <summary>Reads within the buffer; false when it needs more bytes.</summary>
    public bool TryRead()
    {
        while (_start < _end)
        {
            var bytes = _buffer.AsSpan(_start, _end - _start);
            if (_skippingLine)
            {
                var newline = bytes.IndexOf((byte)'\n');
                _start = newline < 0 ? _end : _start + newline + 1;
                _skippingLine = newline < 0;
                continue;
            }
            switch (bytes[0])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']' or 0xEF or 0xBB or 0xBF:
                    _start++;
                    break;
                case (byte)'{':
                    if (!TryReadRecord(bytes, out var isQuery))
                        return false;
                    if (isQuery)
                        return true;
                    break;
                default:
                    SkipLine(LogDiagnostics.NotJson(content.Origin, Offset, "a record must be a JSON object."));
                    break;
            }
        }
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (_stream is not null)
            await _stream.DisposeAsync();
    }

    private long Offset => _discarded + _start;

    /// <summary>False when the record goes on behind the buffer's end.</summary>
    private bool TryReadRecord(ReadOnlySpan<byte> bytes, out bool isQuery)
    {
        isQuery = false;
        try
        {
            if (!ResolverQueryScanner.TryRead(bytes, Current, out var consumed, out isQuery) && !_parser.TryParse(bytes, _isFinal, Current, out consumed, out isQuery))
            {
                if (!_isFinal && bytes.Length < MaxRecord)
                    return false;
                SkipLine(_isFinal ? LogDiagnostics.EndsEarly(content.Origin, Offset) : LogDiagnostics.TooLarge(content.Origin, Offset, MaxRecord));
                return true;
            }
            Current.Json = _buffer.AsMemory(_start, consumed);
            _start += consumed;
            if (isQuery)
                QueriesRead++;
            else
                Report(DnsDiagnostics.NotAQuery(content.Origin, Offset));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            isQuery = false;
            if (_isFinal && bytes.IndexOf((byte)'\n') < 0)
                SkipLine(_failed ? null : LogDiagnostics.EndsEarly(content.Origin, Offset));
            else
                SkipLine(LogDiagnostics.NotJson(content.Origin, Offset, "the record is malformed or nested too deeply."));
        }
        return true;
    }

    private void SkipLine(Diagnostic? problem)
    {
        if (problem is not null)
            Report(problem);
        _skippingLine = true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            _stream ??= await LogStream.OpenAsync(content, cancellationToken);
            MakeRoom();
            var count = await _stream.AppendAsync(_buffer, _end, _end + Piece, cancellationToken);
            _end += count;
            _isFinal = count == 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            (_isFinal, _failed) = (true, true);
            Report(exception is InvalidDataException ? LogDiagnostics.BadGzip(content.Origin, QueriesRead) : LogDiagnostics.Unreadable(content.Origin, exception.Message));
        }
    }

    /// <summary>Keeps what is not read yet, and the window that the next bytes may be copied from; grows where that does not help.</summary>
    private void MakeRoom()
    {
        if (HasRoom)
            return;
        var gone = Math.Min(_start, Math.Max(0, _end - LogInput.Window));
        _buffer.AsSpan(gone, _end - gone).CopyTo(_buffer);
        _discarded += gone;
        _end -= gone;
        _start -= gone;
        if (HasRoom)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private bool HasRoom => _buffer.Length - _end >= Piece + LogInput.Slack;

    private void Report(Diagnostic diagnostic)
    {
        if (++_problems <= ListedProblems)
            _diagnostics.Add(diagnostic);
    }
}
