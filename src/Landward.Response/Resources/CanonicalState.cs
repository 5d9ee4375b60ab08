using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Response.Resources;

/// <summary>One text for one state: members in ordinal order, no white space, so that equal states have equal hashes.</summary>
internal static class CanonicalState
{
    /// <summary>SHA-256 over the canonical JSON, in lower-case hexadecimal.</summary>
    public static string Hash(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, node);
        return Convert.ToHexStringLower(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }

    public static string Text(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, node);
        return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A copy in which every array stands in canonical order, for documents whose arrays are sets.</summary>
    public static JsonNode SortSets(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : SortSets(member.Value)))),
        JsonArray set => new JsonArray([.. set.Select(item => item is null ? null : SortSets(item)).OrderBy(Text, StringComparer.Ordinal)]),
        _ => node.DeepClone(),
    };

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
