using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Response.Resources;

/// <summary>Policy documents as APIs answer them.</summary>
internal static class PolicyText
{
    /// <summary>IAM answers policies URL-encoded (RFC 3986); a document always begins with a brace, so an encoded one is told by its first letter.</summary>
    public static string Decode(JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text.StartsWith('%') ? Uri.UnescapeDataString(text) : text,
        JsonObject document => document.ToJsonString(),
        _ => string.Empty,
    };

    /// <summary>The document, or null when the text is not a JSON object.</summary>
    public static JsonObject? Parse(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
