using System.Buffers.Binary;

namespace Landward.Logs.Gzip;

/// <summary>
/// Uncompresses a gzip file piece by piece (RFC 1952): any number of members, each held against its checksum and length. What follows
/// the last member and does not begin like one is passed over, as by gzip and zlib.
/// </summary>
internal sealed class GzipDecoder
{
    /// <summary>How much of the buffer behind the limit may be written.</summary>
    public const int Slack = DeflateDecoder.Slack;

    /// <summary>How much input has to be there, unless it is the last.</summary>
    public const int LeastInput = DeflateDecoder.LeastInput;

    /// <summary>How much of what was uncompressed has to stand before what comes next.</summary>
    public const int Window = 32 * 1024;

    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    private const byte HasChecksum = 1 << 1;
    private const byte HasExtra = 1 << 2;
    private const byte HasName = 1 << 3;
    private const byte HasComment = 1 << 4;
    private const byte Reserved = 0b1110_0000;

    private readonly DeflateDecoder _deflate = new();
    private Part _part;
    private bool _isFirst;
    private byte _flags;
    private int _extra;
    private uint _checksum;

    /// <summary>The length of what the member holds so far.</summary>
    private long _length;

    private enum Part
    {
        Header,
        ExtraLength,
        Extra,
        Name,
        Comment,
        HeaderChecksum,
        Content,
        Trailer,
        End,
    }

    /// <summary>Whether a file that begins so is gzip.</summary>
    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];

    /// <summary>Starts a file.</summary>
    public void Reset() => (_part, _isFirst) = (Part.Header, true);

    /// <summary>Uncompresses until the output reaches the limit, the file ends or the input is used up.</summary>
    /// <param name="input">At least <see cref="LeastInput"/> bytes, unless nothing follows them.</param>
    /// <param name="from">What of it is consumed.</param>
    /// <param name="isFinal">Whether nothing follows the input.</param>
    /// <param name="output">The buffer; <see cref="Slack"/> bytes behind the limit belong to it, and a <see cref="Window"/> of what came before stands in it.</param>
    /// <param name="to">Behind the last byte uncompressed so far; may pass the limit by a match.</param>
    /// <param name="limit">Where to stop.</param>
    /// <returns>Whether the file has ended.</returns>
    /// <exception cref="InvalidDataException">The file is damaged or ends too early; what came before that is uncompressed.</exception>
    public bool Decode(ReadOnlySpan<byte> input, ref int from, bool isFinal, Span<byte> output, ref int to, int limit)
    {
        while (_part != Part.End && (isFinal || input.Length - from >= LeastInput))
        {
            if (_part == Part.Content)
            {
                var start = to;
                var origin = (int)Math.Max(0, to - _length);
                var ended = _deflate.Decode(input, ref from, isFinal, output, origin, ref to, limit);
                _length += to - start;
                _checksum = Crc32.Append(_checksum, output[start..to]);
                if (!ended)
                    return false;
                _part = Part.Trailer;
            }
            else
            {
                Frame(input, ref from);
            }
        }
        return _part == Part.End;
    }

    private static InvalidDataException Damaged() => new("The gzip data are damaged.");

    /// <summary>What stands before and behind the content.</summary>
    private void Frame(ReadOnlySpan<byte> input, ref int from)
    {
        var rest = input[from..];
        switch (_part)
        {
            case Part.Header:
                if (!_isFirst && !(rest.Length == 1 ? rest[0] == 0x1F : IsGzip(rest)))
                {
                    _part = Part.End;
                    return;
                }
                var header = Take(input, ref from, HeaderLength);
                _flags = header[3];
                if (!IsGzip(header) || header[2] != 8 || (_flags & Reserved) != 0)
                    throw Damaged();
                _checksum = Crc32.Append(0, header);
                _extra = 0;
                _isFirst = false;
                _part = Part.ExtraLength;
                break;
            case Part.ExtraLength:
                if ((_flags & HasExtra) != 0)
                {
                    _extra = BinaryPrimitives.ReadUInt16LittleEndian(rest.Length < 2 ? throw Damaged() : rest);
                    Pass(input, ref from, 2);
                }
                _part = Part.Extra;
                break;
            case Part.Extra:
                var passed = Math.Min(_extra, rest.Length);
                if (passed == 0 && _extra > 0)
                    throw Damaged();
                Pass(input, ref from, passed);
                _extra -= passed;
                if (_extra == 0)
                    _part = Part.Name;
                break;
            case Part.Name or Part.Comment:
                PassText(input, ref from, _part == Part.Name ? HasName : HasComment);
                break;
            case Part.HeaderChecksum:
                if ((_flags & HasChecksum) != 0 && BinaryPrimitives.ReadUInt16LittleEndian(Take(input, ref from, 2)) != (ushort)_checksum)
                    throw Damaged();
                _checksum = 0;
                _length = 0;
                _deflate.Reset();
                _part = Part.Content;
                break;
            default:
                var trailer = Take(input, ref from, TrailerLength);
                if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != _checksum || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != (uint)_length)
                    throw Damaged();
                _part = Part.Header;
                break;
        }
    }

    /// <summary>Passes over a text that ends with a zero, or what there is of it.</summary>
    private void PassText(ReadOnlySpan<byte> input, ref int from, byte flag)
    {
        var closed = true;
        if ((_flags & flag) != 0)
        {
            var rest = input[from..];
            if (rest.IsEmpty)
                throw Damaged();
            var end = rest.IndexOf((byte)0);
            closed = end >= 0;
            Pass(input, ref from, closed ? end + 1 : rest.Length);
        }
        if (closed)
            _part++;
    }

    private void Pass(ReadOnlySpan<byte> input, ref int from, int count)
    {
        _checksum = Crc32.Append(_checksum, input.Slice(from, count));
        from += count;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> input, ref int from, int count)
    {
        if (input.Length - from < count)
            throw new InvalidDataException("The gzip data end too early.");
        var taken = input.Slice(from, count);
        from += count;
        return taken;
    }
}
