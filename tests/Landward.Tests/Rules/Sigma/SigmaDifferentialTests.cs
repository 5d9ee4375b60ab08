using System.Collections.Immutable;
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
    private static readonly string[] Words =
    [
        "x", "X", "xy", "yx", "", "1", "2.50", "true", "[1]", "{\"b\":\"x\"}", "x*y", "x?y", "\\x", "a\"b", "a -x", "a /x", "x\ny", "\u00e4X", "\u00c4x",
        "10.1.2.3", "10.200.0.9", "2001:db8::9", "AWS Internal", "1.2.3", "2026-03-09T23:15:00Z", "2025-12-31T00:00:01Z",
        Base64("x"), Base64("axy1"), Convert.ToBase64String(Encoding.Unicode.GetBytes("xy")), "x\u0000", "%people%",
    ];

    private static readonly string[] Patterns =
        ["x", "x*", "*y", "*", "?", "x?y", "\\*", "x\\?y", "\\\\*", "1", "true", "", "\"b\":\"x\"", "[1]", "2.5*", "\u00c4X", "a -x", "x*y*", "%people%"];

    private static readonly Dictionary<string, ImmutableArray<string>> Lists = new(StringComparer.Ordinal)
    {
        ["people"] = ["x", "y*"],
        ["none"] = [],
    };

    [Fact]
    public void Compiled_rules_decide_as_the_naive_interpreter_does() =>
        Prop.ForAll<int, int>((high, low) =>
        {
            var seed = (high * 65_537) + low;
            var random = new System.Random(seed);
            var text = Rule(random);
            var parsed = SigmaParser.Parse(text, "random.yaml");
            parsed.Diagnostics.ShouldBeEmpty();
            var rule = parsed.Rules[0];
            var (compiled, diagnostic) = new SigmaCompiler(new SigmaEnvironment { Lists = Lists }).Compile(rule);
            diagnostic.ShouldBeNull();
            var naive = new NaiveSigmaInterpreter(rule, Lists, ImmutableDictionary<string, Func<string, string?>>.Empty);
            for (var i = 0; i < 20; i++)
            {
                var @event = Object(random, 0);
                using var document = JsonDocument.Parse(@event.ToJsonString());
                var matches = compiled!.Matches(document.RootElement);
                matches.ShouldBe(naive.Matches(document.RootElement), $"{text}\nseed {seed}: {@event.ToJsonString()}");
                foreach (var field in Fields.Where(field => matches && !field.Contains('.', StringComparison.Ordinal)))
                    PinnedValueIsThere(compiled.Pinned(field), @event, field);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(400)));

    /// <summary>An index by pinned values loses no match: a matching event has one of them, wherever it stands below the field.</summary>
    private static void PinnedValueIsThere(ImmutableHashSet<string>? pinned, JsonObject @event, string field)
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
                yaml.Append($"  {name}: {Keywords(random)}\n");
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

    private static string Item(System.Random random, string field) => random.Next(17) switch
    {
        0 => $"'{field}{Pick(random, ["", "|neq"])}': null",
        1 => $"'{field}|exists': {(random.Next(2) == 0 ? "true" : "false")}",
        2 => $"'{field}|re{Pick(random, ["", "|i", "|m", "|s", "|i|s", "|neq"])}': {Quoted(Pick(random, ["^x", "y$", "[0-9]", "x.*y", "^$", "^(x|y)+$", "x{1,2}", "x.y"]))}",
        3 => $"'{field}|{Pick(random, ["lt", "lte", "gt", "gte"])}{Pick(random, ["", "|neq"])}': {Pick(random, ["0", "1", "2", "2.5", "[1, 3]"])}",
        4 => $"'{field}|fieldref{Pick(random, ["", "|neq", "|contains", "|startswith", "|endswith", "|cased", "|contains|neq"])}': {Pick(random, Fields)}",
        5 => $"'{field}|{Pick(random, ["contains", "startswith", "endswith"])}|all{Pick(random, ["", "|cased", "|neq"])}': [{Values(random, 2)}]",
        6 => $"'{field}|neq': [{Values(random, random.Next(1, 3))}]",
        7 => $"'{field}|cased': [{Values(random, random.Next(1, 3))}]",
        8 => $"'{field}|{Pick(random, ["contains", "startswith", "endswith"])}{Pick(random, ["", "|cased", "|neq"])}': [{Values(random, random.Next(1, 4))}]",
        9 => $"'{field}|element': {{'b': {Quoted(Pick(random, Patterns))}, 'c|contains': {Quoted(Pick(random, Patterns))}}}",
        10 => $"'{field}|cidr{Pick(random, ["", "|neq"])}': [{Pick(random, ["10.0.0.0/8", "10.1.2.3", "10.128.0.0/9", "0.0.0.0/0"])}, {Quoted(Pick(random, ["2001:db8::/32", "::/0", "2001:db8::9"]))}]",
        11 => $"'{field}|{Pick(random, ["minute", "hour", "day", "week", "month", "year"])}{Pick(random, ["", "|gte", "|lt", "|neq"])}': {Pick(random, ["0", "1", "3", "9", "11", "12", "15", "23", "2026"])}",
        12 => $"'{field}|expand{Pick(random, ["", "|neq", "|contains", "|startswith"])}': {Pick(random, ["'%people%'", "'%none%'", "'x%people%'", "'\\%people%'", "['1', '%people%']"])}",
        13 => $"'{field}|{Pick(random, ["base64", "base64offset|contains", "wide|base64offset|contains", "utf16le|base64", "wide", "utf16|base64|contains"])}': {Quoted(Pick(random, ["x", "xy", "xy1"]))}",
        14 => $"'{field}|windash|contains{Pick(random, ["", "|neq"])}': {Quoted(Pick(random, ["-x", " -x", "/x", "x"]))}",
        _ => $"'{field}': [{Values(random, random.Next(1, 4))}]",
    };

    private static string Keywords(System.Random random) => random.Next(5) switch
    {
        0 => $"{{'|all': [{Values(random, 2)}]}}",
        1 => "{'|re': ['x.y']}",
        2 => $"{{'|cased': [{Values(random, 1)}]}}",
        3 => $"[{Values(random, 1)}, {{'a': {Quoted(Pick(random, Patterns))}}}]",
        _ => $"[{Quoted(Pick(random, ["x", "yx", "1", "zz"]))}]",
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

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Quoted(string text) => $"'{text}'";
}
