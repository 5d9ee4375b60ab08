using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;

namespace Landward.Aws.Wire;

/// <summary>Writes JSON bodies by shape. Members the shape lacks and nulls are left out.</summary>
internal static class JsonBodyWriter
{
    /// <summary>Writes the members that belong to the body; the caller opens and closes the object.</summary>
    public static void WriteMembers(JsonObject value, Shape shape, Utf8JsonWriter writer)
    {
        foreach (var (name, node) in value)
        {
            if (node is null || shape.FindMember(name) is not { Location: MemberLocation.Body } member)
                continue;
            writer.WritePropertyName(member.WireName);
            WriteValue(node, member, writer);
        }
    }

    public static void WriteValue(JsonNode node, Member member, Utf8JsonWriter writer)
    {
        var shape = member.Shape;
        switch (shape.Type)
        {
            case ShapeType.Structure when shape.IsDocument:
                node.WriteTo(writer);
                break;
            case ShapeType.Structure:
                writer.WriteStartObject();
                WriteMembers(Object(node, member), shape, writer);
                writer.WriteEndObject();
                break;
            case ShapeType.List:
                writer.WriteStartArray();
                foreach (var element in Array(node, member))
                {
                    if (element is not null)
                        WriteValue(element, shape.Element!, writer);
                }
                writer.WriteEndArray();
                break;
            case ShapeType.Map:
                writer.WriteStartObject();
                foreach (var (key, item) in Object(node, member))
                {
                    if (item is null)
                        continue;
                    writer.WritePropertyName(key);
                    WriteValue(item, shape.Value!, writer);
                }
                writer.WriteEndObject();
                break;
            default:
                Scalar(node, member, writer);
                break;
        }
    }

    internal static JsonObject Object(JsonNode node, Member member) =>
        node as JsonObject ?? throw new ArgumentException($"{member} is an object, not {node.GetValueKind()}.", nameof(node));

    internal static JsonArray Array(JsonNode node, Member member) =>
        node as JsonArray ?? throw new ArgumentException($"{member} is a list, not {node.GetValueKind()}.", nameof(node));

    private static void Scalar(JsonNode node, Member member, Utf8JsonWriter writer)
    {
        var kind = node.GetValueKind();
        var type = member.Shape.Type;
        if (type == ShapeType.Timestamp)
        {
            Timestamp(ScalarText.Write(node, member, TimestampFormat.Iso8601), member, writer);
            return;
        }
        var direct = type switch
        {
            ShapeType.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            ShapeType.String or ShapeType.Blob => kind == JsonValueKind.String,
            _ => kind == JsonValueKind.Number,
        };
        if (direct)
        {
            node.WriteTo(writer);
            return;
        }
        var text = ScalarText.Write(node, member, TimestampFormat.Iso8601);
        if (type is ShapeType.String or ShapeType.Blob || text is "NaN" or "Infinity" or "-Infinity")
            writer.WriteStringValue(text);
        else if (type == ShapeType.Boolean)
            writer.WriteBooleanValue(text == "true");
        else
            writer.WriteNumberValue(decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private static void Timestamp(string text, Member member, Utf8JsonWriter writer)
    {
        // Text in another format than the default says so in the model; the default of JSON bodies is epoch seconds.
        if (member.TimestampFormat is TimestampFormat.Iso8601 or TimestampFormat.Rfc822)
            writer.WriteStringValue(text);
        else if (Timestamps.TryParse(text, out var time))
            writer.WriteNumberValue(Timestamps.Epoch(time));
    }
}
