using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection;

public sealed class DetectorTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);

    [Fact]
    public async Task Findings_are_the_same_whatever_the_files_their_order_and_their_compression()
    {
        var random = new Random(7);
        var events = Campaign().ToArray();
        var expected = Describe(await DetectAsync([Plain("all.json", events)]));
        expected.ShouldContain("AttackSequence:IAM/CompromisedCredentials");

        for (var round = 0; round < 5; round++)
        {
            var shuffled = events.OrderBy(_ => random.Next()).Chunk(random.Next(1, 9)).ToArray();
            var sources = shuffled.Select((chunk, i) => random.Next(2) == 0 ? Plain($"{i:D3}.json", chunk) : Compressed($"{i:D3}.json.gz", chunk));
            Describe(await DetectAsync(sources.OrderBy(_ => random.Next()))).ShouldBe(expected);
        }
    }

    [Fact]
    public async Task Plain_and_compressed_form_give_the_same_findings_but_for_the_name_of_the_file()
    {
        var events = Campaign().ToArray();
        var plain = await DetectAsync([Plain("a.json", events[..20]), Plain("b.json", events[20..])]);
        var compressed = await DetectAsync([Compressed("b.json.gz", events[20..]), Compressed("a.json.gz", events[..20])]);
        plain.Findings.Select(finding => (finding.Id, finding.Count, string.Join(',', finding.Evidence.Select(e => $"{e.EventId}@{e.Origin}.gz"))))
            .ShouldBe(compressed.Findings.Select(finding => (finding.Id, finding.Count, string.Join(',', finding.Evidence.Select(e => $"{e.EventId}@{e.Origin}")))));
    }

    [Fact]
    public async Task Event_delivered_twice_counts_once()
    {
        var stop = Event(1, "cloudtrail.amazonaws.com", "StopLogging");
        var result = await DetectAsync([Plain("a.json", stop, stop), Plain("b.json", stop)]);
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Count.ShouldBe(1);
        finding.Evidence.ShouldHaveSingleItem().Origin.ShouldBe("a.json");
        result.EventsRead.ShouldBe(3);
    }

    [Fact]
    public async Task Finding_says_who_where_when_with_what_and_why()
    {
        var first = Event(2, "cloudtrail.amazonaws.com", "StopLogging", """{"name":"org-trail"}""");
        var second = Event(9, "cloudtrail.amazonaws.com", "DeleteTrail", """{"name":"org-trail"}""");
        second["errorCode"] = "AccessDenied";
        var finding = (await DetectAsync([Plain("a.json", second, first)])).Findings.ShouldHaveSingleItem();

        finding.Type.ShouldBe("Stealth:IAMUser/CloudTrailLoggingDisabled");
        finding.Severity.ShouldBe(Severity.High);
        finding.Techniques.ShouldBe(["T1562.008"]);
        finding.Tactics.ShouldBe(["defense-evasion"]);
        finding.Account.ShouldBe("111122223333");
        finding.Region.ShouldBe("eu-west-1");
        finding.Principal.ShouldBe("arn:aws:iam::111122223333:user/mallory");
        finding.Resources.ShouldBe([new FindingResource("AWS::CloudTrail::Trail", "org-trail")]);
        finding.Count.ShouldBe(2);
        finding.FirstSeen.ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 2, 0, TimeSpan.Zero));
        finding.LastSeen.ShouldBe(new DateTimeOffset(2026, 3, 1, 10, 9, 0, TimeSpan.Zero));
        finding.Facts["accessKeyId"].ShouldBe("AKIAIOSFODNN7EXAMPLE");
        finding.Facts["userName"].ShouldBe("mallory");
        finding.Facts["trailName"].ShouldBe("org-trail");
        finding.Evidence.Select(evidence => evidence.ErrorCode).ShouldBe([null, "AccessDenied"]);
    }

    [Fact]
    public async Task Sessions_of_one_role_are_one_principal()
    {
        var events = Enumerable.Range(0, 3).Select(n =>
        {
            var @event = Event(n, "cloudtrail.amazonaws.com", "StopLogging");
            @event["userIdentity"] = JsonNode.Parse($$"""{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/deploy/session{{n}}"}""");
            return @event;
        });
        var finding = (await DetectAsync([Plain("a.json", [.. events])])).Findings.ShouldHaveSingleItem();
        finding.Principal.ShouldBe("arn:aws:iam::111122223333:role/deploy");
        finding.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Trusted_principals_raise_nothing()
    {
        var @event = Event(1, "cloudtrail.amazonaws.com", "StopLogging");
        @event["userIdentity"] = JsonNode.Parse("""
            {"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/LandwardExecution/x",
             "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::111122223333:role/landward/LandwardExecution"}}}
            """);
        var options = new DetectionOptions { TrustedPrincipals = ["arn:aws:iam::*:role/landward/LandwardExecution"] };
        (await DetectAsync([Plain("a.json", @event)], options)).Findings.ShouldBeEmpty();
        (await DetectAsync([Plain("a.json", @event)])).Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Account_is_own_when_it_is_named_or_its_events_are_in_the_logs()
    {
        var share = Event(1, "ec2.amazonaws.com", "ModifySnapshotAttribute",
            """{"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"userId":"111122223333"},{"userId":"444455556666"}]}}}""");
        var elsewhere = Event(2, "ec2.amazonaws.com", "DescribeInstances");
        elsewhere["recipientAccountId"] = "444455556666";

        (await DetectAsync([Plain("a.json", share)])).Findings.ShouldHaveSingleItem().Type.ShouldBe("Exfiltration:EC2/SnapshotShared");
        (await DetectAsync([Plain("a.json", share)], new DetectionOptions { OwnAccounts = ["444455556666"] })).Findings.ShouldBeEmpty();
        (await DetectAsync([Plain("a.json", share), Plain("b.json", elsewhere)])).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Damaged_files_make_the_run_partial_and_stop_nothing()
    {
        var stop = Event(1, "cloudtrail.amazonaws.com", "StopLogging");
        var whole = Gzip(string.Join('\n', Enumerable.Range(0, 50).Select(n => Event(n, "s3.amazonaws.com", "ListBuckets").ToJsonString())));
        var result = await DetectAsync(
        [
            Source("broken.json", Encoding.UTF8.GetBytes("{\"Records\":[{\"eventID\": not json}, " + stop.ToJsonString() + "]}")),
            Source("cut.json.gz", whole[..(whole.Length / 2)]),
            new LogSource("gone.json", _ => throw new FileNotFoundException("no such file")),
        ]);
        result.Partial.ShouldBeTrue();
        result.FilesRead.ShouldBe(2);
        result.Diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(["LW3501", "LW3504", "LW3505"]);
        result.Findings.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Evidence_is_capped_to_the_oldest_and_the_newest_and_the_count_is_not()
    {
        var events = Enumerable.Range(0, 59).Select(n => Event(n, "cloudtrail.amazonaws.com", "StopLogging")).Reverse().ToArray();
        var finding = (await DetectAsync([Plain("a.json", events)], new DetectionOptions { MaxEvidence = 6 })).Findings.ShouldHaveSingleItem();
        finding.Count.ShouldBe(59);
        finding.Evidence.Select(evidence => evidence.Time.Minute).ShouldBe([0, 1, 2, 56, 57, 58]);
    }

    [Fact]
    public async Task Limits_are_reported_not_exceeded()
    {
        var users = Enumerable.Range(0, 5).Select(n =>
        {
            var @event = Event(n, "cloudtrail.amazonaws.com", "StopLogging");
            @event["userIdentity"]!["arn"] = $"arn:aws:iam::111122223333:user/u{n}";
            return @event;
        });
        var result = await DetectAllAsync([Plain("a.json", [.. users])], new DetectionOptions { MaxFindings = 3 });
        result.Findings.Length.ShouldBe(3);
        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3020");

        var reads = Enumerable.Range(0, 20).Select(n => Event(n, "secretsmanager.amazonaws.com", "GetSecretValue", $$"""{"secretId":"s{{n}}"}"""));
        (await DetectAsync([Plain("a.json", [.. reads])], new DetectionOptions { MaxHeldMatches = 5 })).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3021");
    }

    [Fact]
    public async Task Secrets_in_events_do_not_reach_findings()
    {
        var catalogue = DetectionCatalogue.Parse("""
            title: Careless
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: ModifyDBInstance}, condition: s}
            landward: {type: 'Test:RDS/Careless', facts: {password: requestParameters.masterUserPassword, log: requestParameters.text}}
            """, "careless.yaml");
        catalogue.Diagnostics.ShouldBeEmpty();
        var @event = Event(1, "rds.amazonaws.com", "ModifyDBInstance", """{"masterUserPassword":"hunter2","text":"a\nb\u001b[31m"}""");
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync([Plain("a.json", @event)], TestContext.Current.CancellationToken);
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Facts["password"].ShouldBe("***");
        finding.Facts["log"].ShouldBe("a b [31m");
    }

    [Theory]
    [InlineData(5, 60, true)]
    [InlineData(5, 61, false)]
    [InlineData(4, 1, false)]
    public async Task Windows_of_a_correlation_slide_over_event_time(int count, int seconds, bool expected)
    {
        var catalogue = DetectionCatalogue.Parse("""
            title: Base
            id: base
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: X}, condition: s}
            ---
            title: Burst
            id: burst
            correlation: {type: event_count, rules: [base], group-by: [requestParameters.who], timespan: 1m, condition: {gte: 5}}
            """, "burst.yaml");
        var events = Enumerable.Range(0, count).Select(n =>
        {
            var @event = Event(0, "s.amazonaws.com", "X", """{"who":"a"}""");
            @event["eventID"] = $"id-{n}";
            @event["eventTime"] = new DateTime(2026, 1, 1, 0, 0, 30, DateTimeKind.Utc).AddSeconds(n * seconds / (double)(count - 1)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            return @event;
        }).Reverse().Append(Event(1, "s.amazonaws.com", "X", "{}"));
        var result = await new Detector(catalogue, new DetectionOptions()).RunAsync([Plain("a.json", [.. events])], TestContext.Current.CancellationToken);
        result.Findings.Any(finding => finding.Generator == "burst").ShouldBe(expected);
        result.Findings.ShouldAllBe(finding => finding.Generator == "burst" && finding.Count == count);
    }

    [Fact]
    public async Task Findings_of_four_purposes_within_a_day_are_an_attack_sequence()
    {
        var result = await DetectAsync([Plain("a.json", [.. Campaign()])]);
        var sequence = result.Findings[0];
        sequence.Type.ShouldBe("AttackSequence:IAM/CompromisedCredentials");
        sequence.Severity.ShouldBe(Severity.Critical);
        sequence.Resources.ShouldBe([new FindingResource("AWS::IAM::AccessKey", "AKIAIOSFODNN7EXAMPLE")]);

        var slow = Campaign().Select((@event, i) =>
        {
            @event["eventTime"] = $"2026-{(i % 12) + 1:D2}-{(i % 28) + 1:D2}T00:00:00Z";
            return @event;
        });
        (await DetectAsync([Plain("a.json", [.. slow])])).Findings.ShouldNotContain(finding => finding.Generator == AttackSequences.Credentials);
    }

    [Fact]
    public async Task Cancellation_ends_the_run()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() =>
            new Detector(Catalogue, new DetectionOptions()).RunAsync([Plain("a.json", Event(1, "s", "X"))], cancelled.Token));
    }

    /// <summary>One key that evades, persists, escalates, collects and exfiltrates, between ordinary calls of others.</summary>
    private static IEnumerable<JsonObject> Campaign()
    {
        yield return Event(1, "cloudtrail.amazonaws.com", "StopLogging", """{"name":"t"}""");
        yield return Event(2, "iam.amazonaws.com", "CreateAccessKey", """{"userName":"backup"}""");
        yield return Event(3, "iam.amazonaws.com", "AttachUserPolicy", """{"userName":"backup","policyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}""");
        yield return Event(4, "ec2.amazonaws.com", "ModifySnapshotAttribute", """{"snapshotId":"snap-1","createVolumePermission":{"add":{"items":[{"userId":"999988887777"}]}}}""");
        for (var n = 10; n < 30; n++)
            yield return Event(n, "secretsmanager.amazonaws.com", "GetSecretValue", $$"""{"secretId":"s{{n}}"}""");
        for (var n = 30; n < 50; n++)
        {
            var @event = Event(n, "s3.amazonaws.com", "PutBucketVersioning", """{"bucketName":"b","VersioningConfiguration":{"Status":"Suspended"}}""");
            @event["userIdentity"]!["arn"] = $"arn:aws:iam::111122223333:user/u{n % 3}";
            yield return @event;
        }
    }

    private static JsonObject Event(int minute, string source, string name, string requestParameters = "null") => JsonNode.Parse($$"""
        {
          "eventVersion": "1.11", "eventID": "{{source}}-{{name}}-{{minute:D4}}", "eventTime": "2026-03-01T10:{{minute:D2}}:00Z",
          "eventSource": "{{source}}", "eventName": "{{name}}", "awsRegion": "eu-west-1", "sourceIPAddress": "198.51.100.7",
          "recipientAccountId": "111122223333", "requestParameters": {{requestParameters}},
          "userIdentity": {
            "type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/mallory", "accountId": "111122223333",
            "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "userName": "mallory"
          }
        }
        """)!.AsObject();

    /// <summary>Without the audit rules, which tell of the same events that attack rules speak of.</summary>
    private static async Task<DetectionResult> DetectAsync(IEnumerable<LogSource> sources, DetectionOptions? options = null)
    {
        var result = await DetectAllAsync(sources, options);
        return result with { Findings = [.. result.Findings.Where(finding => !finding.Generator.StartsWith("audit-", StringComparison.Ordinal))] };
    }

    private static Task<DetectionResult> DetectAllAsync(IEnumerable<LogSource> sources, DetectionOptions? options = null) =>
        new Detector(Catalogue, options ?? new DetectionOptions()).RunAsync(sources, TestContext.Current.CancellationToken);

    /// <summary>Everything about the findings but the names of files.</summary>
    private static string Describe(DetectionResult result) => string.Join('\n', result.Findings.Select(finding => JsonSerializer.Serialize(
        finding with { Evidence = [.. finding.Evidence.Select(evidence => evidence with { Origin = null })] })));

    private static LogSource Plain(string name, params JsonObject[] events) => Source(name, Encoding.UTF8.GetBytes(Records(events)));

    private static LogSource Compressed(string name, params JsonObject[] events) => Source(name, Gzip(Records(events)));

    private static string Records(JsonObject[] events) => $"{{\"Records\":[{string.Join(',', events.Select(@event => @event.ToJsonString()))}]}}";

    private static LogSource Source(string name, byte[] bytes) => new(name, _ => Task.FromResult<Stream>(new MemoryStream(bytes)));

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
