using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Tests.Detection.Correlations;

/// <summary>Matches held as rows of hashes give what matches held as events give.</summary>
public sealed class CountedMatchesTests
{
    private const string Base = """
        title: Read
        id: read
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: Read}, condition: s}
        landward: {type: 'Test:A/Read', generate: false}
        ---
        title: Denied
        id: denied
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {errorCode: AccessDenied}, condition: s}
        landward: {type: 'Test:A/Denied', resource: {type: 'AWS::X::Y', id: requestParameters.name}, facts: {name: requestParameters.name}}
        ---
        title: Never
        id: never
        logsource: {product: aws, service: cloudtrail}
        detection: {s: {eventName: Nobody}, condition: s}
        landward: {org: {foreignAccount: requestParameters.account}}

        """;

    /// <summary>A rule that has to wait for an answer keeps a correlation's matches from being held as rows.</summary>
    private const string Correlations = """
        ---
        title: Many values
        id: many-values
        correlation: {type: value_count, field: requestParameters.name, rules: [read<also>], group-by: [account, principal], timespan: 10m, condition: {gte: 4, field: requestParameters.name}}
        ---
        title: Many events
        id: many-events
        correlation: {type: event_count, rules: [read, denied<also>], group-by: [principal, requestParameters.zone], timespan: 5m, condition: {gt: 4}}
        ---
        title: Few events
        id: few-events
        correlation: {type: event_count, rules: [denied<also>], group-by: [account], timespan: 5m, condition: {lt: 2}}
        """;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    public async Task Rows_give_the_findings_that_events_give(int seed, int workers)
    {
        var random = new Random(seed);
        var files = Enumerable.Range(0, 6).Select(n => (Name: $"f{n}.json", Events: Enumerable.Range(0, 150).Select(_ => Event(random)).ToArray())).ToArray();
        var rows = await DetectAsync(files, string.Empty, workers);
        var events = await DetectAsync(files, ", never", workers);
        rows.ShouldBe(events);
        foreach (var id in new[] { "many-values", "many-events", "few-events" })
            rows.ShouldContain($"\"Generator\":\"{id}\"");
    }

    private static async Task<string> DetectAsync((string Name, JsonObject[] Events)[] files, string also, int workers)
    {
        var catalogue = DetectionCatalogue.Parse(Base + Correlations.Replace("<also>", also, StringComparison.Ordinal), "counted.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        var sources = files.Select(file => new LogSource(file.Name, _ => Task.FromResult<Stream>(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', file.Events.Select(@event => @event.ToJsonString())))))));
        var result = await new Detector(catalogue, new DetectionOptions { Workers = workers }).RunAsync(sources, TestContext.Current.CancellationToken);
        return JsonSerializer.Serialize(result.Findings);
    }

    private static JsonObject Event(Random random)
    {
        var user = $"user{random.Next(4)}";
        var identity = random.Next(3) switch
        {
            0 => new JsonObject { ["type"] = "IAMUser", ["arn"] = $"arn:aws:iam::111122223333:user/{user}", ["accessKeyId"] = $"AKIA{random.Next(2)}" },
            1 => new JsonObject { ["type"] = "AssumedRole", ["arn"] = $"arn:aws:sts::111122223333:assumed-role/{user}/s{random.Next(9)}" },
            _ => new JsonObject
            {
                ["type"] = "AssumedRole",
                ["sessionContext"] = new JsonObject { ["sessionIssuer"] = new JsonObject { ["arn"] = $"arn:aws:iam::111122223333:role/{user}" } },
            },
        };
        var parameters = new JsonObject();
        if (random.Next(8) > 0)
            parameters["name"] = Name(random);
        if (random.Next(4) > 0)
            parameters["zone"] = random.Next(3);
        var @event = new JsonObject
        {
            ["eventID"] = random.Next(5) == 0 ? $"plain-{random.Next(300)}" : $"{random.Next(700):x8}-0000-4000-8000-00000000000{random.Next(2)}",
            ["eventTime"] = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(7200)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["eventSource"] = "s.amazonaws.com",
            ["eventName"] = random.Next(3) == 0 ? "Other" : "Read",
            ["awsRegion"] = "eu-west-1",
            ["sourceIPAddress"] = $"198.51.100.{random.Next(3)}",
            ["recipientAccountId"] = random.Next(6) == 0 ? "444455556666" : "111122223333",
            ["requestParameters"] = parameters,
            ["userIdentity"] = identity,
        };
        if (random.Next(6) == 0)
            @event["errorCode"] = "AccessDenied";
        if (random.Next(9) == 0)
            @event["sharedEventID"] = $"shared-{random.Next(30)}";
        return @event;
    }

    private static JsonNode? Name(Random random) => random.Next(8) switch
    {
        0 => new JsonArray("a", "b", "a"),
        1 => null,
        2 => $"{new string('x', 600)}{random.Next(3)}",
        3 => $"tab\t{random.Next(3)}",
        4 => random.Next(5),
        5 => new JsonObject { ["deep"] = $"d{random.Next(3)}" },
        _ => $"name{random.Next(12)}",
    };
}
