using System.Text.Json.Nodes;
using Landward.LandingZone.Specification;

namespace Landward.Tests.LandingZone.Specification;

public class SpecSchemaTests
{
    [Fact]
    public void The_schema_is_a_2020_12_document_whose_references_all_resolve()
    {
        var schema = SpecSchema.Json();
        schema["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");
        var definitions = (JsonObject)schema["$defs"]!;
        var references = References(schema).Distinct().ToArray();
        references.ShouldNotBeEmpty();
        references.ShouldAllBe(reference => definitions.ContainsKey(reference.Replace("#/$defs/", "")));
    }

    [Fact]
    public void Every_key_of_the_reference_blueprint_is_in_the_schema()
    {
        var schema = SpecSchema.Json();
        var properties = (JsonObject)schema["properties"]!;
        Specs.Blueprint("reference").Document.Select(member => member.Key).ShouldAllBe(key => properties.ContainsKey(key));
    }

    [Fact]
    public void Keys_without_effect_say_so() =>
        SpecSchema.Json()["$defs"]!["security"]!["properties"]!["macie"]!["description"]!.GetValue<string>().ShouldContain("Not applied by this version");

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
