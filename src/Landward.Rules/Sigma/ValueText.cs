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

    public static bool Matches(JsonElement value, TextMatcher matcher)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (Matches(member.Value, matcher))
                        return true;
                }
                return matcher.Matches(Canonical(value));
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (Matches(item, matcher))
                        return true;
                }
                return matcher.Matches(Canonical(value));
            case JsonValueKind.String:
                return MatchesString(value, matcher);
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

    private static bool MatchesString(JsonElement value, TextMatcher matcher)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (raw.Length > StackCharacters || raw.Contains((byte)'\\'))
        {
            var text = String(value);
            return matcher.Matches(text) || MatchesEmbedded(text, matcher);
        }
        Span<char> characters = stackalloc char[StackCharacters];
        var length = Encoding.UTF8.GetChars(raw, characters);
        ReadOnlySpan<char> span = characters[..length];
        return matcher.Matches(span) || (LooksLikeJson(span) && MatchesEmbedded(span.ToString(), matcher));
    }

    private static bool MatchesEmbedded(string text, TextMatcher matcher)
    {
        if (!LooksLikeJson(text))
            return false;
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
