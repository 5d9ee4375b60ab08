using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection;

/// <summary>Neither the number of workers, nor the files, nor their order changes what is found.</summary>
public sealed class WorkerTests
{
    private const string Rules = """
        title: Plain
        id: plain
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: A}, condition: s}
        ---
        title: Per bucket
        id: per-bucket
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: B}, condition: s}
        landward: {type: 'Test:S3/Bucket', resource: {type: 'AWS::S3::Bucket', id: requestParameters.bucket}, per: resource}
        ---
        title: Foreign
        id: foreign
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: C}, condition: s}
        landward: {type: 'Test:IAM/Foreign', org: {foreignAccount: requestParameters.account}}
        ---
        title: Base
        id: base
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: D}, condition: s}
        ---
        title: Burst
        id: burst
        correlation: {type: event_count, rules: [base], group-by: [requestParameters.who], timespan: 10m, condition: {gte: 4}}
        """;

    [Fact]
    public async Task Findings_are_the_same_for_any_number_of_workers_and_any_order_of_files()
    {
        var random = new Random(11);
        var files = Files(random);
        var expected = await DetectAsync(files, workers: 1);
        foreach (var generator in new[] { "plain", "per-bucket", "foreign", "burst" })
            expected.ShouldContain($"\"generator\":\"{generator}\"", Case.Insensitive);
        foreach (var workers in new[] { 2, 5 })
        {
            for (var round = 0; round < 3; round++)
                (await DetectAsync(files.OrderBy(_ => random.Next()), workers)).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Event_delivered_in_several_files_counts_once_and_cites_the_first_of_them()
    {
        var @event = Event(1, "A", "ann", new JsonObject());
        var files = Enumerable.Range(0, 20).Select(n => ($"f{n:D2}.json", new[] { @event.DeepClone().AsObject(), Event(2, "X", "ann", new JsonObject()) }));
        var result = await RunAsync(files.Reverse(), workers: 4, new DetectionOptions());
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Count.ShouldBe(1);
        finding.Evidence.ShouldHaveSingleItem().Origin.ShouldBe("f00.json");
        result.EventsRead.ShouldBe(40);
        result.FilesRead.ShouldBe(20);
    }

    [Fact]
    public async Task Which_findings_are_kept_when_there_are_too_many_does_not_depend_on_workers()
    {
        var random = new Random(5);
        var files = Enumerable.Range(0, 12)
            .Select(n => ($"f{n:D2}.json", Enumerable.Range(0, 40).Select(m => Event(m, "A", $"user{random.Next(300)}", new JsonObject())).ToArray()))
            .ToArray();
        var expected = await RunAsync(files, 1, new DetectionOptions { MaxFindings = 25 });
        expected.Findings.Length.ShouldBe(25);
        expected.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3020");
        foreach (var workers in new[] { 2, 5 })
        {
            var result = await RunAsync(files.OrderBy(_ => random.Next()), workers, new DetectionOptions { MaxFindings = 25 });
            Describe(result).ShouldBe(Describe(expected));
        }
    }

    [Fact]
    public async Task Diagnostics_are_in_the_order_of_the_files()
    {
        var sources = Enumerable.Range(0, 30).Select(n => new LogSource($"f{n:D2}.json", _ => throw new FileNotFoundException($"no f{n}"))).Reverse();
        var result = await new Detector(Catalogue(), new DetectionOptions { Workers = 4 }).RunAsync(sources, TestContext.Current.CancellationToken);
        result.Diagnostics.Select(diagnostic => diagnostic.Detail).ShouldBe(result.Diagnostics.Select(diagnostic => diagnostic.Detail).Order(StringComparer.Ordinal));
        result.Diagnostics.Length.ShouldBe(30);
    }

    private static DetectionCatalogue Catalogue()
    {
        var catalogue = DetectionCatalogue.Parse(Rules, "workers.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        return catalogue;
    }

    /// <summary>Events of four APIs in files that share some of them, as CloudTrail's deliveries do.</summary>
    private static (string Name, JsonObject[] Events)[] Files(Random random)
    {
        var events = Enumerable.Range(0, 300).Select(n => Event(n, ((char)('A' + random.Next(5))).ToString(), $"user{random.Next(4)}", new JsonObject
        {
            ["bucket"] = $"b{random.Next(3)}",
            ["account"] = random.Next(3) == 0 ? "999988887777" : "444455556666",
            ["who"] = $"w{random.Next(3)}",
        })).ToArray();
        events[7]["recipientAccountId"] = "444455556666";
        return
        [
            .. Enumerable.Range(0, 15).Select(n => ($"f{n:D2}.json", events.Where((_, i) => i % 15 == n || random.Next(10) == 0).Select(e => e.DeepClone().AsObject()).ToArray())),
        ];
    }

    private static JsonObject Event(int minute, string name, string user, JsonObject parameters) => new()
    {
        ["eventID"] = $"{name}-{minute:D4}-{user}",
        ["eventTime"] = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ["eventSource"] = "s.amazonaws.com",
        ["eventName"] = name,
        ["awsRegion"] = "eu-west-1",
        ["recipientAccountId"] = "111122223333",
        ["requestParameters"] = parameters,
        ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::111122223333:user/{user}" },
    };

    private static async Task<string> DetectAsync(IEnumerable<(string Name, JsonObject[] Events)> files, int workers) =>
        Describe(await RunAsync(files, workers, new DetectionOptions()));

    private static async Task<DetectionResult> RunAsync(IEnumerable<(string Name, JsonObject[] Events)> files, int workers, DetectionOptions options)
    {
        var sources = files.Select(file => new LogSource(file.Name, _ => Task.FromResult<Stream>(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', file.Events.Select(@event => @event.ToJsonString())))))));
        return await new Detector(Catalogue(), options with { Workers = workers }).RunAsync(sources, TestContext.Current.CancellationToken);
    }

    private static string Describe(DetectionResult result) => $"{result.EventsRead} {JsonSerializer.Serialize(result.Findings)}";
}
