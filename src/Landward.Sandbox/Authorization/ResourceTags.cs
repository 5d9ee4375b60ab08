using System.Text.Json.Nodes;

namespace Landward.Sandbox.Authorization;

/// <summary>Tags in the shapes the services use: a list of {Key, Value} or {TagKey, TagValue}, or a map.</summary>
internal static class ResourceTags
{
    public static Dictionary<string, string> Read(JsonNode? tags)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (tags)
        {
            case JsonObject map:
                foreach (var (key, value) in map)
                    result[key] = value?.ToString() ?? string.Empty;
                break;
            case JsonArray list:
                foreach (var tag in list.OfType<JsonObject>())
                {
                    if ((tag["Key"] ?? tag["TagKey"] ?? tag["key"])?.ToString() is { } key)
                        result[key] = (tag["Value"] ?? tag["TagValue"] ?? tag["value"])?.ToString() ?? string.Empty;
                }
                break;
        }
        return result;
    }
}
