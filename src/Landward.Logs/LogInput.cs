using System.Buffers;
using System.Runtime.ExceptionServices;
using Landward.Logs.Gzip;

namespace Landward.Logs;

/// <summary>
/// Uncompresses a log straight into the buffers of whoever reads it. Gzip is told from plain by the first two bytes, whatever the file
/// is called (RFC 1952, section 2.3.1); what is compressed twice is uncompressed once.
/// </summary>
/// <param name="source">The log as it is stored, which this owns.</param>
/// <param name="length">How long it was when it was found; one that has just that length then has ended, others are read to their ends.</param>
internal sealed class LogInput(Stream source, long? length) : IAsyncDisposable, IDisposable
{
    /// <summary>How much of a buffer behind the limit may be written.</summary>
    public const int Slack = GzipDecoder.Slack;

    /// <summary>How much of what was read before must stand before what comes next.</summary>
    public const int Window = GzipDecoder.Window;

    private const int Length = 64 * 1024;
    private const int MagicLength = 2;

    /// <summary>Decoders hold large tables: each thread keeps one for its next log.</summary>
    [ThreadStatic]
    private static GzipDecoder? _spare;

    private byte[] _bytes = [];
    private int _from;
    private int _end;
    private long _received;
    private bool _isFinal;
    private bool _isOpened;
    private GzipDecoder? _gzip;
    private Exception? _failure;

    /// <summary>
    /// Reads into a buffer behind what was read before, of which at least a <see cref="Window"/> stands in front. When the log fails,
    /// what came before that is read first; then every read fails.
    /// </summary>
    /// <param name="buffer">The buffer, with <see cref="Slack"/> bytes behind the limit.</param>
    /// <param name="at">Behind what was read so far.</param>
    /// <param name="limit">How far to read at most, but for a match of deflate.</param>
    /// <returns>How many bytes were read; 0 at the end.</returns>
    public int Read(byte[] buffer, int at, int limit)
    {
        int count;
        while (!TryDecode(buffer, at, limit, out count))
        {
            if (IsPlain)
                return source.Read(buffer, at, limit - at);
            Receive(source.Read(_bytes, _end, _bytes.Length - _end));
        }
        return count;
    }

    /// <summary>As <see cref="Read"/>, of a source that has to be waited for.</summary>
    public async ValueTask<int> ReadAsync(byte[] buffer, int at, int limit, CancellationToken cancellationToken)
    {
        int count;
        while (!TryDecode(buffer, at, limit, out count))
        {
            if (IsPlain)
                return await source.ReadAsync(buffer.AsMemory(at, limit - at), cancellationToken);
            Receive(await source.ReadAsync(_bytes.AsMemory(_end), cancellationToken));
        }
        return count;
    }

    /// <summary>Lets every read from now on fail like one that did.</summary>
    public void Fail(Exception failure) => _failure = failure;

    public void Dispose()
    {
        Release();
        source.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Release();
        return source.DisposeAsync();
    }

    private bool IsPlain => _isOpened && _gzip is null;

    /// <summary>Takes what can be had of the bytes at hand; false when more are needed first.</summary>
    private bool TryDecode(byte[] buffer, int at, int limit, out int count)
    {
        count = 0;
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
        if (!_isOpened && !TryOpen())
            return false;
        var to = at;
        if (_gzip is null)
        {
            to += Math.Min(limit - at, _end - _from);
            _bytes.AsSpan(_from, to - at).CopyTo(buffer.AsSpan(at));
            _from += to - at;
            count = to - at;
            return count > 0 || _isFinal;
        }
        var ended = false;
        try
        {
            ended = _gzip.Decode(_bytes.AsSpan(0, _end), ref _from, _isFinal, buffer, ref to, limit);
        }
        catch (InvalidDataException exception)
        {
            _failure = exception;
            if (to == at)
                throw;
        }
        count = to - at;
        return count > 0 || ended || Reserve();
    }

    /// <summary>Looks at the first bytes; false when they are not all there.</summary>
    private bool TryOpen()
    {
        if (_end < MagicLength && !_isFinal)
            return Reserve();
        _isOpened = true;
        if (GzipDecoder.IsGzip(_bytes.AsSpan(0, _end)))
        {
            _gzip = _spare ?? new GzipDecoder();
            _spare = null;
            _gzip.Reset();
        }
        return true;
    }

    /// <summary>Makes room for more bytes behind those that are not consumed; false, for they are not there yet.</summary>
    private bool Reserve()
    {
        if (_bytes.Length == 0)
            _bytes = ArrayPool<byte>.Shared.Rent(Length);
        _bytes.AsSpan(_from, _end - _from).CopyTo(_bytes);
        _end -= _from;
        _from = 0;
        return false;
    }

    private void Receive(int count)
    {
        _end += count;
        _received += count;
        _isFinal = count == 0 || _received == length;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _from = _end = 0;
        if (_gzip is not null)
            _spare = _gzip;
        _gzip = null;
        _failure ??= new ObjectDisposedException(nameof(LogInput));
    }
}
