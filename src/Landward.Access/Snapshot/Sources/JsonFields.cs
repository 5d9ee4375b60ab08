using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Access;

/// <summary>Reads members of answers and exports; what is missing or of another type is null or empty.</summary>
internal static class JsonFields
{
    public static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    public static IEnumerable<string> Texts(JsonNode? list) =>
        (list as JsonArray ?? []).OfType<JsonValue>().Select(value => value.TryGetValue<string>(out var text) ? text : null).OfType<string>();

    public static string? Text(JsonObject node, string member) => node[member] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static DateTimeOffset? Time(JsonObject node, string member) =>
        DateTimeOffset.TryParse(Text(node, member), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
