using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Tests.Detection.Baselines;

namespace Landward.Tests.Detection;

/// <summary>Logs in which nothing comes again, and texts are longer than any of AWS's: what is kept of them is bounded, and the run says so.</summary>
public sealed class HostileLogTests
{
    private const int Events = 1200;
    private const int MaxFindings = 40;

    private static readonly string[] Calls = ["iam CreateAccessKey", "cloudtrail StopLogging", "secretsmanager GetSecretValue", "s3 ListBuckets", "iam AttachUserPolicy", "ec2 DescribeInstances"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task What_is_kept_of_endless_callers_is_bounded(int workers)
    {
        var random = new Random(LongSuite.Seed);
        var world = new BaselineWorld(LongSuite.Seed);
        var logs = Enumerable.Range(0, 6).Select(file => BaselineWorld.Source($"{file}.json", [.. Enumerable.Range(0, Events / 6).Select(i => Event(world, random, (file * Events / 6) + i))])).ToArray();
        var options = new DetectionOptions { MaxFindings = MaxFindings, MaxHeldMatches = 2000, Workers = workers };
        var result = await new Detector(DetectionCatalogue.Load([]), options).RunAsync(logs, TestContext.Current.CancellationToken);
        result.EventsRead.ShouldBe(Events);
        result.Diagnostics.Select(diagnostic => diagnostic.Code).Order(StringComparer.Ordinal).ShouldBe(["LW3020", "LW3021"]);
        result.Findings.Length.ShouldBeInRange(1, MaxFindings + (MaxFindings / 4));
        foreach (var finding in result.Findings)
        {
            var texts = finding.Facts.Select(fact => fact.Value)
                .Concat(finding.Resources.Select(resource => resource.Id))
                .Concat(finding.Evidence.SelectMany(evidence => new[] { evidence.EventId, evidence.EventName, evidence.ErrorCode ?? string.Empty }))
                .Concat([finding.Principal ?? string.Empty, finding.Account, finding.Region]);
            texts.ShouldAllBe(text => text.Length <= 1024);
        }
    }

    [Fact]
    public async Task Findings_that_are_kept_do_not_depend_on_how_many_workers_put_some_aside()
    {
        var random = new Random(LongSuite.Seed);
        var world = new BaselineWorld(LongSuite.Seed);
        var events = Enumerable.Range(0, 600).Select(i => world.Event($"arn:aws:iam::111122223333:user/u{random.Next(200)}", "cloudtrail", "StopLogging", BaselineWorld.Start.AddSeconds(i * 60), "198.51.100.7", "aws-cli/2", "eu-west-1")).ToArray();
        var logs = events.Chunk(60).Select((part, i) => BaselineWorld.Source($"{i}.json", part)).ToArray();
        var expected = await DetectAsync(1);
        expected.Count.ShouldBeInRange(MaxFindings, MaxFindings + (MaxFindings / 4));
        foreach (var workers in new[] { 2, 5 })
            (await DetectAsync(workers)).ShouldBe(expected);

        async Task<IReadOnlyList<string>> DetectAsync(int workers)
        {
            var options = new DetectionOptions { MaxFindings = MaxFindings, Workers = workers };
            var result = await new Detector(DetectionCatalogue.Load([]), options).RunAsync(logs, TestContext.Current.CancellationToken);
            return [.. result.Findings.Select(finding => $"{finding.Id} {finding.Count} {string.Join(',', finding.Evidence.Select(evidence => evidence.EventId))}")];
        }
    }

    private static JsonObject Event(BaselineWorld world, Random random, int number)
    {
        var call = Calls[random.Next(Calls.Length)].Split(' ');
        string Text(string name) => $"{name}-{number:x}-{(random.Next(3) == 0 ? new string('x', 20_000) : "short")}";
        var @event = world.Event($"arn:aws:iam::111122223333:user/{Text("user")}", call[0], call[1], BaselineWorld.Start.AddSeconds(number * 30), Text("address"), Text("program"), Text("region"));
        if (random.Next(2) == 0)
            @event["errorCode"] = Text("error");
        @event["eventID"] = Text("id");
        @event["sharedEventID"] = Text("shared");
        @event["userIdentity"]!["accessKeyId"] = Text("AKIA");
        @event["requestParameters"] = new JsonObject { ["bucketName"] = Text("bucket"), ["userName"] = Text("victim"), ["secretId"] = Text("secret") };
        return @event;
    }
}
