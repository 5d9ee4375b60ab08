using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;

namespace Landward.Conformance.Tests;

/// <summary>The rows of an event for <see cref="SigmaSql"/>: paths and the texts under which their values can be matched.</summary>
internal static class EventTexts
{
    private static readonly JsonSerializerOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEnumerable<(string Path, string? Value)> Of(JsonObject @event)
    {
        var rows = new HashSet<(string, string?)>();
        Walk(string.Empty, @event, rows);
        var name = Encoding.UTF8.GetBytes((string?)@event["eventName"] ?? string.Empty);
        if (EventNames.WithoutVersion(name) is { IsEmpty: false } plain)
            rows.Add(("eventName", Encoding.UTF8.GetString(plain)));
        return rows;
    }

    private static void Walk(string path, JsonNode? node, HashSet<(string, string?)> rows)
    {
        if (path.Length > 0)
        {
            rows.Add((path, null));
            foreach (var text in Texts(node))
                rows.Add((path, text));
        }
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map)
                Walk(path.Length == 0 ? name : $"{path}.{name}", value, rows);
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list)
                Walk(path, item, rows);
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                return map.SelectMany(member => Texts(member.Value)).Append(map.ToJsonString(Canonical));
            case JsonArray list:
                return list.SelectMany(Texts).Append(list.ToJsonString(Canonical));
            case JsonValue value when value.TryGetValue<string>(out var text):
                return Embedded(text) is { } json ? [text, json] : [text];
            case null:
                return [];
            default:
                return [node.ToJsonString()];
        }
    }

    /// <summary>The JSON that a text is, without its blanks.</summary>
    private static string? Embedded(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length < 2 || (trimmed[0], trimmed[^1]) is not (('{', '}') or ('[', ']')))
            return null;
        try
        {
            return JsonNode.Parse(trimmed)!.ToJsonString(Canonical);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
