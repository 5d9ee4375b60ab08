using System.Text.Json.Nodes;
using Landward.Response.Resources;

namespace Landward.Tests.Response;

public sealed class CanonicalStateTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[1,2]}""", """{ "b": [1, 2], "a": 1 }""", true)]
    [InlineData("""{"a":1}""", """{"a":"1"}""", false)]
    [InlineData("""{"a":[1,2]}""", """{"a":[2,1]}""", false)]
    [InlineData("""{"a":null}""", """{}""", false)]
    public void Equal_states_have_equal_hashes_and_others_do_not(string one, string other, bool equal) =>
        (CanonicalState.Hash(JsonNode.Parse(one)) == CanonicalState.Hash(JsonNode.Parse(other))).ShouldBe(equal);

    [Fact]
    public void Sets_compare_without_order() =>
        CanonicalState.Hash(CanonicalState.SortSets(JsonNode.Parse("""[{"b":[2,1]},{"a":1}]""")!))
            .ShouldBe(CanonicalState.Hash(CanonicalState.SortSets(JsonNode.Parse("""[{"a":1},{"b":[1,2]}]""")!)));
}
