using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Scalars between JSON and the places where the wire has only text: headers, URIs, query strings, XML, forms.</summary>
internal static class ScalarText
{
    /// <summary>The wire's text of a scalar in Landward's JSON.</summary>
    /// <exception cref="ArgumentException">The node is not a scalar of the shape's type.</exception>
    public static string Write(JsonNode node, Member member, TimestampFormat defaultFormat)
    {
        if (node is not JsonValue value)
            throw new ArgumentException($"{member} is a scalar, not {(node is JsonArray ? "an array" : "an object")}.", nameof(node));
        var text = Text(value);
        switch (member.Shape.Type)
        {
            case ShapeType.Timestamp:
                return Timestamps.TryParse(text, out var time)
                    ? Timestamps.Format(time, member.TimestampFormat.Or(defaultFormat))
                    : throw new ArgumentException($"`{text}` is not a timestamp ({member}).", nameof(node));
            case ShapeType.Boolean:
                return text is "true" or "false" ? text : throw new ArgumentException($"`{text}` is not a boolean ({member}).", nameof(node));
            case ShapeType.Integer or ShapeType.Long:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? text : throw new ArgumentException($"`{text}` is not an integer ({member}).", nameof(node));
            default:
                return text;
        }
    }

    /// <summary>The text of a JSON scalar without quotes.</summary>
    public static string Text(JsonValue value)
    {
        if (value.TryGetValue<string>(out var text))
            return text;
        return value.GetValueKind() switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.ToJsonString().Trim('"'),
        };
    }

    /// <summary>Writes the wire's text as the JSON value of the member's type.</summary>
    /// <exception cref="WireFormatException">The text is not of that type.</exception>
    public static void Read(string text, Member member, Utf8JsonWriter writer)
    {
        switch (member.Shape.Type)
        {
            case ShapeType.String:
                writer.WriteStringValue(text);
                break;
            case ShapeType.Blob:
                writer.WriteStringValue(Base64.IsValid(text) ? text : throw Wrong(text, "base64 text", member));
                break;
            case ShapeType.Boolean:
                writer.WriteBooleanValue(Boolean(text.AsSpan().Trim()) ?? throw Wrong(text, "a boolean", member));
                break;
            case ShapeType.Integer or ShapeType.Long:
                writer.WriteNumberValue(long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var integer)
                    ? integer : throw Wrong(text, "an integer", member));
                break;
            case ShapeType.Float or ShapeType.Double:
                WriteDouble(text.Trim(), member, writer);
                break;
            case ShapeType.Timestamp:
                writer.WriteStringValue(Timestamps.TryParse(text.Trim(), out var time)
                    ? Timestamps.Canonical(time) : throw Wrong(text, "a timestamp", member));
                break;
            default:
                throw Wrong(text, "a " + member.Shape.Type.ToString().ToLowerInvariant(), member);
        }
    }

    private static void WriteDouble(string text, Member member, Utf8JsonWriter writer)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
            writer.WriteStringValue(text);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            throw Wrong(text, "a number", member);
    }

    private static bool? Boolean(ReadOnlySpan<char> text) => text switch
    {
        _ when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        _ when text.Equals("false", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    private static WireFormatException Wrong(string text, string expected, Member member)
    {
        var shown = text.Length > 80 ? text[..80] + "..." : text;
        return WireFormatException.Form($"The value '{shown}' of {member.WireName} is not {expected}.");
    }
}
