using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Detection.Alarms;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Alarms;

public sealed class AlarmDetectionTests
{
    private static readonly DateTime Start = new(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc);
    private static readonly DetectionCatalogue NoRules = DetectionCatalogue.Parse(string.Empty, "none");

    [Fact]
    public async Task Every_change_to_ALARM_is_a_finding_that_cites_its_events()
    {
        var alarms = Catalogue("{ $.eventName = StopLogging }");
        var findings = await Detect(alarms, [Event("StopLogging", 0), Event("StopLogging", 30), Event("StartLogging", 40), Event("StopLogging", 7_200)]);
        findings.Length.ShouldBe(2);
        findings[0].Evidence.Length.ShouldBe(2);
        findings[1].Evidence.Length.ShouldBe(1);
        findings[0].Description.ShouldContain("Threshold Crossed: 1 out of the last 1 datapoint [2.0 (01/03/26 10:00:00)] was greater than or equal to the threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).");
        findings[0].Generator.ShouldBe("mine");
    }

    [Fact]
    public async Task Findings_depend_neither_on_files_nor_on_workers_nor_on_events_delivered_twice()
    {
        var alarms = AlarmCatalogue.Load([]);
        var random = new System.Random(LongSuite.Seed);
        string[] names = ["StopLogging", "PutBucketPolicy", "ConsoleLogin", "CreateVpc", "ListBuckets", "PutRolePolicy"];
        var events = Enumerable.Range(0, 400).Select(i => Event(names[random.Next(names.Length)], random.Next(40_000), i)).ToArray();
        var expected = await Detect(alarms, events);
        expected.Length.ShouldBeGreaterThan(10);
        random.Shuffle(events);
        var shuffled = await Detect(alarms, [.. events, .. events.Take(100)], files: 7, workers: 3);
        shuffled.Select(Text).ShouldBe(expected.Select(Text));
    }

    [Fact]
    public async Task A_field_can_be_the_value_and_a_dimension()
    {
        var alarms = AlarmCatalogue.Parse(
            """
            title: Bytes out
            id: bytes
            filter:
              FilterPattern: '{ $.additionalEventData.bytesTransferredOut > 0 }'
              MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: $.additionalEventData.bytesTransferredOut, Dimensions: [{Key: Region, Value: $.awsRegion}]}]
            alarm: {Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1000, ComparisonOperator: GreaterThanThreshold, TreatMissingData: notBreaching, Dimensions: [{Name: Region, Value: eu-west-1}]}
            """, "bytes.yaml");
        alarms.Diagnostics.ShouldBeEmpty();
        JsonObject Transfer(int second, double bytes, string region)
        {
            var @event = Event("GetObject", second);
            @event["additionalEventData"] = new JsonObject { ["bytesTransferredOut"] = bytes };
            @event["awsRegion"] = region;
            return @event;
        }

        (await Detect(alarms, [Transfer(0, 600, "eu-west-1"), Transfer(10, 600, "us-east-1")])).ShouldBeEmpty();
        (await Detect(alarms, [Transfer(0, 600, "eu-west-1"), Transfer(10, 600, "eu-west-1")])).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_default_value_is_published_for_minutes_with_events_and_no_match()
    {
        var alarms = Catalogue("{ $.eventName = Heartbeat }", ", DefaultValue: 0", "LessThanThreshold");
        var result = await Run(alarms, [Event("Heartbeat", 0), Event("Other", 65), Event("Heartbeat", 125)], 1, 1);
        result.Findings.ShouldBeEmpty();
        var warning = result.Diagnostics.ShouldHaveSingleItem();
        warning.Code.ShouldBe("LW3109");
        warning.Detail.ShouldContain("2026-03-01T10:02:00Z");
    }

    [Fact]
    public async Task Text_and_delimited_patterns_see_the_whole_event() =>
        (await Detect(Catalogue("StopLogging"), [Event("StopLogging", 0)])).ShouldHaveSingleItem();

    [Fact]
    public async Task Trusted_principals_raise_no_alarm()
    {
        var detector = new Detector(NoRules, new DetectionOptions { Alarms = Catalogue("{ $.eventName = StopLogging }"), TrustedPrincipals = ["arn:aws:iam::111122223333:user/*"] });
        (await detector.RunAsync(Sources([Event("StopLogging", 0)], 1), CancellationToken.None)).Findings.ShouldBeEmpty();
    }

    private static async Task<ImmutableArray<Finding>> Detect(AlarmCatalogue alarms, JsonObject[] events, int files = 1, int workers = 1)
    {
        var result = await Run(alarms, events, files, workers);
        result.Diagnostics.ShouldBeEmpty();
        return result.Findings;
    }

    private static Task<DetectionResult> Run(AlarmCatalogue alarms, JsonObject[] events, int files, int workers) =>
        new Detector(NoRules, new DetectionOptions { Alarms = alarms, Workers = workers }).RunAsync(Sources(events, files), CancellationToken.None);

    private static IEnumerable<LogSource> Sources(JsonObject[] events, int files) =>
        events.Chunk((events.Length + files - 1) / files).Select((chunk, index) =>
        {
            var bytes = Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(@event => @event.ToJsonString())));
            // The name is part of the evidence: one for all.
            return new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));
        });

    private static string Text(Finding finding) =>
        string.Join('|', finding.Id, finding.Count, finding.Description, string.Join(',', finding.Evidence.Select(evidence => evidence.EventId)));

    private static AlarmCatalogue Catalogue(string pattern, string more = "", string comparison = "GreaterThanOrEqualToThreshold") => AlarmCatalogue.Parse(
        $$"""
        title: Mine
        id: mine
        filter:
          FilterPattern: '{{pattern}}'
          MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: '1'{{more}}}]
        alarm: {Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: {{comparison}}, TreatMissingData: notBreaching}
        """, "mine.yaml");

    private static JsonObject Event(string name, int second, int? id = null) => new()
    {
        ["eventVersion"] = "1.11",
        ["eventID"] = $"00000000-0000-4000-8000-{id ?? second:D12}",
        ["eventTime"] = Start.AddSeconds(second).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["eventSource"] = name == "ConsoleLogin" ? "signin.amazonaws.com" : name.Contains("Bucket", StringComparison.Ordinal) ? "s3.amazonaws.com" : "cloudtrail.amazonaws.com",
        ["eventName"] = name,
        ["eventType"] = "AwsApiCall",
        ["awsRegion"] = "eu-west-1",
        ["sourceIPAddress"] = "198.51.100.7",
        ["recipientAccountId"] = "111122223333",
        ["userIdentity"] = new JsonObject { ["type"] = "IAMUser", ["arn"] = "arn:aws:iam::111122223333:user/alice", ["accountId"] = "111122223333", ["userName"] = "alice" },
        ["responseElements"] = new JsonObject { ["ConsoleLogin"] = "Failure" },
    };
}
