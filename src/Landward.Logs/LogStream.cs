using System.Buffers;

namespace Landward.Logs;

/// <summary>The uncompressed content of a log, whose beginning can be looked at before it is read.</summary>
internal sealed class LogStream : Stream
{
    /// <summary>What is uncompressed at once for those who read it as a stream.</summary>
    private const int ContentLength = 128 * 1024;

    private readonly LogInput _input;
    private readonly bool _isSynchronous;
    private byte[] _content = [];
    private int _at;
    private int _end;

    /// <param name="source">The log as it is stored, which the stream owns.</param>
    /// <param name="length">How long that is, as far as it is known.</param>
    /// <param name="isSynchronous">Whether asking it asynchronously would only pass the work to another thread.</param>
    public LogStream(Stream source, long? length, bool isSynchronous) => (_input, _isSynchronous) = (new LogInput(source, length), isSynchronous);

    /// <summary>What was looked at and not read yet.</summary>
    public ReadOnlySpan<byte> First => _content.AsSpan(_at, _end - _at);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The content of a source, which may be opened as such a stream already.</summary>
    public static async ValueTask<LogStream> OpenAsync(LogSource source, CancellationToken cancellationToken)
    {
        var stream = await source.Open(cancellationToken);
        return stream as LogStream ?? new LogStream(stream, source.Length, source.IsSynchronous);
    }

    /// <summary>
    /// Looks at the first bytes, at least as many if there are. When the log fails, those before the failure are there, and whoever
    /// reads on meets it.
    /// </summary>
    public async ValueTask PeekAsync(int atLeast, CancellationToken cancellationToken)
    {
        _content = ArrayPool<byte>.Shared.Rent(atLeast + LogInput.Slack);
        try
        {
            for (var read = -1; read != 0 && _end < atLeast; _end += read)
                read = await NextAsync(_content, _end, atLeast, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _input.Fail(exception);
        }
    }

    /// <summary>
    /// Reads straight into a buffer, as <see cref="LogInput.Read"/> does. Whoever does so never reads otherwise.
    /// </summary>
    public ValueTask<int> AppendAsync(byte[] buffer, int at, int limit, CancellationToken cancellationToken) =>
        _at < _end ? new ValueTask<int>(Take(buffer.AsSpan(at, limit - at))) : NextAsync(buffer, at, limit, cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && !buffer.IsEmpty)
        {
            MakeRoom();
            _end += _input.Read(_content, _end, _content.Length - LogInput.Slack);
        }
        return Take(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _isSynchronous || _at < _end ? new ValueTask<int>(Read(buffer.Span)) : TakeAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        Release();
        await _input.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            _input.Dispose();
        }
        base.Dispose(disposing);
    }

    private ValueTask<int> NextAsync(byte[] buffer, int at, int limit, CancellationToken cancellationToken) =>
        _isSynchronous ? new ValueTask<int>(_input.Read(buffer, at, limit)) : _input.ReadAsync(buffer, at, limit, cancellationToken);

    private async ValueTask<int> TakeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        MakeRoom();
        _end += await _input.ReadAsync(_content, _end, _content.Length - LogInput.Slack, cancellationToken);
        return Take(buffer.Span);
    }

    private int Take(Span<byte> target)
    {
        var count = Math.Min(target.Length, _end - _at);
        _content.AsSpan(_at, count).CopyTo(target);
        _at += count;
        return count;
    }

    /// <summary>Keeps of what was read only the window that the next bytes may be copied from.</summary>
    private void MakeRoom()
    {
        var kept = _content.AsSpan(Math.Max(0, _end - LogInput.Window), Math.Min(_end, LogInput.Window));
        if (_content.Length < ContentLength)
        {
            var larger = ArrayPool<byte>.Shared.Rent(ContentLength);
            kept.CopyTo(larger);
            Release(larger);
        }
        else if (_content.Length - _end < ContentLength / 2)
        {
            kept.CopyTo(_content);
        }
        else
        {
            return;
        }
        _at = _end = kept.Length;
    }

    private void Release(byte[]? next = null)
    {
        if (_content.Length > 0)
            ArrayPool<byte>.Shared.Return(_content);
        _content = next ?? [];
        _at = _end = 0;
    }
}
