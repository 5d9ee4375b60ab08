using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Landward.Detection;
using Landward.Detection.Scenes;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Tests.Detection;

/// <summary>The index leaves of each rule what its kind of event does not decide, and loses nothing.</summary>
public sealed class RuleIndexTests
{
    private static readonly string[] Paths =
        ["eventName", "eventSource", "userIdentity.type", "errorCode", "userAgent", "awsRegion", "userIdentity.arn", "userIdentity.by.name", "requestParameters.roleName", "requestParameters.id"];
    private static readonly string[] Texts =
        ["GetUser", "getuser", "GetUser20150331", "GetUser20150331v2", "DeleteUser", "iam.amazonaws.com", "Root", "IAMUser", "AccessDenied", "kali", "aws-cli kali/1", "Kali", "{\"a\":\"GetUser\"}", " GetUser", "K\u00e4li", "\u212aali", Long, "x"];

    private static string Long => new string('x', 1100) + " Kali";

    [Fact]
    public void An_event_matches_by_the_index_what_it_matches_rule_by_rule() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new System.Random(seed);
            var texts = Enumerable.Range(0, 12).Select(n => Rule(random, n)).ToArray();
            var rules = texts.Select(text => SigmaParser.Parse(text, "random.yaml").Rules[0]).ToArray();
            var compiler = DetectionRules.Compiler(new DetectionOptions(), ImmutableDictionary<string, ImmutableArray<string>>.Empty);
            var compiled = rules.Select(rule => compiler.Compile(rule).Rule!).ToArray();
            var cells = new RuleCells(new RuleIndex(compiled));
            var log = string.Join('\n', Enumerable.Range(0, 60).Select(_ => Event(random).ToJsonString()));
            using var reader = new ReadEvents(log);
            var view = new CloudTrailSigmaEvent();
            var scenes = new SceneTable();
            while (reader.Next() is { } @event)
            {
                view.Set(@event);
                var all = Enumerable.Range(0, compiled.Length).Where(position => compiled[position].Matches(@event.Root)).ToArray();
                var cell = cells.Of(@event);
                var scene = scenes.Find(@event);
                var members = cell.NeedsMembers ? view.Names(CloudTrailField.RequestParameters) : default;
                var byIndex = cell.Decided
                    .Concat(cell.Open.Where(rule => rule.Matches(view, members, scene)).Select(rule => rule.Position))
                    .Concat(cell.Filtered.Where(rule => cells.MayMatchFiltered(@event) && rule.Matches(view, members, scene)).Select(rule => rule.Position));
                byIndex.Order().ToArray().ShouldBe(all, $"seed {seed}: {Encoding.UTF8.GetString(@event.Json.Span)}\n{string.Join('\n', texts)}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongSuite.Times(150)));

    [Fact]
    public void A_rule_that_only_pins_what_kinds_tell_apart_is_decided_without_the_event()
    {
        var rule = SigmaParser.Parse("title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s: {eventSource: iam.amazonaws.com, eventName: GetUser, errorCode: null}\n  condition: s\n", "t.yaml").Rules[0];
        var compiled = DetectionRules.Compiler(new DetectionOptions(), ImmutableDictionary<string, ImmutableArray<string>>.Empty).Compile(rule).Rule!;
        var cells = new RuleCells(new RuleIndex([compiled]));
        using var reader = new ReadEvents("""{"eventSource":"iam.amazonaws.com","eventName":"GetUser"}""" + "\n" + """{"eventSource":"iam.amazonaws.com","eventName":"GetUser","errorCode":"AccessDenied"}""");

        var first = cells.Of(reader.Next()!);
        var second = cells.Of(reader.Next()!);

        first.Decided.ShouldBe([0]);
        (second.Decided.Length, second.Open.Length, second.Filtered.Length).ShouldBe((0, 0, 0));
    }

    private static string Rule(System.Random random, int number)
    {
        var searches = Enumerable.Range(0, random.Next(1, 4)).Select(n => $"  s{n}:\n{string.Concat(Enumerable.Range(0, random.Next(1, 3)).Select(i => Paths[((n * 2) + i + number) % Paths.Length]).Distinct().Select(path => $"    {Item(random, path)}\n"))}").ToArray();
        var condition = random.Next(4) switch
        {
            0 => "all of them",
            1 => "1 of them",
            2 when searches.Length > 2 => "2 of them",
            3 when searches.Length > 1 => "s0 and not s1",
            _ => "s0",
        };
        return $"title: r{number}\nid: r{number}\nlogsource: {{product: aws, service: cloudtrail}}\ndetection:\n{string.Concat(searches)}  condition: {condition}\n";
    }

    private static string Item(System.Random random, string path) => random.Next(8) switch
    {
        0 => $"'{path}': null",
        1 => $"'{path}|exists': {(random.Next(2) == 0 ? "true" : "false")}",
        2 => $"'{path}|{Pick(random, ["contains", "startswith", "endswith"])}{Pick(random, ["", "|cased"])}': [{Values(random)}]",
        3 => $"'{path}|cased': [{Values(random)}]",
        4 => $"'{path}|re': 'ali'",
        5 => $"'{path}': '{Pick(random, ["Get*", "*User", "k?li", "*"])}'",
        _ => $"'{path}': [{Values(random)}]",
    };

    private static string Values(System.Random random) => string.Join(", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"'{Pick(random, Texts)}'"));

    private static JsonObject Event(System.Random random)
    {
        var @event = new JsonObject { ["eventID"] = "1" };
        var identity = new JsonObject();
        var parameters = new JsonObject();
        // Callers come again.
        var caller = new System.Random(random.Next(4));
        identity["by"] = new JsonObject { ["name"] = Pick(caller, Texts) };
        foreach (var path in Paths.Where(_ => random.Next(5) > 0))
        {
            JsonNode? value = random.Next(10) switch
            {
                0 => null,
                1 => string.Empty,
                2 => new JsonArray(Pick(random, Texts), Pick(random, Texts)),
                3 => new JsonObject { ["a"] = Pick(random, Texts) },
                _ => Pick(random, Texts),
            };
            if (path == "userIdentity.type")
                identity["type"] = caller.Next(10) == 0 ? null : Pick(caller, Texts);
            else if (path == "userIdentity.arn")
                identity["arn"] = caller.Next(10) == 0 ? new JsonArray("Root", "x") : Pick(caller, Texts);
            else if (path.StartsWith("requestParameters.", StringComparison.Ordinal))
                parameters[path["requestParameters.".Length..]] = value;
            else if (!path.Contains('.', StringComparison.Ordinal))
                @event[path] = value;
        }
        @event["userIdentity"] = random.Next(20) == 0 ? JsonValue.Create(identity.ToJsonString()) : identity;
        if (random.Next(10) > 0)
            @event["requestParameters"] = random.Next(10) switch { 0 => null, 1 => JsonValue.Create(parameters.ToJsonString()), 2 => new JsonArray(parameters), _ => parameters };
        return @event;
    }

    private static T Pick<T>(System.Random random, T[] items) => items[random.Next(items.Length)];

    /// <summary>The events of a text, one a line.</summary>
    private sealed class ReadEvents(string log) : IDisposable
    {
        private readonly CloudTrailReader _reader = new(new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(log)))));

        public CloudTrailEvent? Next() => _reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult() ? _reader.Current : null;

        public void Dispose() => _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
