using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Texts of a rule's <c>landward:</c> block.</summary>
internal static class RuleTexts
{
    public static string? Optional(YamlMapping mapping, string key) => mapping[key] is { } node ? Text(node, key) : null;

    public static string Text(YamlValue node, string what) =>
        node is YamlScalar { IsNull: false } scalar ? scalar.Text : throw new FormatException($"`{what}` must be a single value.");

    /// <summary>The values under the key, one or a list; none when the key is absent.</summary>
    public static IEnumerable<string> List(YamlMapping mapping, string key) => mapping[key] switch
    {
        null => [],
        YamlSequence list => list.Items.Select(item => Text(item, key)),
        var one => [Text(one, key)],
    };

    /// <summary>Refuses keys that mean nothing.</summary>
    public static void OnlyKeys(YamlMapping mapping, string what, IReadOnlyCollection<string> known)
    {
        foreach (var key in mapping.Entries.Select(entry => entry.Key))
        {
            if (!known.Contains(key))
                throw new FormatException($"`{key}` is not known in `{what}`.{Model.Suggestion.DidYouMean(key, known)}");
        }
    }
}
