using System.Text.Json;
using System.Text.Json.Nodes;

namespace Landward.Policy.Packing;

/// <summary>
/// Unites statements that differ in their actions only, or in their resources only. A united statement's Sid is the Sids of its
/// origins in a row, so that a denial still names every control behind it.
/// </summary>
internal static class StatementMerger
{
    /// <param name="statements">Minified JSON of one statement each.</param>
    public static List<string> Merge(IReadOnlyList<string> statements, JsonSerializerOptions format)
    {
        var merged = statements.Select(text => JsonNode.Parse(text)!.AsObject()).ToList();
        foreach (var element in (string[])["Action", "NotResource", "Resource"])
        {
            // What NotResource leaves out is not the union of what two of them leave out.
            if (element != "NotResource")
                merged = Unite(merged, element);
        }
        return [.. merged.Select(statement => statement.ToJsonString(format))];
    }

    private static List<JsonObject> Unite(List<JsonObject> statements, string element)
    {
        var groups = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var result = new List<JsonObject>();
        foreach (var statement in statements)
        {
            if (!statement.ContainsKey(element) || !groups.TryGetValue(KeyOf(statement, element), out var first))
            {
                if (statement.ContainsKey(element))
                    groups.Add(KeyOf(statement, element), statement);
                result.Add(statement);
                continue;
            }
            var values = Values(first[element]!).Concat(Values(statement[element]!)).Distinct(StringComparer.Ordinal).ToArray();
            first[element] = values.Contains("*", StringComparer.Ordinal) ? "*" : new JsonArray([.. values.Select(value => (JsonNode)value)]);
            if (SidOf(first) + SidOf(statement) is { Length: > 0 } sid)
                first["Sid"] = sid;
        }
        return result;
    }

    /// <summary>Everything but the Sid and the element, in an order of its own.</summary>
    private static string KeyOf(JsonObject statement, string element) => string.Join('\n', statement
        .Where(member => member.Key != element && member.Key != "Sid")
        .OrderBy(member => member.Key, StringComparer.Ordinal)
        .Select(member => member.Key + "=" + (member.Value is JsonArray or JsonValue ? string.Join('\t', Values(member.Value).Order(StringComparer.Ordinal)) : member.Value?.ToJsonString())));

    private static IEnumerable<string> Values(JsonNode node) => node is JsonArray array ? array.Select(item => item!.ToString()) : [node.ToString()];

    private static string SidOf(JsonObject statement) => statement["Sid"]?.ToString() ?? string.Empty;
}
