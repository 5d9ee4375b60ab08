using System.Buffers;
using System.Runtime.ExceptionServices;

namespace Landward.Logs;

/// <summary>A stream whose beginning can be looked at before it is read. It owns the other.</summary>
/// <param name="rest">The stream.</param>
/// <param name="isSynchronous">Whether asking it asynchronously would only pass the work to another thread.</param>
internal sealed class PeekedStream(Stream rest, bool isSynchronous) : Stream
{
    private const int Capacity = 4096;

    private byte[] _first = [];
    private int _at;
    private int _count;
    private Exception? _failure;

    /// <summary>What was looked at and not read yet.</summary>
    public ReadOnlySpan<byte> First => _first.AsSpan(_at, _count - _at);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Looks at the first bytes, at least as many if there are, at most 4,096. When the stream fails, those before the failure are
    /// there, and whoever reads on meets it.
    /// </summary>
    public async ValueTask PeekAsync(int atLeast, CancellationToken cancellationToken)
    {
        _first = ArrayPool<byte>.Shared.Rent(Capacity);
        try
        {
            for (var read = -1; read != 0 && _count < atLeast; _count += read)
            {
                read = isSynchronous
                    ? rest.Read(_first, _count, Capacity - _count)
                    : await rest.ReadAsync(_first.AsMemory(_count, Capacity - _count), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _failure = exception;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _count)
        {
            ThrowFailure();
            return rest.Read(buffer);
        }
        var count = Math.Min(buffer.Length, _count - _at);
        _first.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        if (_at == _count)
            Release();
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isSynchronous || _at < _count)
            return new ValueTask<int>(Read(buffer.Span));
        ThrowFailure();
        return rest.ReadAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await rest.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            rest.Dispose();
        }
        base.Dispose(disposing);
    }

    private void ThrowFailure()
    {
        if (_failure is not null)
            ExceptionDispatchInfo.Throw(_failure);
    }

    private void Release()
    {
        if (_first.Length > 0)
            ArrayPool<byte>.Shared.Return(_first);
        _first = [];
        _at = _count = 0;
    }
}
