using System.Buffers;

namespace Landward.Logs;

/// <summary>
/// Finds the end of a JSON object or array by its brackets alone, over as many chunks as it takes: the way past a record that is
/// malformed, too deep or too large.
/// </summary>
internal struct ObjectSkipper
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);

    private long _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>A skipper that already stands inside that many brackets.</summary>
    public ObjectSkipper(int depth) => _depth = depth;

    /// <summary>Consumes bytes; true when the outermost bracket closed, <paramref name="consumed"/> then ends behind it.</summary>
    public bool Skip(ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        while (consumed < bytes.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                consumed++;
                continue;
            }
            var next = bytes[consumed..].IndexOfAny(_inString ? InString : Structure);
            if (next < 0)
            {
                consumed = bytes.Length;
                return false;
            }
            consumed += next + 1;
            switch (bytes[consumed - 1])
            {
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    if (--_depth <= 0)
                        return true;
                    break;
            }
        }
        return false;
    }
}
