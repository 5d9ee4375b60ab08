using System.Collections.Immutable;
using System.Text.Json;
using Landward.Rules.Sigma;

namespace Landward.Tests.Rules.Sigma;

public sealed class SigmaSemanticsTests
{
    private const string Event = """
        {
          "eventName": "UpdateFunctionCode20150331v2", "n": 22, "b": false, "nothing": null, "empty": "", "text": "Say \"Hello\" to C:\\temp*",
          "ip": "10.1.2.3", "service": "AWS Internal", "time": "2026-03-09T23:15:00Z",
          "user": {"arn": "arn:aws:iam::111122223333:user/ann", "name": "ann"}, "target": "ANN",
          "list": [{"k": "a", "v": [1, 2]}, {"k": "b", "v": []}], "tags": ["x", "y"],
          "policy": "{ \"Statement\": [ { \"Action\": [\"s3:GetObject\"] } ] }",
          "bucketPolicy": {"Statement": [{"Effect": "Allow", "Principal": "*"}]}, "odd": "${project.version} %x% $AWS_"
        }
        """;

    [Theory]
    // strings
    [InlineData("target: ann", true)]
    [InlineData("target|cased: ann", false)]
    [InlineData("Target: ANN", false)]
    [InlineData("text|contains: '\"hello\"'", true)]
    [InlineData("text|startswith: say", true)]
    [InlineData("text|endswith: 'temp\\*'", true)]
    [InlineData("text|endswith: 'tem\\*'", false)]
    [InlineData("text|endswith: 'C:\\\\temp?'", true)]
    [InlineData("odd: '${project.version} %x% $AWS_'", true)]
    [InlineData("target: 'A?N'", true)]
    [InlineData("target: 'A*'", true)]
    [InlineData("tags: [q, y]", true)]
    [InlineData("text|contains|all: [say, nope]", false)]
    [InlineData("text|contains|all: [say, hello]", true)]
    [InlineData("target|neq: ann", false)]
    [InlineData("target|neq: [bob, eve]", true)]
    // absent, null, empty
    [InlineData("missing: null", true)]
    [InlineData("nothing: null", true)]
    [InlineData("empty: null", false)]
    [InlineData("empty: ''", true)]
    [InlineData("nothing: ''", false)]
    [InlineData("nothing|exists: true", true)]
    [InlineData("missing|exists: false", true)]
    [InlineData("missing: '*'", false)]
    [InlineData("nothing|contains: '*'", false)]
    [InlineData("empty: '*'", true)]
    [InlineData("user: '*'", true)]
    // scalars by their string form
    [InlineData("b: 'false'", true)]
    [InlineData("b: false", true)]
    [InlineData("n: '22'", true)]
    [InlineData("n: 22", true)]
    [InlineData("n|gte: 22", true)]
    [InlineData("n|lt: 22", false)]
    [InlineData("target|gt: 1", false)]
    // paths and arrays
    [InlineData("user.name: ann", true)]
    [InlineData("list.k: b", true)]
    [InlineData("list.v: 2", true)]
    [InlineData("list.k.x: b", false)]
    [InlineData("list|element: {k: a, v: 2}", true)]
    [InlineData("list|element: {k: b, v: 2}", false)]
    [InlineData("list|element: [{k: b, v: 2}, {k: a, v: 1}]", true)]
    // objects and embedded JSON as values
    [InlineData("user|contains: ':user/'", true)]
    [InlineData("bucketPolicy|contains: '\"Effect\":\"Allow\",\"Principal\":\"\\*\"'", true)]
    [InlineData("policy|contains: '\"Action\":[\"s3:GetObject\"]'", true)]
    [InlineData("list: '[{\"k\":\"a\",\"v\":[1,2]},{\"k\":\"b\",\"v\":[]}]'", true)]
    // other modifiers
    [InlineData("target|re: '^A.N$'", true)]
    [InlineData("target|re: '^a'", false)]
    [InlineData("target|re|i: '^a'", true)]
    [InlineData("ip|cidr: 10.0.0.0/8", true)]
    [InlineData("ip|cidr: [192.168.0.0/16, '2001:db8::/32']", false)]
    [InlineData("service|cidr: 0.0.0.0/0", false)]
    [InlineData("target|fieldref: user.name", true)]
    [InlineData("user.arn|fieldref|endswith: target", true)]
    [InlineData("target|fieldref|neq: user.name", false)]
    [InlineData("target|fieldref: missing", false)]
    [InlineData("time|hour: 23", true)]
    [InlineData("time|hour|gte: 8", true)]
    [InlineData("time|week: 11", true)]
    [InlineData("target|expand: '%people%'", true)]
    [InlineData("target|expand: '%nobody%'", false)]
    [InlineData("eventName: UpdateFunctionCode", true)]
    [InlineData("eventName: UpdateFunctionCode20150331v2", true)]
    [InlineData("eventName: UpdateFunction", false)]
    public void Search_decides(string search, bool expected) => Matches($"s: {{{Quote(search)}}}", "s").ShouldBe(expected);

    [Theory]
    [InlineData("[hello, nope]", true)]
    [InlineData("[nope, 'never*']", false)]
    public void Keywords_are_searched_in_the_whole_event(string list, bool expected) => Matches($"s: {list}", "s").ShouldBe(expected);

    [Theory]
    [InlineData("t1 or f1 and f1", true)]
    [InlineData("(t1 or f1) and f1", false)]
    [InlineData("not f1 and t1", true)]
    [InlineData("not (t1 and f1)", true)]
    [InlineData("1 of t*", true)]
    [InlineData("all of t*", true)]
    [InlineData("all of them", false)]
    [InlineData("1 of them", true)]
    [InlineData("2 of them", true)]
    [InlineData("3 of them", false)]
    [InlineData("1 of nothing*", false)]
    [InlineData("t1 AND NOT 1 of f*", true)]
    public void Condition_binds_as_Sigma_says(string condition, bool expected) =>
        Matches("t1: {n: 22}\n  t2: {b: false}\n  f1: {n: 23}\n  _t3: {n: 22}", condition).ShouldBe(expected);

    [Fact]
    public void List_of_maps_is_an_or_of_ands()
    {
        Matches("s: [{n: 22, b: true}, {n: 22, target: ann}]", "s").ShouldBeTrue();
        Matches("s: [{n: 22, b: true}, {n: 23, target: ann}]", "s").ShouldBeFalse();
    }

    [Fact]
    public void Several_conditions_are_ored() => Matches("t: {n: 22}\n  f: {n: 23}", "[f, t]").ShouldBeTrue();

    [Fact]
    public void Base64_values_are_found_at_every_offset()
    {
        var compiled = Compile("s: {data|base64offset|contains: 'secret command'}", "s");
        foreach (var prefix in new[] { "", "a", "ab", "abc" })
        {
            var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{prefix}secret command and more"));
            using var document = JsonDocument.Parse($$"""{"data":"{{encoded}}"}""");
            compiled.Matches(document.RootElement).ShouldBeTrue(prefix);
        }
    }

    [Fact]
    public void Pinned_values_are_those_a_field_must_have()
    {
        var rule = Compile("a: {eventName: [X, Y], eventSource: s}\n  b: {eventName: Z, eventSource: s}\n  f: {eventName: X}", "(a or b) and not f");
        rule.Pinned("eventName")!.Order().ShouldBe(["X", "Y", "Z"]);
        rule.Pinned("eventSource")!.ShouldBe(["s"]);
        rule.Pinned("errorCode").ShouldBeNull();
        Compile("a: {eventName: 'X*'}", "a").Pinned("eventName").ShouldBeNull();
        Compile("a: {eventName: X}\n  b: {n: 1}", "a or b").Pinned("eventName").ShouldBeNull();
    }

    [Fact]
    public void Half_a_surrogate_pair_in_an_event_breaks_nothing()
    {
        using var document = JsonDocument.Parse("""{"a":"x\ud800","b":{"c":"\udc00"}}""");
        Compile("s: {a|contains: x}", "s").Matches(document.RootElement).ShouldBeTrue();
        Compile("s: {b|contains: y}", "s").Matches(document.RootElement).ShouldBeFalse();
        Compile("s: [keyword]", "s").Matches(document.RootElement).ShouldBeFalse();
    }

    internal static SigmaEnvironment Environment { get; } = new()
    {
        Lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal) { ["people"] = ["ann", "bob"], ["nobody"] = [] },
        OtherForms = new Dictionary<string, SigmaOtherForm>(StringComparer.Ordinal)
        {
            ["eventName"] = text => text.EndsWith("20150331v2"u8) ? text[..^10] : [],
        },
    };

    private static bool Matches(string searches, string condition)
    {
        using var document = JsonDocument.Parse(Event);
        return Compile(searches, condition).Matches(document.RootElement);
    }

    private static CompiledSigmaRule Compile(string searches, string condition)
    {
        var parsed = SigmaParser.Parse($"title: t\nlogsource: {{product: aws}}\ndetection:\n  {searches}\n  condition: {condition}\n", "rule.yaml");
        parsed.Diagnostics.ShouldBeEmpty();
        var (rule, diagnostic) = new SigmaCompiler(Environment).Compile(parsed.Rules.ShouldHaveSingleItem());
        diagnostic.ShouldBeNull();
        return rule!;
    }

    /// <summary>A key with bars must be quoted inside a flow mapping.</summary>
    private static string Quote(string search)
    {
        var colon = search.IndexOf(": ", StringComparison.Ordinal);
        return $"'{search[..colon]}': {search[(colon + 2)..]}";
    }
}
