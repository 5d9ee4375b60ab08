using System.Buffers;

namespace Landward.Logs;

/// <summary>
/// A stretch of a log's uncompressed bytes, indexed as far as it is filled. It is filled in pieces that fit into the processor's
/// caches, so that each is looked at while it is there.
/// </summary>
internal sealed class LogBuffer : IDisposable
{
    private const int InitialLength = 256 * 1024;

    /// <summary>What is read at once.</summary>
    private const int Piece = 64 * 1024;

    /// <summary>A buffer that grew beyond this for one log is given back before the next.</summary>
    private const int LargestKept = 1024 * 1024;

    private readonly StopIndex _stops = new();
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialLength);
    private long _discarded;

    public byte[] Bytes => _bytes;

    /// <summary>The first byte that is not consumed.</summary>
    public int Start { get; set; }

    /// <summary>Behind the last byte that was read.</summary>
    public int End { get; private set; }

    /// <summary>Nothing follows behind <see cref="End"/>.</summary>
    public bool IsFinal { get; private set; }

    public ReadOnlySpan<byte> Rest => _bytes.AsSpan(Start, End - Start);

    /// <summary>The stops of the first <see cref="End"/> bytes.</summary>
    public ReadOnlySpan<byte> Stops => _stops.Bits;

    /// <summary>The place of a byte of the buffer in the log.</summary>
    public long Offset(int at) => _discarded + at;

    /// <summary>Whether all bytes from that one on are ASCII.</summary>
    public bool IsAscii(int from) => _stops.IsAscii(from);

    public void Reset()
    {
        if (_bytes.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(InitialLength);
        }
        Start = End = 0;
        _stops.Reset();
        _discarded = 0;
        IsFinal = false;
    }

    /// <summary>
    /// Reads until as many bytes are there, or the log ends. When it fails, what was read is there, the buffer is final and the
    /// failure is thrown.
    /// </summary>
    public async ValueTask FillAsync(LogStream log, int needed, CancellationToken cancellationToken)
    {
        var failed = true;
        try
        {
            do
            {
                MakeRoom();
                cancellationToken.ThrowIfCancellationRequested();
                var count = await log.AppendAsync(_bytes, End, Math.Min(End + Piece, Capacity), cancellationToken);
                End += count;
                IsFinal = count == 0;
            }
            while (!IsFinal && End - Start < needed);
            failed = false;
        }
        finally
        {
            if (failed)
                IsFinal = true;
            _stops.Fill(_bytes, End);
        }
    }

    /// <summary>Nothing can be read: the buffer ends where it is.</summary>
    public void Finish() => IsFinal = true;

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Start = End = 0;
    }

    private int Capacity => _bytes.Length - LogInput.Slack;

    /// <summary>Discards what is consumed and no window either, and grows when that does not help.</summary>
    private void MakeRoom()
    {
        if (Capacity - End >= Piece)
            return;
        var gone = StopIndex.Aligned(Math.Min(Start, Math.Max(0, End - LogInput.Window)));
        if (gone > 0)
        {
            _bytes.AsSpan(gone, End - gone).CopyTo(_bytes);
            _stops.Discard(gone);
            _discarded += gone;
            End -= gone;
            Start -= gone;
        }
        if (Capacity - End >= Piece)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, End).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
