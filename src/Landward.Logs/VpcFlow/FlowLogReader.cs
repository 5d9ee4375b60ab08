using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Landward.Model;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Reads VPC flow records in batches from uncompressed text of any size in bounded memory: any version and custom format, with a header
/// line (which may come again), a format given, or in the default format; with the time CloudWatch Logs puts before each line when it
/// exports. What cannot be read becomes a diagnostic that names the log; everything else is read. No memory is taken per row.
/// </summary>
/// <remarks>
/// (1) A stretch of whole lines is looked through for separators by vectors; (2) the fields a row needs are parsed where they stand;
/// (3) rows refer to the buffer until the next batch is read.
/// </remarks>
public sealed class FlowLogReader : IAsyncDisposable
{
    private const int BufferLength = 512 * 1024;
    private const int Stretch = 32 * 1024;

    /// <summary>What is uncompressed at once: it is looked through while the processor's caches hold it.</summary>
    private const int Piece = 64 * 1024;
    private const int LongestLine = FlowDiagnostics.LongestLine * 1024;
    private const int Margin = 64;

    private readonly LogSource _source;
    private readonly FlowProblems _problems;
    private readonly FlowSeparators _separators = new();
    private readonly bool _hasFormat;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
    private FlowRow[] _rows = new FlowRow[512];
    private FlowRowParser _parser;
    private LogStream? _stream;
    private int _start = Margin;
    private int _end = Margin;
    private bool _started;
    private bool _isFinal;
    private bool _isSkipping;

    /// <param name="source">Opened by the first read; gives uncompressed text.</param>
    /// <param name="format">The layout of logs without a header; null for the default format.</param>
    public FlowLogReader(LogSource source, FlowLayout? format = null)
    {
        _source = source;
        _problems = new FlowProblems(source.Origin);
        _hasFormat = format is not null;
        _parser = new FlowRowParser(format ?? FlowLayout.Default);
        _buffer[FlowText.Nothing] = (byte)'0';
    }

    /// <summary>The rows of the batch. A batch has one layout.</summary>
    public ReadOnlySpan<FlowRow> Rows => _rows.AsSpan(0, RowCount);

    public int RowCount { get; private set; }

    public FlowLayout Layout => _parser.Layout;

    public bool Opened => _stream is not null;

    /// <summary>Records of any status read so far.</summary>
    public long RowsRead { get; private set; }

    /// <summary>What was wrong with the log so far; at most a few problems are listed one by one.</summary>
    public ImmutableArray<Diagnostic> Diagnostics => _problems.ToDiagnostics();

    /// <summary>The text of a field of a row of the current batch.</summary>
    /// <param name="column">A column of <see cref="Layout"/>.</param>
    public ReadOnlySpan<byte> Text(in FlowRow row, int column)
    {
        var positions = _separators.Positions;
        var begin = column == 0 ? row.TextStart : positions[row.FirstSeparator + column - 1] + 1;
        return _buffer.AsSpan(begin, positions[row.FirstSeparator + column] - begin).TrimEnd((byte)'\r');
    }

    /// <summary>The whole line of a row of the current batch.</summary>
    public ReadOnlySpan<byte> Line(in FlowRow row) =>
        _buffer.AsSpan(row.TextStart, _separators.Positions[row.FirstSeparator + Layout.Names.Length - 1] - row.TextStart).TrimEnd((byte)'\r');

    /// <summary>Reads the next rows; false at the end of the log. Errors of the stream end the log with a diagnostic.</summary>
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

    public async ValueTask DisposeAsync()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _separators.Dispose();
        if (_stream is not null)
            await _stream.DisposeAsync();
    }

    private bool TryRead()
    {
        RowCount = 0;
        while (NextStretch() is { } end)
        {
            _separators.Find(_buffer, _start, end);
            ParseLines(end);
            RowsRead += RowCount;
            if (RowCount > 0)
                return true;
        }
        return false;
    }

    /// <summary>The end of a stretch of whole lines; null when more bytes are needed for one.</summary>
    private int? NextStretch()
    {
        while (_start < _end)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            if (_isSkipping)
            {
                var newline = rest.IndexOf((byte)'\n');
                _start = newline < 0 ? _end : _start + newline + 1;
                _isSkipping = newline < 0;
                continue;
            }
            var last = rest[..Math.Min(rest.Length, Stretch)].LastIndexOf((byte)'\n');
            if (last < 0)
                last = rest[..Math.Min(rest.Length, LongestLine)].IndexOf((byte)'\n');
            if (last >= 0)
                return _start + last + 1;
            if (rest.Length < LongestLine)
                return null;
            _problems.TooLong(_start - Margin);
            _isSkipping = true;
        }
        return null;
    }

    private void ParseLines(int stretchEnd)
    {
        var lines = _separators.Lines;
        var positions = _separators.Positions;
        if (_rows.Length < lines.Length)
            _rows = new FlowRow[Math.Max(lines.Length, _rows.Length * 2)];
        var parser = _parser;
        var columns = Layout.Names.Length;
        var begin = _start;
        var first = 1;
        foreach (var last in lines)
        {
            var count = last - first + 1;
            var end = positions[last];
            if ((count != columns || !TryRow(parser, positions, first, columns, begin)) && !TryOddLine(first, count, begin, end))
            {
                // The layout changes here: what was read so far is a batch of its own.
                if (RowCount > 0)
                {
                    _start = begin;
                    return;
                }
                if (FlowLayout.OfHeader(_buffer.AsSpan(begin, end - begin)) is { } layout)
                    Use(layout);
                parser = _parser;
                columns = Layout.Names.Length;
            }
            begin = end + 1;
            first = last + 1;
        }
        _start = stretchEnd;
    }

    private void Use(FlowLayout layout)
    {
        _parser = new FlowRowParser(layout);
        if (!layout.IsUsable)
            _problems.Unusable(layout);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryRow(FlowRowParser parser, ReadOnlySpan<int> positions, int first, int columns, int begin)
    {
        ref var row = ref _rows[RowCount];
        // One more before the row's own: where its first field begins.
        ref var ends = ref MemoryMarshal.GetReference(positions.Slice(first - 1, columns + 1));
        if (!parser.TryParse(ref MemoryMarshal.GetArrayDataReference(_buffer), ref Unsafe.Add(ref ends, 1), ref row))
            return false;
        row.FirstSeparator = first;
        row.TextStart = begin;
        RowCount++;
        return true;
    }

    /// <summary>A line that is no row as it stands. False for a header.</summary>
    private bool TryOddLine(int first, int count, int begin, int end)
    {
        var line = _buffer.AsSpan(begin, end - begin);
        var text = line.TrimEnd("\r \t"u8);
        if (text.IsEmpty)
            return true;
        var columns = Layout.Names.Length;
        if (text.Length < line.Length && count >= columns)
        {
            // A carriage return or blanks stand behind the last field, which ends before them while it is read.
            ref var last = ref _separators.Positions[first + columns - 1];
            var separator = last;
            last = begin + text.Length;
            var isRow = text.Count((byte)' ') == columns - 1 && TryRow(_parser, _separators.Positions, first, columns, begin);
            last = separator;
            if (isRow)
                return true;
        }
        // CloudWatch Logs writes the time of ingestion before each exported line.
        if (count == columns + 1 && text.Length > 20 && text[4] == '-' && text[10] == 'T' && TryRow(_parser, _separators.Positions, first + 1, columns, _separators.Positions[first] + 1))
            return true;
        if (FlowLayout.OfHeader(text) is not null)
            return false;
        if (RowsRead + RowCount == 0 && !_hasFormat && ReferenceEquals(Layout, FlowLayout.Default) && count != columns)
            _problems.UnknownFormat(count);
        else if (Layout.IsUsable)
            _problems.BadLine(begin - Margin);
        return true;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            _stream ??= await LogStream.OpenAsync(_source, cancellationToken);
            MakeRoom();
            count = await _stream.AppendAsync(_buffer, _end, _end + Piece, cancellationToken);
        }
        catch (InvalidDataException)
        {
            EndWith(LogDiagnostics.BadGzip(_source.Origin, RowsRead));
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            EndWith(LogDiagnostics.Unreadable(_source.Origin, exception.Message));
            return;
        }
        _end += count;
        if (!_started && count > 0)
            SkipByteOrderMark();
        _isFinal = count == 0;
        // The last line may lack its end.
        if (_isFinal && _end > _start && !_isSkipping)
            _buffer[_end++] = (byte)'\n';
    }

    /// <summary>What stands in the buffer without a line end was broken off by the damage.</summary>
    private void EndWith(Diagnostic damage)
    {
        _problems.Add(damage);
        _isFinal = true;
        _end = _start;
    }

    private void SkipByteOrderMark()
    {
        _started = true;
        if (_buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8))
            _start += 3;
    }

    /// <summary>Keeps what is not read yet, which is less than the longest line, and the window that the next bytes may be copied from.</summary>
    private void MakeRoom()
    {
        if (BufferLength - _end >= Piece + LogInput.Slack + Margin)
            return;
        var gone = Math.Min(_start, Math.Max(Margin, _end - LogInput.Window)) - Margin;
        _buffer.AsSpan(Margin + gone, _end - Margin - gone).CopyTo(_buffer.AsSpan(Margin));
        _problems.Advance(gone);
        _end -= gone;
        _start -= gone;
    }
}
