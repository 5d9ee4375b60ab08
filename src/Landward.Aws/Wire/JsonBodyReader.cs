using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Reads JSON bodies by shape: wire names become model names, timestamps ISO 8601; unknown members and nulls are dropped.</summary>
internal static class JsonBodyReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };

    /// <summary>Writes the members of the body's object; the caller has opened the object. An empty body has no members.</summary>
    public static void ReadMembers(ReadOnlySpan<byte> body, Shape shape, Utf8JsonWriter writer)
    {
        if (IsBlank(body))
            return;
        Read(body, (ref Utf8JsonReader reader) =>
        {
            Expect(ref reader, JsonTokenType.StartObject, shape);
            Members(ref reader, shape, writer);
        });
    }

    /// <summary>Writes the body as the value of one member (a payload).</summary>
    public static void ReadValue(ReadOnlySpan<byte> body, Member member, Utf8JsonWriter writer) =>
        Read(body, (ref Utf8JsonReader reader) => Value(ref reader, member, writer));

    public static bool IsBlank(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    public static bool IsNull(ReadOnlySpan<byte> body) => body.Trim(" \t\r\n"u8).SequenceEqual("null"u8);

    private delegate void Reading(ref Utf8JsonReader reader);

    private static void Read(ReadOnlySpan<byte> body, Reading reading)
    {
        var reader = new Utf8JsonReader(body, Options);
        try
        {
            reader.Read();
            reading(ref reader);
            if (reader.Read())
                throw WireFormatException.Json("There is text after the JSON document.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not valid UTF-8 or has a lone surrogate.
            throw WireFormatException.Json("The body is not valid JSON.", e);
        }
    }

    private static void Members(ref Utf8JsonReader reader, Shape shape, Utf8JsonWriter writer)
    {
        var lookup = shape.ByWireName.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[128];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var length = reader.ValueSpan.Length <= buffer.Length ? reader.CopyString(buffer) : 0;
            var known = lookup.TryGetValue(buffer[..length], out var member);
            reader.Read();
            if (!known || reader.TokenType == JsonTokenType.Null)
            {
                reader.Skip();
                continue;
            }
            writer.WritePropertyName(member!.Name);
            Value(ref reader, member, writer);
        }
    }

    private static void Value(ref Utf8JsonReader reader, Member member, Utf8JsonWriter writer)
    {
        var shape = member.Shape;
        switch (shape.Type)
        {
            case ShapeType.Structure when shape.IsDocument:
                using (var document = JsonDocument.ParseValue(ref reader))
                    document.RootElement.WriteTo(writer);
                break;
            case ShapeType.Structure:
                Expect(ref reader, JsonTokenType.StartObject, shape);
                writer.WriteStartObject();
                Members(ref reader, shape, writer);
                writer.WriteEndObject();
                break;
            case ShapeType.List:
                List(ref reader, shape, writer);
                break;
            case ShapeType.Map:
                Map(ref reader, shape, writer);
                break;
            case ShapeType.String:
                Expect(ref reader, JsonTokenType.String, shape);
                writer.WriteStringValue(reader.GetString());
                break;
            case ShapeType.Blob:
                Expect(ref reader, JsonTokenType.String, shape);
                var text = reader.GetString()!;
                writer.WriteStringValue(Base64.IsValid(text) ? text : throw WireFormatException.Json("A blob is not valid base64."));
                break;
            case ShapeType.Boolean:
                if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                    throw Wrong(ref reader, shape);
                writer.WriteBooleanValue(reader.GetBoolean());
                break;
            case ShapeType.Integer or ShapeType.Long:
                writer.WriteNumberValue(Integer(ref reader, shape));
                break;
            case ShapeType.Float or ShapeType.Double:
                Double(ref reader, shape, writer);
                break;
            case ShapeType.Timestamp:
                writer.WriteStringValue(Timestamp(ref reader, shape));
                break;
        }
    }

    private static void List(ref Utf8JsonReader reader, Shape shape, Utf8JsonWriter writer)
    {
        Expect(ref reader, JsonTokenType.StartArray, shape);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
                Value(ref reader, shape.Element!, writer);
        }
        writer.WriteEndArray();
    }

    private static void Map(ref Utf8JsonReader reader, Shape shape, Utf8JsonWriter writer)
    {
        Expect(ref reader, JsonTokenType.StartObject, shape);
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
                continue;
            writer.WritePropertyName(key);
            Value(ref reader, shape.Value!, writer);
        }
        writer.WriteEndObject();
    }

    private static long Integer(ref Utf8JsonReader reader, Shape shape)
    {
        Expect(ref reader, JsonTokenType.Number, shape);
        if (reader.TryGetInt64(out var integer))
            return integer;
        // 5.0 and 1e3 are integers too; anything with a fraction is cut like AWS does.
        return reader.TryGetDouble(out var number) && Math.Abs(number) < 9e18 ? (long)number : throw Wrong(ref reader, shape);
    }

    private static void Double(ref Utf8JsonReader reader, Shape shape, Utf8JsonWriter writer)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            writer.WriteNumberValue(reader.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(ref reader, shape));
            return;
        }
        Expect(ref reader, JsonTokenType.String, shape);
        var text = reader.GetString();
        writer.WriteStringValue(text is "NaN" or "Infinity" or "-Infinity" ? text : throw Wrong(ref reader, shape));
    }

    private static string Timestamp(ref Utf8JsonReader reader, Shape shape)
    {
        var valid = reader.TokenType == JsonTokenType.Number
            ? reader.TryGetDouble(out var seconds) & Timestamps.TryFromEpoch(seconds, out var time)
            : Timestamps.TryParse(reader.TokenType == JsonTokenType.String ? reader.GetString() : null, out time);
        return valid ? Timestamps.Canonical(time) : throw Wrong(ref reader, shape);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, Shape shape)
    {
        if (reader.TokenType != type)
            throw Wrong(ref reader, shape);
    }

    private static WireFormatException Wrong(ref Utf8JsonReader reader, Shape shape)
    {
        // The wording of AWS's JSON services.
        var found = reader.TokenType switch
        {
            JsonTokenType.StartObject => "START_OBJECT",
            JsonTokenType.StartArray => "START_ARRAY",
            JsonTokenType.String => "STRING_VALUE",
            JsonTokenType.Number => "NUMBER_VALUE",
            JsonTokenType.True => "TRUE_VALUE",
            JsonTokenType.False => "FALSE_VALUE",
            _ => reader.TokenType.ToString().ToUpper(CultureInfo.InvariantCulture),
        };
        return WireFormatException.Json($"{found} can not be converted to {(shape.Type == ShapeType.Integer ? "an" : "a")} {shape.Type}");
    }
}
