using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Controls.Catalogue;

/// <summary>
/// A policy statement with <c>{parameter}</c> placeholders in its texts. A parameter with several values turns the text into
/// a list; <c>${...}</c> is a policy variable and stays.
/// </summary>
internal static class StatementTemplate
{
    private static readonly JsonSerializerOptions Minified = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The names of the placeholders in a statement, each once.</summary>
    public static ImmutableArray<string> Placeholders(string statement)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in Texts(JsonNode.Parse(statement)!))
        {
            for (var at = 0; Next(text, at) is { } found; at = found.End)
                names.Add(text[(found.Start + 1)..(found.End - 1)]);
        }
        return [.. names];
    }

    /// <summary>The statement with every placeholder replaced. Every placeholder must have a value.</summary>
    public static string Fill(string statement, string sid, Func<string, ImmutableArray<string>> valueOf)
    {
        var filled = new JsonObject { ["Sid"] = sid };
        foreach (var (name, value) in JsonNode.Parse(statement)!.AsObject())
        {
            if (name != "Sid")
                filled[ExpandName(name, valueOf)] = FillNode(value, valueOf);
        }
        return filled.ToJsonString(Minified);
    }

    private static JsonNode? FillNode(JsonNode? node, Func<string, ImmutableArray<string>> valueOf) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(ExpandName(member.Key, valueOf), FillNode(member.Value, valueOf)))),
        JsonArray list => new JsonArray([.. list.SelectMany(item => FillItem(item, valueOf))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => FillText(value.GetValue<string>(), valueOf),
        null => null,
        _ => node.DeepClone(),
    };

    private static IEnumerable<JsonNode?> FillItem(JsonNode? item, Func<string, ImmutableArray<string>> valueOf) =>
        item is JsonValue value && value.GetValueKind() == JsonValueKind.String
            ? Expand(value.GetValue<string>(), valueOf).Select(text => (JsonNode?)JsonValue.Create(text))
            : [FillNode(item, valueOf)];

    private static JsonNode FillText(string text, Func<string, ImmutableArray<string>> valueOf)
    {
        var texts = Expand(text, valueOf);
        return texts is [var single] ? JsonValue.Create(single) : new JsonArray([.. texts.Select(item => (JsonNode?)JsonValue.Create(item))]);
    }

    private static string ExpandName(string name, Func<string, ImmutableArray<string>> valueOf) => Expand(name, valueOf) is [var single] ? single : name;

    private static ImmutableArray<string> Expand(string text, Func<string, ImmutableArray<string>> valueOf)
    {
        if (Next(text, 0) is not { } found)
            return [text];
        var name = text[(found.Start + 1)..(found.End - 1)];
        return [.. valueOf(name).SelectMany(value => Expand(text[found.End..], valueOf).Select(rest => text[..found.Start] + value + rest))];
    }

    private static (int Start, int End)? Next(string text, int from)
    {
        for (var start = text.IndexOf('{', from); start >= 0; start = text.IndexOf('{', start + 1))
        {
            var end = text.IndexOf('}', start);
            if (end > start + 1 && (start == 0 || text[start - 1] != '$') && text.AsSpan(start + 1, end - start - 1).IndexOfAnyExceptInRange('A', 'z') < 0)
                return (start, end + 1);
        }
        return null;
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => Texts(member.Value).Prepend(member.Key)),
        JsonArray list => list.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
