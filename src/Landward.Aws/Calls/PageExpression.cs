using System.Text.Json.Nodes;

namespace Landward.Aws;

/// <summary>
/// The few forms of JMESPath that paginators use: members joined by dots, <c>[-1]</c> for the last element, <c>||</c> for alternatives.
/// </summary>
internal static class PageExpression
{
    public static JsonNode? Find(JsonObject page, string expression)
    {
        foreach (var alternative in expression.Split("||", StringSplitOptions.TrimEntries))
        {
            if (Walk(page, alternative) is { } found)
                return found;
        }
        return null;
    }

    private static JsonNode? Walk(JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
        {
            var last = step.EndsWith("[-1]", StringComparison.Ordinal);
            node = (node as JsonObject)?[last ? step[..^4] : step];
            if (last)
                node = node is JsonArray { Count: > 0 } list ? list[^1] : null;
            if (node is null)
                return null;
        }
        return node;
    }
}
