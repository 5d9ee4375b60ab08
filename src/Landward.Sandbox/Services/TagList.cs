using System.Text.Json.Nodes;

namespace Landward.Sandbox.Services;

/// <summary>Tags kept as a list of <c>{Key, Value}</c> (kms: <c>{TagKey, TagValue}</c>).</summary>
internal static class TagList
{
    /// <summary>The stored tags with the added ones; an added tag replaces one with its key.</summary>
    public static JsonArray Merge(JsonNode? stored, IEnumerable<JsonObject> added, string keyMember = "Key")
    {
        var tags = (stored as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        foreach (var tag in added)
        {
            var index = tags.FindIndex(existing => existing.Text(keyMember) == tag.Text(keyMember));
            if (index < 0)
                tags.Add(tag);
            else
                tags[index] = tag;
        }
        return tags.Select(tag => tag.DeepClone()).ToJsonArray();
    }

    public static JsonArray Of(IEnumerable<KeyValuePair<string, string>> tags) =>
        tags.Select(tag => (JsonNode?)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToJsonArray();

    /// <summary>The stored tags without those keys.</summary>
    public static JsonArray Without(JsonNode? stored, IReadOnlyList<string> keys, string keyMember = "Key") =>
        ((stored as JsonArray)?.OfType<JsonObject>() ?? [])
            .Where(tag => !keys.Contains(tag.Text(keyMember), StringComparer.Ordinal))
            .Select(tag => tag.DeepClone())
            .ToJsonArray();
}
