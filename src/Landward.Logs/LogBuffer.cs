using System.Buffers;

namespace Landward.Logs;

/// <summary>A window of a log's uncompressed bytes, indexed as far as it is filled.</summary>
internal sealed class LogBuffer : IDisposable
{
    private const int InitialLength = 256 * 1024;

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

    public bool IsAscii => _stops.IsAscii;

    /// <summary>The place of a byte of the buffer in the log.</summary>
    public long Offset(int at) => _discarded + at;

    public void Reset()
    {
        if (_bytes.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(InitialLength);
        }
        Start = End = 0;
        _discarded = 0;
        IsFinal = false;
    }

    /// <summary>
    /// Reads until as many bytes are there, or the stream ends. When the stream fails, what was read is there, the buffer is final and
    /// the failure is thrown.
    /// </summary>
    public async ValueTask FillAsync(Stream stream, bool isSynchronous, int needed, CancellationToken cancellationToken)
    {
        var failed = true;
        try
        {
            do
            {
                MakeRoom();
                cancellationToken.ThrowIfCancellationRequested();
                var count = isSynchronous
                    ? stream.Read(_bytes, End, Capacity - End)
                    : await stream.ReadAsync(_bytes.AsMemory(End, Capacity - End), cancellationToken);
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

    private int Capacity => _bytes.Length - StopIndex.Padding;

    private void MakeRoom()
    {
        if (Start > 0)
        {
            _bytes.AsSpan(Start, End - Start).CopyTo(_bytes);
            _discarded += Start;
            End -= Start;
            Start = 0;
        }
        if (End < Capacity)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.AsSpan(0, End).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
