using System.Text.Json.Nodes;

namespace Landward.Sandbox.Authorization;

/// <summary>A dotted path into a call's input; lists on the way are walked element by element.</summary>
internal sealed class InputPath(string text)
{
    private readonly string[] _names = text.Split('.');

    public override string ToString() => string.Join('.', _names);

    /// <summary>Every value at the path, in order; none when a member is absent or null.</summary>
    public IEnumerable<JsonNode> Select(JsonNode input) => Select(input, 0);

    public IEnumerable<string> SelectText(JsonNode input) => Select(input).OfType<JsonValue>().Select(value => value.ToString());

    private IEnumerable<JsonNode> Select(JsonNode node, int depth)
    {
        if (node is JsonArray list)
            return list.OfType<JsonNode>().SelectMany(element => Select(element, depth));
        if (depth == _names.Length)
            return [node];
        return node is JsonObject members && members[_names[depth]] is { } next ? Select(next, depth + 1) : [];
    }
}
