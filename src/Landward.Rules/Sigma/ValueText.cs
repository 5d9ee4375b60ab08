using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Landward.Rules.Sigma;

/// <summary>
/// The texts under which a value can be matched: a scalar's string form (and, when the string is itself JSON, that JSON re-serialised);
/// for an object or array the texts of everything in it and its own canonical JSON. Null has no text.
/// </summary>
internal static class ValueText
{
    private const int StackCharacters = 512;
    private const int MaxEmbeddedDepth = 64;
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };
    private static readonly JsonDocumentOptions EmbeddedOptions = new() { MaxDepth = MaxEmbeddedDepth };

    /// <summary>The text of a scalar in UTF-8.</summary>
    public static bool Matches(ReadOnlySpan<byte> utf8, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        if (utf8.Length > StackCharacters)
            return MatchesText(Encoding.UTF8.GetString(utf8), matcher, otherForm);
        Span<char> characters = stackalloc char[StackCharacters];
        return MatchesText(characters[..Encoding.UTF8.GetChars(utf8, characters)], matcher, otherForm);
    }

    /// <param name="otherForm">Another form of the value, when it is a text.</param>
    public static bool Matches(JsonElement value, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (Matches(member.Value, matcher, otherForm: null))
                        return true;
                }
                return matcher.Matches(Canonical(value));
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Matches(item, matcher, otherForm))
                        return true;
                }
                return matcher.Matches(Canonical(value));
            case JsonValueKind.String:
                return MatchesString(value, matcher, otherForm);
            case JsonValueKind.Number:
                return matcher.Matches(value.GetRawText());
            case JsonValueKind.True:
                return matcher.Matches("true");
            case JsonValueKind.False:
                return matcher.Matches("false");
            default:
                return false;
        }
    }

    /// <summary>The string form of a scalar; null for null, objects and arrays.</summary>
    public static string? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => String(value),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>JSON without spaces, members in the order of the event, strings escaped once.</summary>
    public static string Canonical(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(value, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        try
        {
            value.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate somewhere inside: there is no text of the whole, only of the parts.
            writer.Reset();
        }
    }

    private static bool MatchesString(JsonElement value, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return raw.Contains((byte)'\\') ? MatchesText(String(value), matcher, otherForm) : Matches(raw, matcher, otherForm);
    }

    private static bool MatchesText(ReadOnlySpan<char> text, TextMatcher matcher, SigmaOtherForm? otherForm)
    {
        if (matcher.Matches(text))
            return true;
        if (otherForm is not null && otherForm(text) is { IsEmpty: false } other && matcher.Matches(other))
            return true;
        return LooksLikeJson(text) && MatchesEmbedded(text.ToString(), matcher);
    }

    private static bool MatchesEmbedded(string text, TextMatcher matcher)
    {
        try
        {
            using var document = JsonDocument.Parse(text, EmbeddedOptions);
            return matcher.Matches(Canonical(document.RootElement));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool LooksLikeJson(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 1 && (trimmed[0], trimmed[^1]) is ('{', '}') or ('[', ']');
    }

    /// <summary>The string; its escaped form when an escape is half a surrogate pair, which no .NET text conversion accepts.</summary>
    private static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }
}
