using Landward.Model;
using Landward.Rules.Yaml;

namespace Landward.Tests.Rules.Yaml;

public class YamlReaderTests
{
    private readonly List<Diagnostic> _diagnostics = [];

    [Fact]
    public void Values_carry_the_place_they_were_written_at()
    {
        var root = Read("a: 1\nb:\n  - c: x\n").ShouldBeOfType<YamlMapping>();
        root["b"].ShouldBeOfType<YamlSequence>().Items[0].Span.ShouldBe(new SourceSpan("f.yaml", 3, 5));
        _diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Quoted_words_stay_words_and_plain_ones_become_json_values() =>
        YamlJson.ToJson(Read("{ a: on, b: 'on', c: 12, d: 012345678901, e: ~ }")!)!.ToJsonString()
            .ShouldBe("""{"a":true,"b":"on","c":12,"d":"012345678901","e":null}""");

    [Theory]
    [InlineData("a: [1, 2", "LW3301")]
    [InlineData("a: *nothing", "LW3301")]
    [InlineData("a: 1\na: 2", "LW3303")]
    [InlineData("? [x]\n: 1", "LW3301")]
    public void Broken_text_is_a_diagnostic_with_a_place(string text, string code)
    {
        Read(text);
        var diagnostic = _diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(code);
        diagnostic.Span.ShouldNotBeNull();
    }

    [Fact]
    public void Aliases_of_aliases_stop_at_the_limit()
    {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range('b', 8).Select(c => $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n"));
        Read(bomb).ShouldBeNull();
        _diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3302");
    }

    [Fact]
    public void Deep_nesting_stops_at_the_limit()
    {
        Read(new string('[', 10_000)).ShouldBeNull();
        _diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3302");
    }

    private YamlValue? Read(string text) => YamlReader.Read(text, "f.yaml", _diagnostics);
}
