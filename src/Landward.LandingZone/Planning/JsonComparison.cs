using System.Text.Json.Nodes;

namespace Landward.LandingZone.Planning;

/// <summary>
/// Equality as AWS means it: members and lists of texts have no order, one text equals a list of that text. Other lists
/// (policy statements) are compared in order.
/// </summary>
internal static class JsonComparison
{
    public static bool Same(JsonNode? a, JsonNode? b)
    {
        if (a is JsonValue && b is JsonArray { Count: 1 } single)
            return Same(a, single[0]);
        if (b is JsonValue && a is JsonArray { Count: 1 } other)
            return Same(other[0], b);
        return (a, b) switch
        {
            (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(member => y.ContainsKey(member.Key) && Same(member.Value, y[member.Key])),
            (JsonArray x, JsonArray y) when AreTexts(x) && AreTexts(y) => Sorted(x).SequenceEqual(Sorted(y), StringComparer.Ordinal),
            (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
            _ => JsonNode.DeepEquals(a, b),
        };
    }

    private static bool AreTexts(JsonArray list) => list.All(item => item is JsonValue value && value.TryGetValue<string>(out _));

    private static IEnumerable<string> Sorted(JsonArray list) => list.Select(item => item!.GetValue<string>()).Order(StringComparer.Ordinal);
}
