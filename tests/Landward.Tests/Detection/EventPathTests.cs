using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection;

/// <summary>Texts read from the tape are those that are read from a document.</summary>
public sealed class EventPathTests
{
    private static readonly string[] Paths =
    [
        "requestParameters.a", "requestParameters.a.b", "requestParameters", "resources.a", "responseElements.b.a", "requestParameters.password", "userAgent", "nothing.a",
    ];

    [Fact]
    public async Task Texts_are_those_of_the_document()
    {
        for (var round = 0; round < LongSuite.Times(300); round++)
        {
            var random = new Random(LongSuite.Seed + round);
            var json = new JsonObject
            {
                ["eventSource"] = "s3.amazonaws.com",
                ["eventName"] = "Read",
                ["userAgent"] = random.Next(3) == 0 ? Value(random, 1) : "tool",
                ["requestParameters"] = random.Next(9) == 0 ? "{\"a\":1}" : Value(random, 4),
                ["responseElements"] = Value(random, 4),
                ["resources"] = new JsonArray(Value(random, 2), Value(random, 2)),
            }.ToJsonString();
            await using var reader = new CloudTrailReader(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)))));
            (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            var view = new CloudTrailSigmaEvent();
            view.Set(reader.Current);
            foreach (var path in Paths)
            {
                var texts = new AllTexts([]);
                new EventPath(path).Read(view, ref texts);
                texts.Texts.ShouldBe(EventPaths.All(reader.Current.Root, path), $"{path} of {json}");
            }
        }
    }

    [Fact]
    public async Task What_a_rule_takes_is_known_by_its_hash()
    {
        var paths = new EventDetailPaths(Extension());
        var all = new Dictionary<ulong, string>();
        for (var round = 0; round < LongSuite.Times(300); round++)
        {
            var random = new Random(LongSuite.Seed + round);
            var json = new JsonObject { ["eventSource"] = "s3.amazonaws.com", ["eventName"] = "Read", ["requestParameters"] = new JsonObject { ["a"] = Value(random, 1), ["b"] = Value(random, 1) } }.ToJsonString();
            await using var reader = new CloudTrailReader(new LogSource("test", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(json)))));
            (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            var view = new CloudTrailSigmaEvent();
            view.Set(reader.Current);
            var details = paths.Read(view);
            var expected = EventMatchReader.Read(reader.Current, Extension(), "origin");
            details.Resources.ShouldBe(expected.Resources.Where(resource => resource.Type == "AWS::S3::Bucket"));
            details.Facts.Select(fact => fact.Value).ShouldBe(expected.Facts.TryGetValue("b", out var b) ? [b] : []);
            var text = string.Join('|', details.Resources.Select(resource => resource.Id).Concat(details.Facts.Select(fact => $"b={fact.Value}")));
            if (!all.TryAdd(paths.Hash(view), text))
                all[paths.Hash(view)].ShouldBe(text);
        }
        all.Count.ShouldBeGreaterThan(10);
    }

    private static RuleExtension Extension() => DetectionCatalogue.Parse(
        """
        title: Read
        id: read
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: Read}, condition: s}
        landward: {type: 'Test:A/Read', resource: {type: 'AWS::S3::Bucket', id: requestParameters.a}, facts: {b: requestParameters.b}}
        """,
        "read.yaml").Rules[0].Extension;

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 9 : 6) switch
    {
        0 => random.Next(100),
        1 => random.Next(2) == 0,
        2 => null,
        3 => new string('x', random.Next(600)),
        4 => "quo\"te \u0001 \u0085 é \\",
        5 => random.Next(3) == 0 ? string.Empty : $"text{random.Next(9)}",
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(new[] { "a", "b", "password" }.Where(_ => random.Next(3) > 0).Select(name => KeyValuePair.Create(name, Value(random, depth - 1)))),
    };

    private readonly struct AllTexts(List<string> texts) : IEventTexts
    {
        public List<string> Texts => texts;

        public bool Take(ReadOnlySpan<byte> text)
        {
            texts.Add(Encoding.UTF8.GetString(text));
            return true;
        }
    }
}
