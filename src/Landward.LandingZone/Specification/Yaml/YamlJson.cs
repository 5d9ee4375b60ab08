using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.LandingZone.Specification.Yaml;

/// <summary>The JSON form of a YAML value: plain <c>on/off/true/false</c> become booleans, plain digits numbers.</summary>
internal static class YamlJson
{
    public static JsonNode? ToJson(YamlValue value) => value switch
    {
        YamlScalar scalar => Scalar(scalar),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static JsonNode? Scalar(YamlScalar scalar)
    {
        if (scalar.Quoted)
            return JsonValue.Create(scalar.Text);
        if (scalar.IsNull)
            return null;
        if (scalar.Text is "on" or "true")
            return JsonValue.Create(true);
        if (scalar.Text is "off" or "false")
            return JsonValue.Create(false);
        // A leading zero is a name (an account id), not a number.
        var digits = scalar.Text.Length is > 0 and < 10 && (scalar.Text.Length == 1 || scalar.Text[0] != '0');
        return digits && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(scalar.Text);
    }
}
