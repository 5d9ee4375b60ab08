using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources;

/// <summary>Short forms for reading answers and comparing documents.</summary>
internal static class Json
{
    public static string? Text(JsonNode? node, string member) => node?[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Bool(JsonNode? node, string member) => node?[member] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static int? Number(JsonNode? node, string member) => node?[member] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static IEnumerable<JsonNode> Items(JsonNode? node) => node is JsonArray list ? list.OfType<JsonNode>() : [];

    public static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => list.OfType<JsonValue>().Select(value => value.GetValue<string>()),
        JsonValue value => [value.GetValue<string>()],
        _ => [],
    };

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);

    /// <summary>A policy document as AWS returns it: JSON text, percent-encoded by IAM; null when it is not JSON.</summary>
    public static JsonObject? Document(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonNode.Parse(text.StartsWith('%') ? Uri.UnescapeDataString(text) : text) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Tags of organizations, iam ... (<c>[{Key, Value}]</c>) as an object.</summary>
    public static JsonObject Tags(IEnumerable<JsonNode> tags) =>
        new(tags.Select(tag => KeyValuePair.Create(Text(tag, "Key") ?? Text(tag, "TagKey") ?? string.Empty, (JsonNode?)(Text(tag, "Value") ?? Text(tag, "TagValue")))));

    public static JsonArray TagList(JsonNode? tags, string key = "Key", string value = "Value") =>
        new([.. ((JsonObject)tags!).Select(tag => (JsonNode?)new JsonObject { [key] = tag.Key, [value] = tag.Value?.DeepClone() })]);

    /// <summary>The members of <paramref name="actual"/> that <paramref name="desired"/> has: what else there is is unmanaged.</summary>
    public static JsonObject Only(JsonObject actual, JsonObject desired) =>
        new(desired.Where(member => actual.ContainsKey(member.Key)).Select(member => KeyValuePair.Create(member.Key, actual[member.Key]?.DeepClone())));
}
