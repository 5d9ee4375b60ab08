using System.Text;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.BenignTraffic;

/// <summary>What the whole pack says about a day in which nothing bad happens.</summary>
public sealed class BenignTrafficTests
{
    private const int PerDay = 20_000;

    /// <summary>Three seeds in every run; LANDWARD_LONG sets more days of 200,000 events.</summary>
    [Fact]
    public async Task A_day_of_an_organization_raises_at_most_one_finding_of_medium_or_more_per_20000_events()
    {
        var days = LongSuite.Times(1) > 1 ? 10 : 3;
        var events = LongSuite.Times(1) > 1 ? 200_000 : PerDay;
        for (var seed = LongSuite.Seed; seed < LongSuite.Seed + days; seed++)
        {
            var (findings, read) = await DetectAsync(seed, events);
            var loud = findings.Where(finding => finding.Severity >= Severity.Medium).ToList();
            Console.WriteLine($"benign traffic, seed {seed}: {read} events, {findings.Count} findings, {loud.Count} of medium or more, {loud.Count * 20_000.0 / read:0.00} per 20,000 events");
            foreach (var rule in loud.GroupBy(finding => finding.Generator).OrderByDescending(group => group.Count()))
                Console.WriteLine($"  {rule.Key}: {rule.Count()} ({rule.Count() * 20_000.0 / read:0.00} per 20,000), {string.Join(", ", rule.Select(finding => finding.Principal).Distinct().Take(4))}");
            (loud.Count * 20_000.0 / read).ShouldBeLessThanOrEqualTo(1.0, $"seed {seed}");
        }
    }

    [Fact]
    public void A_seed_is_a_day_and_another_seed_another()
    {
        var first = Text(BenignTrafficGenerator.Generate(7, 2_000).Events);
        Text(BenignTrafficGenerator.Generate(7, 2_000).Events).ShouldBe(first);
        Text(BenignTrafficGenerator.Generate(8, 2_000).Events).ShouldNotBe(first);
    }

    private static async Task<(IReadOnlyList<Finding> Findings, long Events)> DetectAsync(int seed, int events)
    {
        var log = Encoding.UTF8.GetBytes(Text(BenignTrafficGenerator.Generate(seed, events).Events));
        var detector = new Detector(DetectionCatalogue.Load([]), new DetectionOptions());
        var result = await detector.RunAsync([new LogSource("day.jsonl", _ => Task.FromResult<Stream>(new MemoryStream(log)))], TestContext.Current.CancellationToken);
        result.Diagnostics.ShouldBeEmpty();
        return (result.Findings, result.EventsRead);
    }

    private static string Text(IReadOnlyList<JsonObject> events) => string.Join('\n', events.Select(@event => @event.ToJsonString()));
}
