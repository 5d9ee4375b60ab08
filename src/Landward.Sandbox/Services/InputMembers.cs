using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services;

/// <summary>Reads members of a decoded input or a stored document. A member that is absent or null reads as null or empty.</summary>
internal static class InputMembers
{
    /// <summary>The member as text; numbers and booleans in their JSON form.</summary>
    public static string? Text(this JsonObject members, string name) =>
        members.TryGetPropertyValue(name, out var value) && value is JsonValue ? value.ToString() : null;

    /// <summary>The member as text, or the service's validation error when it is absent.</summary>
    public static string RequiredText(this JsonObject members, string name, string errorCode = "ValidationException") =>
        members.Text(name) ?? throw Missing(name, errorCode);

    public static bool? Flag(this JsonObject members, string name) =>
        members.Text(name) is { } text ? string.Equals(text, "true", StringComparison.OrdinalIgnoreCase) : null;

    public static long? Number(this JsonObject members, string name) =>
        members.Text(name) is { } text && double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? (long)number : null;

    public static DateTimeOffset? Time(this JsonObject members, string name) =>
        members.Text(name) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    public static JsonObject? Structure(this JsonObject members, string name) => members[name] as JsonObject;

    public static JsonObject RequiredStructure(this JsonObject members, string name, string errorCode = "ValidationException") =>
        members.Structure(name) ?? throw Missing(name, errorCode);

    public static IEnumerable<JsonObject> Structures(this JsonObject members, string name) =>
        members[name] is JsonArray list ? list.OfType<JsonObject>() : [];

    public static IReadOnlyList<string> Texts(this JsonObject members, string name) =>
        members[name] is JsonArray list ? [.. list.OfType<JsonValue>().Select(value => value.ToString())] : [];

    /// <summary>The entries of a map member whose values are text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> TextMap(this JsonObject members, string name) =>
        members[name] is JsonObject map
            ? map.Where(entry => entry.Value is JsonValue).Select(entry => KeyValuePair.Create(entry.Key, entry.Value!.ToString()))
            : [];

    /// <summary>Copies the named members that are present.</summary>
    public static JsonObject CopyMembers(this JsonObject source, JsonObject target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (source.TryGetPropertyValue(name, out var value) && value is not null)
                target[name] = value.DeepClone();
        }
        return target;
    }

    public static JsonArray ToJsonArray(this IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonArray ToJsonArray(this IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    public static JsonObject Copy(this JsonObject document) => (JsonObject)document.DeepClone();

    /// <summary>A timestamp member: ISO 8601 UTC with milliseconds.</summary>
    public static string Timestamp(this DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Parses JSON text given by the caller; null when it is not an object.</summary>
    public static JsonObject? ParseObject(string? text) => Parse(text) as JsonObject;

    /// <summary>Parses JSON text given by the caller; null when it is not an array.</summary>
    public static JsonArray? ParseArray(string? text) => Parse(text) as JsonArray;

    private static JsonNode? Parse(string? text)
    {
        if (text is null)
            return null;
        try
        {
            // A member given twice would surface only where the object is first looked into, as an exception of another kind.
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AwsErrorException Missing(string name, string errorCode) =>
        new(errorCode, $"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");
}
