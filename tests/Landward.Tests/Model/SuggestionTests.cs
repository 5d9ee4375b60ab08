using Landward.Model;

namespace Landward.Tests.Model;

public class SuggestionTests
{
    [Theory]
    [InlineData("acounts", "accounts")]
    [InlineData("guardrials", "guardrails")]
    [InlineData("Security", "security")]
    public void The_nearest_name_is_offered(string word, string expected) =>
        Suggestion.Nearest(word, ["accounts", "guardrails", "security", "units"]).ShouldBe(expected);

    [Fact]
    public void Nothing_is_offered_when_nothing_is_near() => Suggestion.DidYouMean("zebra", ["accounts", "units"]).ShouldBeEmpty();
}
