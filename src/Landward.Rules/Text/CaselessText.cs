using System.Text;

namespace Landward.Rules.Text;

/// <summary>An ASCII text that is searched for in UTF-8 bytes without regard to case.</summary>
/// <remarks>
/// No character beyond ASCII is a letter of ASCII in another case (under ordinal comparison), so bytes decide whatever the text
/// searched in holds.
/// </remarks>
public sealed class CaselessText
{
    /// <summary>Bytes from frequent to rare in user agents, ARNs and JSON: the search runs for the rarest one.</summary>
    private const string Frequent = "e0at1-irson/.2:\"l4c3d5u_m,7p6898gwhbfyvk=x{}[]AISCPRTMDELNUOBGHVFWKYXjzqJZQ ";

    private readonly byte[] _text;
    private readonly int _anchor;
    private readonly byte _lower;
    private readonly byte _upper;

    public CaselessText(string text)
    {
        if (!Ascii.IsValid(text))
            throw new ArgumentException($"`{text}` is not ASCII.", nameof(text));
        _text = Encoding.ASCII.GetBytes(text);
        for (var i = 1; i < _text.Length; i++)
        {
            if (Rarity(_text[i]) > Rarity(_text[_anchor]))
                _anchor = i;
        }
        if (_text.Length > 0)
            (_lower, _upper) = ((byte)char.ToLowerInvariant((char)_text[_anchor]), (byte)char.ToUpperInvariant((char)_text[_anchor]));
    }

    public bool EqualTo(ReadOnlySpan<byte> text) => text.Length == _text.Length && Ascii.EqualsIgnoreCase(text, _text);

    public bool StartOf(ReadOnlySpan<byte> text) => text.Length >= _text.Length && Ascii.EqualsIgnoreCase(text[.._text.Length], _text);

    public bool EndOf(ReadOnlySpan<byte> text) => text.Length >= _text.Length && Ascii.EqualsIgnoreCase(text[^_text.Length..], _text);

    public bool In(ReadOnlySpan<byte> text)
    {
        if (_text.Length == 0)
            return true;
        if (text.Length < _text.Length)
            return false;
        // Where the anchor may stand so that the rest has room before and behind it.
        var anchors = text[_anchor..^(_text.Length - 1 - _anchor)];
        for (var start = 0; ; start++)
        {
            var next = anchors[start..].IndexOfAny(_lower, _upper);
            if (next < 0)
                return false;
            start += next;
            if (Ascii.EqualsIgnoreCase(text.Slice(start, _text.Length), _text))
                return true;
        }
    }

    private static int Rarity(byte character)
    {
        var position = Frequent.IndexOf(char.ToLowerInvariant((char)character), StringComparison.Ordinal);
        return position < 0 ? Frequent.Length : position;
    }
}
