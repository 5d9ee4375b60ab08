using System.Text.Json.Nodes;
using Landward.LandingZone.Planning;

namespace Landward.Tests.LandingZone.Planning;

public class JsonComparisonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"b":2,"a":1}""", true)]
    [InlineData("""["x","y"]""", """["y","x"]""", true)]
    [InlineData("""["x","x"]""", """["x"]""", false)]
    [InlineData("\"x\"", """["x"]""", true)]
    [InlineData("""["x"]""", "\"x\"", true)]
    [InlineData("""[{"a":1},{"b":2}]""", """[{"b":2},{"a":1}]""", false)]
    [InlineData("""{"a":null}""", "{}", false)]
    [InlineData("""{"a":{"b":["c"]}}""", """{"a":{"b":"c"}}""", true)]
    [InlineData("1", "\"1\"", false)]
    [InlineData("null", "null", true)]
    public void Documents_are_compared_as_AWS_means_them(string a, string b, bool same)
    {
        JsonComparison.Same(JsonNode.Parse(a), JsonNode.Parse(b)).ShouldBe(same);
        JsonComparison.Same(JsonNode.Parse(b), JsonNode.Parse(a)).ShouldBe(same);
    }

    [Fact]
    public void Values_made_in_memory_equal_values_that_were_read()
    {
        var made = new JsonObject { ["n"] = 14, ["b"] = true, ["s"] = "x", ["l"] = new JsonArray("a") };
        JsonComparison.Same(made, JsonNode.Parse(made.ToJsonString())).ShouldBeTrue();
    }
}
