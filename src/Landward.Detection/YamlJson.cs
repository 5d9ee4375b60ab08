using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Landward.Detection;

/// <summary>YAML nodes of a rule's <c>landward:</c> block as texts and JSON. Quoted scalars stay strings.</summary>
internal static class YamlJson
{
    public static YamlNode? Find(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    public static string? Optional(YamlMappingNode mapping, string key) => Find(mapping, key) is { } node ? Text(node, key) : null;

    public static string Text(YamlNode node, string what) =>
        node is YamlScalarNode { Value: { } value } ? value : throw new FormatException($"`{what}` must be a single value.");

    public static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(Text(pair.Key, "a name"), Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new FormatException("only mappings, lists and scalars can stand in an event."),
    };

    private static JsonValue? Plain(string? text) => text switch
    {
        null or "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (text == "0" || text[0] != '0') =>
            JsonValue.Create(number),
        _ => JsonValue.Create(text),
    };
}
