using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

/// <summary>The compiled engine against the naive interpreter, on random rules and events.</summary>
public sealed class SigmaDifferentialTests
{
    private static readonly string[] Fields = ["a", "b", "c", "a.b", "a.c", "b.a", "c.a.b"];
    private static readonly string[] Words = ["x", "X", "xy", "yx", "", "1", "2.50", "true", "[1]", "{\"b\":\"x\"}", "x*y", "x?y", "\\x", "a\"b"];
    private static readonly string[] Patterns = ["x", "x*", "*y", "*", "?", "x?y", "\\*", "x\\?y", "\\\\*", "1", "true", "", "\"b\":\"x\"", "[1]", "2.5*"];

    [Fact]
    public void Compiled_rules_decide_as_the_naive_interpreter_does() =>
        Prop.ForAll<int, int>((high, low) =>
        {
            var seed = (high * 65_537) + low;
            var random = new System.Random(seed);
            var parsed = SigmaParser.Parse(Rule(random), "random.yaml");
            parsed.Diagnostics.ShouldBeEmpty();
            var rule = parsed.Rules[0];
            var (compiled, diagnostic) = new SigmaCompiler(new SigmaEnvironment()).Compile(rule);
            diagnostic.ShouldBeNull();
            var naive = new NaiveSigmaInterpreter(rule);
            for (var i = 0; i < 20; i++)
            {
                var @event = Object(random, 0);
                using var document = JsonDocument.Parse(@event.ToJsonString());
                var matches = compiled!.Matches(document.RootElement);
                matches.ShouldBe(naive.Matches(@event), $"seed {seed}: {@event.ToJsonString()}");
                foreach (var field in Fields.Where(field => matches && !field.Contains('.', StringComparison.Ordinal)))
                    PinnedValueIsThere(compiled.Pinned(field), @event, field);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(400)));

    /// <summary>An index by pinned values loses no match: a matching event has one of them, wherever it stands below the field.</summary>
    private static void PinnedValueIsThere(System.Collections.Immutable.ImmutableHashSet<string>? pinned, JsonObject @event, string field)
    {
        if (pinned is not null && @event[field] is JsonValue value && value.TryGetValue<string>(out var text) && !text.StartsWith('{') && !text.StartsWith('['))
            pinned.ShouldContain(text);
    }

    private static string Rule(System.Random random)
    {
        var names = Enumerable.Range(0, random.Next(1, 4)).Select(n => $"s{n}").ToArray();
        var yaml = new StringBuilder("title: random\nlogsource: {product: aws}\ndetection:\n");
        foreach (var name in names)
        {
            if (random.Next(8) == 0)
            {
                yaml.Append($"  {name}: [{Quoted(Pick(random, ["x", "yx", "1", "zz"]))}]\n");
                continue;
            }
            yaml.Append($"  {name}:\n");
            var alternatives = random.Next(1, 3);
            for (var alternative = 0; alternative < alternatives; alternative++)
            {
                var fields = Fields.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToArray();
                for (var i = 0; i < fields.Length; i++)
                    yaml.Append($"    {(i == 0 ? '-' : ' ')} {Item(random, fields[i])}\n");
            }
        }
        return yaml.Append($"  condition: {Condition(random, names, 0)}\n").ToString();
    }

    private static string Item(System.Random random, string field) => random.Next(11) switch
    {
        0 => $"'{field}': null",
        1 => $"'{field}|exists': {(random.Next(2) == 0 ? "true" : "false")}",
        2 => $"'{field}|re': {Quoted(Pick(random, ["^x", "y$", "[0-9]", "x.*y", "^$"]))}",
        3 => $"'{field}|gte': {random.Next(4)}",
        4 => $"'{field}|fieldref': {Pick(random, Fields)}",
        5 => $"'{field}|contains|all': [{Values(random, 2)}]",
        6 => $"'{field}|neq': [{Values(random, random.Next(1, 3))}]",
        7 => $"'{field}|cased': [{Values(random, random.Next(1, 3))}]",
        8 => $"'{field}|{Pick(random, ["contains", "startswith", "endswith"])}': [{Values(random, random.Next(1, 4))}]",
        9 => $"'{field}|element': {{'b': {Quoted(Pick(random, Patterns))}, 'c': {Quoted(Pick(random, Patterns))}}}",
        _ => $"'{field}': [{Values(random, random.Next(1, 4))}]",
    };

    private static string Values(System.Random random, int count) => string.Join(", ", Enumerable.Range(0, count).Select(_ => Quoted(Pick(random, Patterns))));

    private static string Condition(System.Random random, string[] names, int depth) => random.Next(depth > 3 ? 2 : 7) switch
    {
        0 => Pick(random, names),
        1 => $"{random.Next(1, 3)} of {Pick(random, ["them", "s*", "z*"])}",
        2 => $"not {Condition(random, names, depth + 1)}",
        3 => "all of s*",
        4 => $"({Condition(random, names, depth + 1)} or {Condition(random, names, depth + 1)})",
        _ => $"({Condition(random, names, depth + 1)} and {Condition(random, names, depth + 1)})",
    };

    private static JsonObject Object(System.Random random, int depth)
    {
        var @object = new JsonObject();
        foreach (var name in new[] { "a", "b", "c" }.Where(_ => random.Next(4) > 0))
            @object[name] = Value(random, depth + 1);
        return @object;
    }

    private static JsonNode? Value(System.Random random, int depth) => random.Next(depth > 3 ? 6 : 10) switch
    {
        0 => null,
        1 => JsonValue.Create(random.Next(2) == 0),
        2 => JsonNode.Parse(Pick(random, ["1", "2.50", "3", "-4"])),
        < 6 => JsonValue.Create(Pick(random, Words)),
        < 8 => Object(random, depth),
        _ => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1))]),
    };

    private static T Pick<T>(System.Random random, T[] items) => items[random.Next(items.Length)];

    private static string Quoted(string text) => $"'{text}'";
}
