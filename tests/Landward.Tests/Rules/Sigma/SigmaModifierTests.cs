using System.Collections.Immutable;
using System.Text.Json;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

/// <summary>Combinations of modifiers, and what hostile rules are refused for.</summary>
public sealed class SigmaModifierTests
{
    private static readonly SigmaEnvironment Environment = new()
    {
        Lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
        {
            ["people"] = ["ann", "b*"],
            ["nets"] = ["10.0.0.0/8", "2001:db8::/32"],
            ["nobody"] = [],
            ["dotted"] = ["a.b"],
            ["many"] = [.. Enumerable.Range(0, 400).Select(i => $"v{i}")],
        },
    };

    [Theory]
    [InlineData("a|cidr|expand", "'%nets%'", "10.2.3.4", true)]
    [InlineData("a|cidr|expand", "'%nets%'", "2001:db8::7", true)]
    [InlineData("a|cidr|expand", "'%nets%'", "192.0.2.1", false)]
    [InlineData("a|cidr|neq", "[10.0.0.0/8, 192.0.2.0/24]", "10.1.1.1", false)]
    [InlineData("a|cidr|neq", "10.0.0.0/8", "AWS Internal", true)]
    [InlineData("a|cidr", "10.1.2.3", "10.1.2.3", true)]
    [InlineData("a|expand", "'%people%'", "bob", true)]
    [InlineData("a|expand", "'%people%'", "eve", false)]
    [InlineData("a|expand|neq", "'%people%'", "ann", false)]
    [InlineData("a|expand|neq", "'%nobody%'", "ann", true)]
    [InlineData("a|expand", "'%nobody%'", "ann", false)]
    [InlineData("a|expand", "'%people%-%people%'", "ann-bob", true)]
    [InlineData("a|expand", "'\\%people%'", "%people%", true)]
    [InlineData("a|expand", "'100% of %people%'", "100% of ann", true)]
    [InlineData("a|expand|contains|all", "['%people%', x]", "an x and ann", true)]
    [InlineData("a|expand|contains|all", "['%people%', x]", "an x and eve", false)]
    [InlineData("a|expand|startswith", "'%people%-'", "bill-2", true)]
    [InlineData("a|re|expand", "'^%dotted%$'", "a.b", true)]
    [InlineData("a|re|expand", "'^%dotted%$'", "axb", false)]
    [InlineData("a", "'%people%'", "%people%", true)]
    [InlineData("a|re|i|neq", "'^AB'", "abc", false)]
    [InlineData("a|re|s", "'a.b'", "a\\nb", true)]
    [InlineData("a|re", "'a.b'", "a\\nb", false)]
    [InlineData("a|re|m", "'^b$'", "a\\nb", true)]
    [InlineData("a|re", "'^b$'", "a\\nb", false)]
    [InlineData("a|re|all", "[x, y]", "y x", true)]
    [InlineData("a|contains|neq", "b", "abc", false)]
    [InlineData("a|endswith|cased", "Bc", "abc", false)]
    [InlineData("a|gt|neq", "5", "4", true)]
    [InlineData("a|gt", "[5, 1]", "2", true)]
    [InlineData("a|lte", "'1e3'", "1000.0", true)]
    [InlineData("a|windash|contains", "' -f'", "x /f", true)]
    [InlineData("a|windash|contains|all", "[' -f', ' -g']", "x /f \u2014g", true)]
    [InlineData("a|windash", "-a -b", "/a \u2013b", true)]
    [InlineData("a|windash", "a-b", "a/b", false)]
    [InlineData("a|wide", "cmd", "c\\u0000m\\u0000d\\u0000", true)]
    [InlineData("a|utf16be", "cmd", "\\u0000c\\u0000m\\u0000d", true)]
    [InlineData("a|utf16", "c", "\u00ff\u00fec\\u0000", true)]
    [InlineData("a|utf16le|base64", "cmd", "YwBtAGQA", true)]
    [InlineData("a|wide|base64offset|contains", "cmd", "YwBtAGQA", true)]
    [InlineData("a|utf16|base64", "cmd", "//5jAG0AZAA=", true)]
    [InlineData("a|base64", "foo", "Zm9v", true)]
    [InlineData("a|base64|base64", "foo", "Wm05dg==", true)]
    [InlineData("a|month|gte", "3", "2026-03-09T23:15:00Z", true)]
    [InlineData("a|hour|neq", "23", "2026-03-09T23:15:00Z", false)]
    [InlineData("a|minute", "[14, 15]", "2026-03-09T23:15:00Z", true)]
    [InlineData("a|year|lt", "2026", "2026-03-09T23:15:00Z", false)]
    [InlineData("a|day", "9", "no date", false)]
    [InlineData("a|neq", "null", "x", true)]
    [InlineData("a|fieldref|contains", "b", "xAbY", true)]
    [InlineData("a|fieldref|contains|cased", "b", "xAbY", false)]
    [InlineData("a|fieldref|startswith|neq", "b", "xab", true)]
    [InlineData("'|contains|all'", "[hello, wor]", "Hello world", true)]
    [InlineData("'|re'", "['^hel+o']", "hello", true)]
    [InlineData("'|cased'", "[HELLO]", "hello", false)]
    [InlineData("'|expand'", "['%people%']", "Joann", true)]
    public void Modifiers_combine(string item, string values, string text, bool expected)
    {
        var quoted = item.StartsWith('\'') ? item : $"'{item}'";
        using var document = JsonDocument.Parse($$"""{"a":"{{text}}","b":"ab"}""");
        Compile($"s: {{{quoted}: {values}}}").Rule!.Matches(document.RootElement).ShouldBe(expected);
    }

    [Theory]
    [InlineData("'a|re': '((a{1,100}){1,100}){1,100}'", "LW3007", "positions")]
    [InlineData("'a|re': '(?<=x)y'", "LW3005", "regular expression")]
    [InlineData("'a|re': '(a)\\1'", "LW3005", "regular expression")]
    [InlineData("'a|re|i|cased': 'a'", "LW3003", "contradict")]
    [InlineData("'a|windash': '-a -b -c -d -e'", "LW3007", "windash")]
    [InlineData("'a|expand': '%many%%many%'", "LW3007", "more than 100000 values")]
    [InlineData("'a|base64': 'a*'", "LW3005", "wildcards")]
    [InlineData("'a|wide|wide': 'a'", "LW3003", "once")]
    [InlineData("'a|fieldref|expand': '%many%'", "LW3003", "names a field")]
    [InlineData("'a|exists': maybe", "LW3005", "true or false")]
    [InlineData("'|startswith': [x]", "LW3003", "keywords")]
    [InlineData("'|neq': [x]", "LW3003", "keywords")]
    [InlineData("'a|hour|contains': 1", "LW3003", "date")]
    public void Hostile_or_meaningless_items_are_refused(string item, string code, string detail)
    {
        var diagnostic = Compile($"s: {{{item}}}").Diagnostic!;
        diagnostic.Code.ShouldBe(code);
        diagnostic.Detail.ShouldContain(detail);
    }

    [Fact]
    public void A_value_of_wildcards_alone_is_refused_when_there_are_too_many()
    {
        Compile($"s: {{a: '{string.Concat(Enumerable.Repeat("a*", 70))}'}}").Diagnostic!.Code.ShouldBe("LW3007");
        Compile($"s: {{a: '{string.Concat(Enumerable.Repeat("a*", 20))}'}}").Diagnostic.ShouldBeNull();
    }

    [Theory]
    [InlineData("a{3}", 3)]
    [InlineData("(ab){2,5}", 10)]
    [InlineData("(a{10}|b){10}", 110)]
    [InlineData("[a-z]{4}\\d", 5)]
    [InlineData("a{x}", 4)]
    [InlineData("a{999999999}", 5001)]
    public void Size_of_a_regular_expression_counts_repetitions(string pattern, long size) => SigmaRegex.Size(pattern).ShouldBe(size);

    [Fact]
    public void Documents_that_look_odd_still_load()
    {
        var file = SigmaParser.Parse("""
            ---
            ---
            title: Odd
            name: odd
            author: [A, B]
            date: 2026-01-01
            related: [{id: x, type: derived}]
            falsepositives: [Unknown, {not: text}]
            status: deprecated
            taxonomy: sigma
            custom: {deep: [1, {a: b}]}
            logsource: {product: aws, service: cloudtrail, definition: Needs data events}
            detection:
              mixed:
                - eventName: A
                - word
                - '|all': [x, y]
              nothing: {field: Null}
              condition: [mixed and nothing, 1 of mix*]
            fields: [eventName]
            ---
            title: Second
            logsource: {product: aws}
            detection: {s: [x], condition: s}
            """, "odd.yaml");
        file.Diagnostics.ShouldBeEmpty();
        file.Rules.Length.ShouldBe(2);
        file.Rules[0].Header.FalsePositives.ShouldBe(["Unknown"]);
        file.Rules[0].Searches[0].Alternatives.Length.ShouldBe(3);
        new SigmaCompiler(Environment).Compile(file.Rules[0]).Diagnostic.ShouldBeNull();
    }

    private static (CompiledSigmaRule? Rule, Landward.Model.Diagnostic? Diagnostic) Compile(string search)
    {
        var parsed = SigmaParser.Parse($"title: t\nlogsource: {{product: aws}}\ndetection:\n  {search}\n  condition: s\n", "rule.yaml");
        parsed.Diagnostics.ShouldBeEmpty();
        return new SigmaCompiler(Environment).Compile(parsed.Rules.ShouldHaveSingleItem());
    }
}
