using System.Buffers.Text;
using System.Text;

namespace Landward.Logs;

/// <summary>Escapes in JSON texts (RFC 8259, section 7).</summary>
internal static class JsonEscapes
{
    /// <summary>The length of the longest escape, a pair of surrogates.</summary>
    public const int Longest = 2 * UnicodeLength;

    private const int UnicodeLength = 6;

    /// <summary>
    /// The length of the escape that starts with the first byte; 0 when there is none, -1 when more bytes decide.
    /// </summary>
    /// <param name="isHalf">Whether it is a surrogate without its other half, which no UTF-8 text can hold.</param>
    public static int Check(ReadOnlySpan<byte> text, out bool isHalf)
    {
        isHalf = false;
        if (text.Length < 2)
            return -1;
        if (text[1] != 'u')
            return Simple(text[1]) == 0 ? 0 : 2;
        if (text.Length < UnicodeLength)
            return -1;
        if (!IsUnicode(text, out var unit))
            return 0;
        if (!char.IsSurrogate(unit))
            return UnicodeLength;
        var next = text[UnicodeLength..];
        if (char.IsHighSurrogate(unit))
        {
            if (next.Length < UnicodeLength && "\\u"u8.StartsWith(next[..Math.Min(next.Length, 2)]))
                return -1;
            if (IsUnicode(next, out var low) && char.IsLowSurrogate(low))
                return Longest;
        }
        isHalf = true;
        return UnicodeLength;
    }

    /// <summary>Overwrites halves of surrogate pairs in checked JSON with the replacement character, so that nobody who reads the texts stumbles over them.</summary>
    public static void Replace(Span<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0; at = json.IndexOf((byte)'\\'))
        {
            json = json[at..];
            var length = Check(json, out var isHalf);
            if (isHalf)
                "\\uFFFD"u8.CopyTo(json);
            json = json[length..];
        }
    }

    /// <summary>Writes what a checked text stands for, which is never longer than the text; the number of bytes written.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0)
                plain = text.Length;
            text[..plain].CopyTo(target[written..]);
            written += plain;
            text = text[plain..];
            if (text.IsEmpty)
                return written;
            if (text[1] != 'u')
            {
                target[written++] = Simple(text[1]);
                text = text[2..];
                continue;
            }
            _ = IsUnicode(text, out var unit);
            text = text[UnicodeLength..];
            var rune = Rune.ReplacementChar;
            if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }
            else if (IsUnicode(text, out var low) && Rune.TryCreate(unit, low, out var pair))
            {
                rune = pair;
                text = text[UnicodeLength..];
            }
            written += rune.EncodeToUtf8(target[written..]);
        }
    }

    private static bool IsUnicode(ReadOnlySpan<byte> text, out char unit)
    {
        unit = default;
        if (text.Length < UnicodeLength || text[0] != '\\' || text[1] != 'u')
            return false;
        var digits = text[2..UnicodeLength];
        if (!Utf8Parser.TryParse(digits, out ushort value, out var consumed, 'x') || consumed != digits.Length)
            return false;
        unit = (char)value;
        return true;
    }

    /// <summary>What a backslash and this byte stand for, 0 when nothing.</summary>
    private static byte Simple(byte escape) => escape switch
    {
        (byte)'"' or (byte)'\\' or (byte)'/' => escape,
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => 0,
    };
}
