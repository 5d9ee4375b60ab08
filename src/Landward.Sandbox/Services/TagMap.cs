using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services;

/// <summary>Tags kept as a map of keys to values.</summary>
internal static class TagMap
{
    /// <summary>A copy of the stored tags with the added ones; an added tag replaces one with its key.</summary>
    public static JsonObject Merge(JsonNode? stored, IEnumerable<KeyValuePair<string, string>> added)
    {
        var tags = Copy(stored);
        foreach (var (key, value) in added)
            tags[key] = value;
        return tags;
    }

    /// <summary>A copy of the stored tags without those keys.</summary>
    public static JsonObject Without(JsonNode? stored, IReadOnlyList<string> keys)
    {
        var tags = Copy(stored);
        foreach (var key in keys)
            tags.Remove(key);
        return tags;
    }

    /// <summary>The stored tags as an output member; an empty map where there are none.</summary>
    public static JsonObject Copy(JsonNode? stored) => (stored as JsonObject)?.Copy() ?? [];
}
