using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Landward.Sandbox.Scenarios;

/// <summary>
/// Fills <c>{name}</c> in a step's input from what earlier steps saved, and turns <c>{ $json: value }</c> into the value's JSON
/// text (policy documents are text in AWS's APIs). Braces around anything but a known name stay as they are.
/// </summary>
internal sealed partial class Placeholders
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public void Set(string name, string value) => _values[name] = value;

    public string Fill(string text) =>
        Placeholder().Replace(text, match => _values.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } document when document["$json"] is { } value => JsonValue.Create(Fill(value)!.ToJsonString()),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Fill(text)),
        _ => node?.DeepClone(),
    };

    /// <summary>The text at a path such as <c>trailList.0.TrailARN</c>, or null.</summary>
    public static string? Read(JsonNode answer, string path)
    {
        JsonNode? node = answer;
        foreach (var part in path.Split('.'))
        {
            node = node switch
            {
                JsonArray items when int.TryParse(part, out var index) && index >= 0 && index < items.Count => items[index],
                JsonObject members => members[part],
                _ => null,
            };
        }
        return node is JsonValue value ? value.ToString() : null;
    }

    [GeneratedRegex(@"\{([A-Za-z][A-Za-z0-9_.-]{0,63})\}")]
    private static partial Regex Placeholder();
}
