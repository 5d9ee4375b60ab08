using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Detection.Alarms;

/// <summary>Members of a filter or an alarm as JSON: CloudWatch's names begin with a capital, those of CloudWatch Logs with a small letter.</summary>
internal static class AlarmMembers
{
    public static JsonNode? Member(this JsonObject source, string name) =>
        source[name] ?? source[char.ToLowerInvariant(name[0]) + name[1..]];

    /// <summary>The text of a scalar; null when it is absent or no scalar.</summary>
    public static string? Scalar(this JsonObject source, string name) => source.Member(name) is JsonValue value ? value.ToString() : null;

    public static double? Decimal(this JsonObject source, string name) =>
        source.Scalar(name) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    public static int? Whole(this JsonObject source, string name) =>
        source.Scalar(name) is { } text && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A map of texts, or a list of names and values (<paramref name="key"/> and <c>Value</c>); null when it is neither.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Pairs(this JsonObject source, string name, string key) => source.Member(name) switch
    {
        null => [],
        JsonObject map => [.. map.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.ToString() ?? string.Empty))],
        JsonArray list when list.All(item => item is JsonObject entry && entry.Scalar(key) is not null && entry.Scalar("Value") is not null) =>
            [.. list.OfType<JsonObject>().Select(item => KeyValuePair.Create(item.Scalar(key)!, item.Scalar("Value")!))],
        _ => null,
    };

    /// <summary>The first member that is not among the names; null when all are.</summary>
    public static string? Unknown(this JsonObject source, ReadOnlySpan<string> names)
    {
        foreach (var (name, _) in source)
        {
            var capital = name.Length > 0 ? char.ToUpperInvariant(name[0]) + name[1..] : name;
            if (!names.Contains(capital))
                return name;
        }
        return null;
    }
}
