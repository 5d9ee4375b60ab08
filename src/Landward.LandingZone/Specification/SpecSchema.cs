using System.Text.Json.Nodes;
using Landward.LandingZone.Specification.Shapes;

namespace Landward.LandingZone.Specification;

/// <summary>The JSON Schema (draft 2020-12) of the spec, printed from the description the parser checks against.</summary>
public static class SpecSchema
{
    public static JsonObject Json()
    {
        var definitions = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        var root = Object(SpecLanguage.Root, definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "landward.yaml",
            ["description"] = "What an AWS organization should be. Absent = unmanaged, `off` = made sure to be off, anything else = managed.",
        };
        foreach (var (name, value) in root)
            schema[name] = value?.DeepClone();
        schema["$defs"] = new JsonObject(definitions);
        return schema;
    }

    private static JsonObject Node(Shape shape, SortedDictionary<string, JsonNode?> definitions)
    {
        switch (shape)
        {
            case ObjectShape named:
                if (definitions.TryAdd(named.Name, null))
                    definitions[named.Name] = Object(named, definitions);
                return new JsonObject { ["$ref"] = "#/$defs/" + named.Name };
            case MapShape map:
                return new JsonObject { ["type"] = "object", ["additionalProperties"] = Node(map.Value, definitions) };
            case ListShape list:
                return new JsonObject { ["type"] = "array", ["items"] = Node(list.Item, definitions) };
            case ChoiceShape choice:
                return new JsonObject { ["anyOf"] = new JsonArray([.. choice.Options.Select(option => Node(option, definitions))]) };
            case TextShape text:
                return Text(text);
            default:
                return [];
        }
    }

    private static JsonObject Object(ObjectShape shape, SortedDictionary<string, JsonNode?> definitions)
    {
        var properties = new JsonObject();
        foreach (var member in shape.All)
        {
            var node = Node(member.Shape, definitions);
            node["description"] = member.Support is Support.Applied ? member.Description : member.Description + " Not applied by this version.";
            properties[member.Name] = node;
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = shape.All.Where(member => member.Required).Select(member => (JsonNode?)member.Name).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        return schema;
    }

    private static JsonObject Text(TextShape shape) => shape.Kind switch
    {
        // YAML 1.2 readers see `off` as text and YAML 1.1 readers as false: both are meant.
        TextKind.Switch => new JsonObject { ["enum"] = new JsonArray("on", "off", true, false) },
        TextKind.Integer => new JsonObject { ["type"] = "integer", ["minimum"] = shape.Minimum, ["maximum"] = shape.Maximum },
        _ when shape.Allowed is ["off", "false"] => new JsonObject { ["enum"] = new JsonArray("off", false) },
        _ when shape.Allowed is ["1"] => new JsonObject { ["const"] = 1 },
        _ when shape.Allowed.Length > 0 => new JsonObject { ["enum"] = new JsonArray([.. shape.Allowed.Select(word => (JsonNode?)word)]) },
        TextKind.Email => new JsonObject { ["type"] = "string", ["format"] = "email", ["minLength"] = 6, ["maxLength"] = 64 },
        TextKind.Region => new JsonObject { ["enum"] = new JsonArray([.. AwsRegions.Names.Select(name => (JsonNode?)name)]) },
        TextKind.Duration => new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]{1,5}[mhdy]$" },
        TextKind.Key => new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" },
        TextKind.UnitPath => new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._/-]*$" },
        TextKind.UnitPattern => new JsonObject { ["type"] = "string", ["pattern"] = "^[A-Za-z0-9*][A-Za-z0-9._/*-]*$" },
        _ => new JsonObject { ["type"] = "string" },
    };
}
