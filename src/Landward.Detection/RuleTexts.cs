using Landward.Rules.Yaml;

namespace Landward.Detection;

/// <summary>Texts of a rule's <c>landward:</c> block.</summary>
internal static class RuleTexts
{
    public static string? Optional(YamlMapping mapping, string key) => mapping[key] is { } node ? Text(node, key) : null;

    public static string Text(YamlValue node, string what) =>
        node is YamlScalar { IsNull: false } scalar ? scalar.Text : throw new FormatException($"`{what}` must be a single value.");
}
