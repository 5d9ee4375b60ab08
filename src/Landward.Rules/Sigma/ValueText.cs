using System.Text.Json;
using Landward.Rules.Json;

namespace Landward.Rules.Sigma;

/// <summary>
/// The texts under which a value can be matched: a scalar's string form (and, when the string is itself JSON, that JSON re-serialised);
/// for an object or array the texts of everything in it and its own canonical JSON. Null has no text.
/// </summary>
internal static class ValueText
{
    /// <param name="otherForm">Another form of the value, when it is a text.</param>
    public static bool Matches(JsonTapeElement value, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object or JsonValueKind.Array:
                return matcher.Matches(value.Canonical) || MatchesInside(value, matcher, otherForm);
            case JsonValueKind.String:
                return Matches(value.Text, matcher, otherForm, value.Tape.Embedded);
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return matcher.Matches(value.Raw);
            default:
                return false;
        }
    }

    /// <param name="text">The text of a scalar.</param>
    /// <param name="embedded">Room to read the text when it is JSON.</param>
    public static bool Matches(ReadOnlySpan<byte> text, TextMatcher matcher, SigmaOtherForm? otherForm, EmbeddedJson embedded)
        => matcher.Matches(text) || MatchesOtherwise(text, matcher, otherForm, embedded);

    /// <summary>Whether another form of the text matches, or the JSON that it is.</summary>
    public static bool MatchesOtherwise(ReadOnlySpan<byte> text, TextMatcher matcher, SigmaOtherForm? otherForm, EmbeddedJson embedded)
    {
        if (otherForm is not null && otherForm(text) is { IsEmpty: false } other && matcher.Matches(other))
            return true;
        return LooksLikeJson(text) && embedded.Canonical(text) is { IsEmpty: false } canonical && matcher.Matches(canonical);
    }

    /// <summary>The string form of a scalar; false for null, objects and arrays.</summary>
    public static bool TryGet(JsonTapeElement value, out ReadOnlySpan<byte> text)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String:
                text = value.Text;
                return true;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text = value.Raw;
                return true;
            default:
                text = default;
                return false;
        }
    }

    private static bool MatchesInside(JsonTapeElement value, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        foreach (var member in value.Members())
        {
            if (MatchesPart(member.Value, matcher, otherForm: null))
                return true;
        }
        foreach (var item in value.Items())
        {
            if (MatchesPart(item, matcher, otherForm))
                return true;
        }
        return false;
    }

    /// <summary>The canonical form of a part stands in that of the whole: what the whole does not contain, the part does not.</summary>
    private static bool MatchesPart(JsonTapeElement part, TextMatcher matcher, SigmaOtherForm? otherForm) =>
        matcher.IsContainment && part.Kind is JsonValueKind.Object or JsonValueKind.Array
            ? MatchesInside(part, matcher, otherForm)
            : Matches(part, matcher, otherForm);

    public static bool LooksLikeJson(ReadOnlySpan<byte> text)
    {
        // Nearly all texts end in something else.
        if (text.Length < 2 || text[^1] is not ((byte)'}' or (byte)']' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            return false;
        var trimmed = text.Trim(" \t\r\n"u8);
        return trimmed.Length > 1 && (trimmed[0], trimmed[^1]) is ((byte)'{', (byte)'}') or ((byte)'[', (byte)']');
    }
}
