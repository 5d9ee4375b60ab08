using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Model;

namespace Landward.Tests.Detection.Baselines;

public sealed class BaselineDetectionTests(ITestOutputHelper output) : IDisposable
{
    private const int Days = 24;
    private static readonly DetectionCatalogue Catalogue = OnlyUnusual();
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Planted_attacks_are_found_and_habits_are_not()
    {
        var (expected, found, missed, noise, normal) = (0, 0, 0, 0, 0);
        for (var round = 0; round < LongSuite.Times(2); round++)
        {
            var world = new BaselineWorld(LongSuite.Seed + round);
            var events = world.Normal(40, Days, 600).ToList();
            normal += events.Count;
            var planted = new HashSet<(string, string)>();
            for (var i = 0; i < BaselineWorld.Attacks.Length; i++)
            {
                var (type, source, name) = BaselineWorld.Attacks[i];
                events.Add(world.Attack(i * 5, source, name, day: 18 + (i % 5)));
                planted.Add((BaselineWorld.Person(i * 5), type));
            }
            var findings = (await BaselineWorld.DetectAsync(Catalogue, events)).Findings.Where(finding => finding.Severity >= Severity.Medium && finding.Generator.StartsWith("unusual-", StringComparison.Ordinal)).ToArray();
            var raised = findings.Select(finding => (finding.Principal!, finding.Type)).ToHashSet();
            expected += planted.Count;
            found += planted.Count(raised.Contains);
            missed += planted.Count(item => !raised.Contains(item));
            noise += raised.Count(item => !planted.Contains(item));
        }
        var recall = (double)found / expected;
        var precision = (double)found / (found + noise);
        output.WriteLine($"seed {LongSuite.Seed}: recall {recall:0.000}, precision {precision:0.000}; {noise} other findings of medium or higher in {normal} events ({noise * 20_000.0 / normal:0.00} per 20,000); missed {missed}");
        recall.ShouldBeGreaterThanOrEqualTo(0.95);
        precision.ShouldBeGreaterThanOrEqualTo(0.95);
        (noise * 20_000.0 / normal).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task What_raised_a_finding_with_one_principal_is_new_for_others_in_whatever_order_their_events_come()
    {
        var catalogue = DetectionCatalogue.Parse(
            """
            title: Other program
            id: other-program
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: Read}, condition: s}
            landward: {type: 'Test:A/Program', baseline: {firstSeen: [userAgent]}}
            """,
            "program.yaml");
        var world = new BaselineWorld(5);
        var habits = Enumerable.Range(0, 30).Select(day => Read("arn:aws:iam::111122223333:user/a", day, day < 20 ? "tool/1" : "evil/1"));
        var history = (await BaselineWorld.DetectAsync(catalogue, habits)).Baseline!;
        JsonObject[] later = [Read("arn:aws:iam::111122223333:user/b", 40, "evil/1"), Read("arn:aws:iam::111122223333:user/b", 49, "evil/1")];
        foreach (var order in new JsonObject[][] { later, [later[1], later[0]] })
        {
            var finding = (await BaselineWorld.DetectAsync(catalogue, order, history)).Findings.ShouldHaveSingleItem();
            (finding.Principal, finding.Count).ShouldBe(("arn:aws:iam::111122223333:user/b", 2));
        }

        JsonObject Read(string principal, int day, string program) => world.Event(principal, "s3", "Read", BaselineWorld.Start.AddDays(day), "52.1.2.3", program, "eu-west-1");
    }

    [Fact]
    public async Task Findings_and_what_was_learned_do_not_depend_on_order_files_and_workers()
    {
        var world = new BaselineWorld(3);
        var events = world.Normal(12, Days, 120).Append(world.Attack(4, "iam", "CreateLoginProfile", 20)).Append(world.Attack(5, "iam", "PutUserPolicy", 21)).ToArray();
        var first = await BaselineWorld.DetectAsync(Catalogue, events);
        first.Findings.Select(finding => finding.Type).ShouldContain("Persistence:IAMUser/AnomalousBehavior");
        var random = new Random(3);
        for (var round = 0; round < 4; round++)
        {
            var again = await BaselineWorld.DetectAsync(Catalogue, [.. events.OrderBy(_ => random.Next())], workers: 1 + (round % 3), files: 1 + (round * 3));
            Describe(again).ShouldBe(Describe(first));
            Bytes(again.Baseline!).ShouldBe(Bytes(first.Baseline!));
        }
    }

    [Fact]
    public async Task Days_learned_one_by_one_from_a_file_are_as_good_as_all_at_once()
    {
        var world = new BaselineWorld(4);
        var events = world.Normal(10, Days, 100).ToList();
        events.Add(world.Attack(4, "iam", "CreateLoginProfile", 22));
        var whole = await BaselineWorld.DetectAsync(Catalogue, events);
        var path = Path.Combine(_directory.Path, "baseline.lwbl");
        var raised = new List<Finding>();
        foreach (var day in events.GroupBy(@event => @event["eventTime"]!.GetValue<string>()[..10]).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var (history, diagnostics) = BaselineFile.Read(path);
            diagnostics.ShouldBeEmpty();
            var result = await BaselineWorld.DetectAsync(Catalogue, [.. day.Select(@event => (JsonObject)@event.DeepClone())], history);
            BaselineFile.Write(path, result.Baseline!).ShouldBeEmpty();
            raised.AddRange(result.Findings);
        }
        Bytes(BaselineFile.Read(path).History!).ShouldBe(Bytes(whole.Baseline!));
        raised.Where(finding => finding.Severity >= Severity.Medium).Select(finding => finding.Id)
            .ShouldBe(whole.Findings.Where(finding => finding.Severity >= Severity.Medium).Select(finding => finding.Id), ignoreOrder: true);
    }

    [Fact]
    public async Task Nothing_is_unusual_while_everything_is_learned()
    {
        var world = new BaselineWorld(5);
        var result = await BaselineWorld.DetectAsync(Catalogue, [.. world.Normal(10, 3, 200), world.Attack(4, "iam", "CreateLoginProfile", 2)]);
        result.Findings.ShouldBeEmpty();
        result.Baseline!.Learned(BaselineHistory.DefaultWindow).ShouldBe(0);
        result.Baseline.PrincipalCount.ShouldBe(10);
    }

    [Fact]
    public async Task Finding_says_what_it_was_compared_with()
    {
        var world = new BaselineWorld(6);
        var result = await BaselineWorld.DetectAsync(Catalogue, Habit(world, Days).Append(world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(20), "203.0.113.9", "Boto3/1.34", "eu-west-1")));
        var finding = result.Findings.ShouldHaveSingleItem();
        finding.Type.ShouldBe("Persistence:IAMUser/AnomalousBehavior");
        finding.Severity.ShouldBe(Severity.Medium);
        finding.Description.ShouldContain("address block 203.0.0.0/16 (before: 198.51.0.0/16 since 2026-03-01 in 24 events)");
        finding.Description.ShouldContain("user agent boto3 (before: aws-cli since 2026-03-01 in 24 events)");
        finding.Description.ShouldContain("API iam:CreateAccessKey");
    }

    [Fact]
    public async Task One_new_thing_alone_is_low()
    {
        var world = new BaselineWorld(7);
        var result = await BaselineWorld.DetectAsync(Catalogue, Habit(world, Days).Append(world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(20), "198.51.100.7", "aws-cli/2.16", "eu-west-1")));
        result.Findings.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task What_raised_a_finding_does_not_teach_until_it_is_accepted()
    {
        var world = new BaselineWorld(8);
        JsonObject Key(int day) => world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(day), "203.0.113.9", "Boto3/1.34", "eu-west-1");
        var first = await BaselineWorld.DetectAsync(Catalogue, Habit(world, 21).Append(Key(20)));
        first.Findings.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Medium);

        var later = await BaselineWorld.DetectAsync(Catalogue, [Key(60)], first.Baseline);
        later.Findings.ShouldHaveSingleItem().Id.ShouldBe(first.Findings[0].Id);

        later.Baseline!.Accept("arn:aws:iam::111122223333:user/other").ShouldBe(0);
        later.Baseline.Accept(User).ShouldBe(3);
        (await BaselineWorld.DetectAsync(Catalogue, [Key(61)], later.Baseline)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Value_used_for_half_a_window_without_a_finding_is_known()
    {
        var world = new BaselineWorld(9);
        var move = Enumerable.Range(20, 10).Select(day => world.Event(User, "ec2", "DescribeInstances", BaselineWorld.Start.AddDays(day), "203.0.113.9", "aws-cli/2", "us-east-1"));
        JsonObject Key(int day) => world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(day), "203.0.113.9", "aws-cli/2", "us-east-1");
        var early = await BaselineWorld.DetectAsync(Catalogue, [.. Habit(world, 20), .. move, Key(24)]);
        early.Findings.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Medium);
        var late = await BaselineWorld.DetectAsync(Catalogue, [.. Habit(world, 20), .. move, Key(29)]);
        late.Findings.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Low);
    }

    [Fact]
    public async Task Newcomer_is_compared_with_the_organization()
    {
        var world = new BaselineWorld(10);
        const string Newcomer = "arn:aws:iam::111122223333:user/new";
        var known = await BaselineWorld.DetectAsync(Catalogue, [.. Habit(world, Days, "iam", "CreateAccessKey"), world.Event(Newcomer, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(20), "198.51.100.9", "aws-cli/2", "eu-west-1")]);
        known.Findings.ShouldBeEmpty();
        var strange = await BaselineWorld.DetectAsync(Catalogue, [.. Habit(world, Days, "iam", "CreateAccessKey"), world.Event(Newcomer, "iam", "CreateUser", BaselineWorld.Start.AddDays(20), "203.0.113.9", "Boto3/1", "eu-west-1")]);
        strange.Findings.ShouldHaveSingleItem().Description.ShouldContain("the whole organization");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(100)]
    [InlineData(-40)]
    [InlineData(-1)]
    public async Task Damaged_file_is_reported_and_never_taken_for_whole(int at)
    {
        var path = Path.Combine(_directory.Path, "baseline.lwbl");
        var result = await BaselineWorld.DetectAsync(Catalogue, new BaselineWorld(11).Normal(5, 2, 50));
        BaselineFile.Write(path, result.Baseline!).ShouldBeEmpty();
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[at < 0 ? bytes.Length + at : at] ^= 0x40;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var (history, diagnostics) = BaselineFile.Read(path);
        history.ShouldBeNull();
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3084");
    }

    [Fact]
    public void File_cut_anywhere_is_never_taken_for_whole()
    {
        var path = Path.Combine(_directory.Path, "baseline.lwbl");
        BaselineFile.Write(path, BaselineHistory.Empty).ShouldBeEmpty();
        var bytes = File.ReadAllBytes(path);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            BaselineFile.Read(path).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3084");
        }
        BaselineFile.Read(Path.Combine(_directory.Path, "none")).History.ShouldBe(BaselineHistory.Empty);
        BaselineFile.Write(Path.Combine(path, "inside-a-file"), BaselineHistory.Empty).ShouldHaveSingleItem().Code.ShouldBe("LW3085");
    }

    [Fact]
    public async Task Objects_read_by_the_thousand_on_one_day_are_unusual_for_who_reads_a_hundred()
    {
        var world = new BaselineWorld(12);
        IEnumerable<JsonObject> Reads(int day, int count, string bucket) => Enumerable.Range(0, count)
            .Select(i => world.Event(User, "s3", "GetObject", BaselineWorld.Start.AddDays(day).AddSeconds(i), "198.51.100.7", "aws-cli/2", "eu-west-1", new JsonObject { ["bucketName"] = bucket, ["key"] = $"k{i}" }));
        var usual = Enumerable.Range(0, 20).SelectMany(day => Reads(day, 80 + (day % 40), "data")).ToArray();
        (await BaselineWorld.DetectAsync(Catalogue, [.. usual, .. Reads(20, 240, "data")])).Findings.ShouldBeEmpty();
        var finding = (await BaselineWorld.DetectAsync(Catalogue, [.. usual, .. Reads(20, 2000, "data")])).Findings.ShouldHaveSingleItem();
        finding.Type.ShouldBe("Exfiltration:S3/AnomalousBehavior");
        finding.Description.ShouldContain("2,000 events with data on 2026-03-21");
        finding.Resources.ShouldHaveSingleItem().Id.ShouldBe("data");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Events_that_wait_as_rows_give_what_matches_that_wait_whole_give(int seed)
    {
        // A rule that another gate is asked about, too, has its matches held with all that they say.
        const string Rule = """
            title: New
            id: new
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventSource: s3.amazonaws.com}, condition: s}
            landward: {type: 'Test:S3/New', resource: {type: 'AWS::S3::Bucket', id: requestParameters.bucketName}, facts: {bucket: requestParameters.bucketName}, baseline: {firstSeen: [bucket, api, userAgent], atLeast: 2, otherwise: low}OTHER}
            """;
        var random = new Random(seed);
        var world = new BaselineWorld(seed);
        var events = Enumerable.Range(0, 400).Select(_ => Call(random.Next(Days))).ToList();
        // Deliveries of the same event in other files, and events without an id of CloudTrail's form.
        events.AddRange(events.Where(_ => random.Next(5) == 0).Select(@event => (JsonObject)@event.DeepClone()).ToArray());
        events = [.. events.OrderBy(_ => random.Next())];
        var rows = await BaselineWorld.DetectAsync(Parse(string.Empty), events, files: 7);
        rows.Findings.ShouldNotBeEmpty();
        foreach (var (other, workers) in new[] { (string.Empty, 3), (", org: {ownAccount: recipientAccountId}", 1), (", org: {ownAccount: recipientAccountId}", 3) })
        {
            var again = await BaselineWorld.DetectAsync(Parse(other), events, workers: workers, files: 7);
            JsonSerializer.Serialize(again.Findings).ShouldBe(JsonSerializer.Serialize(rows.Findings));
            Bytes(again.Baseline!).ShouldBe(Bytes(rows.Baseline!));
        }

        DetectionCatalogue Parse(string other) => DetectionCatalogue.Parse(Rule.Replace("OTHER", other, StringComparison.Ordinal), "new.yaml");

        JsonObject Call(int day)
        {
            var @event = world.Event(
                BaselineWorld.Person(random.Next(4)), "s3", $"Get{random.Next(4)}", BaselineWorld.Start.AddDays(day).AddHours(random.Next(3)), "198.51.100.7",
                $"tool{random.Next(day < 16 ? 2 : 5)}/1", "eu-west-1", new JsonObject { ["bucketName"] = $"b{random.Next(day < 16 ? 3 : 6)}" });
            if (random.Next(3) > 0)
                @event["eventID"] = new Guid(random.Next(), 0, 0, new byte[8]).ToString();
            return @event;
        }
    }

    [Fact]
    public async Task Event_that_waits_is_cited_from_the_first_of_its_origins()
    {
        var world = new BaselineWorld(14);
        var key = world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(20), "203.0.113.9", "Boto3/1.34", "eu-west-1");
        var later = world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(20).AddHours(1), "203.0.113.9", "Boto3/1.34", "eu-west-1");
        var habit = Habit(world, Days);
        foreach (var order in new[] { "cab", "bca", "acb" })
        {
            var sources = order.Select(name => BaselineWorld.Source($"{name}.json", [later, .. habit, key])).ToArray();
            var result = await new Detector(Catalogue, new DetectionOptions { Workers = order[0] == 'a' ? 2 : 1 }).RunAsync(sources, TestContext.Current.CancellationToken);
            var finding = result.Findings.ShouldHaveSingleItem();
            (finding.Count, finding.Evidence.ShouldHaveSingleItem().Origin).ShouldBe((1, "a.json"));
            finding.FirstSeen.ShouldBe(BaselineWorld.Start.AddDays(20));
        }
    }

    [Fact]
    public async Task Events_that_wait_are_bounded_and_the_run_says_so()
    {
        var world = new BaselineWorld(15);
        var events = Enumerable.Range(0, 20).Select(i => world.Event(User, "iam", "CreateAccessKey", BaselineWorld.Start.AddDays(i), "198.51.100.7", "aws-cli/2", "eu-west-1")).ToArray();
        (await DetectAsync(100)).ShouldBeEmpty();
        (await DetectAsync(20)).ShouldHaveSingleItem().Code.ShouldBe("LW3021");

        async Task<IReadOnlyList<Diagnostic>> DetectAsync(int limit) =>
            (await new Detector(Catalogue, new DetectionOptions { MaxHeldMatches = limit }).RunAsync([BaselineWorld.Source("a.json", events)], TestContext.Current.CancellationToken)).Diagnostics;
    }

    [Fact]
    public async Task Caller_with_endless_programs_and_addresses_costs_bounded_memory()
    {
        var world = new BaselineWorld(13);
        var events = Enumerable.Range(0, 5000).Select(i => world.Event(User, "ec2", "DescribeInstances", BaselineWorld.Start.AddSeconds(i), $"{60 + (i % 90)}.{i / 90}.0.1", $"tool{i}/1", $"region-{i}"));
        var result = await BaselineWorld.DetectAsync(Catalogue, events);
        result.Baseline!.Principals.All.ShouldHaveSingleItem().Cost.ShouldBeLessThan(400);
    }

    public void Dispose() => _directory.Dispose();

    private const string User = "arn:aws:iam::111122223333:user/alice";

    private static IEnumerable<JsonObject> Habit(BaselineWorld world, int days, string source = "ec2", string name = "DescribeInstances") =>
        Enumerable.Range(0, days).Select(day => world.Event(User, source, name, BaselineWorld.Start.AddDays(day), "198.51.100.7", "aws-cli/2.15", "eu-west-1")).ToArray();

    private static string Describe(DetectionResult result) =>
        string.Join('\n', result.Findings.Select(finding => $"{finding.Id} {finding.Severity} {finding.Count} {finding.Description} {string.Join(',', finding.Evidence.Select(evidence => evidence.EventId))}"));

    private byte[] Bytes(BaselineHistory history)
    {
        var path = Path.Combine(_directory.Path, "bytes");
        BaselineFile.Write(path, history).ShouldBeEmpty();
        return File.ReadAllBytes(path);
    }

    /// <summary>The rules of the catalogue that ask about baselines, alone.</summary>
    private static DetectionCatalogue OnlyUnusual()
    {
        using var stream = typeof(DetectionCatalogue).Assembly.GetManifestResourceStream(
            Array.Find(typeof(DetectionCatalogue).Assembly.GetManifestResourceNames(), name => name.EndsWith("anomalies.yaml", StringComparison.Ordinal))!)!;
        using var reader = new StreamReader(stream);
        return DetectionCatalogue.Parse(reader.ReadToEnd(), "anomalies.yaml");
    }
}
