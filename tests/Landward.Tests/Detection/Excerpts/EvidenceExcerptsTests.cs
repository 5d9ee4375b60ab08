using System.Collections.Immutable;
using System.Text;
using Landward.Detection;
using Landward.Detection.Excerpts;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Excerpts;

public sealed class EvidenceExcerptsTests
{
    private const string Event = """{"eventVersion":"1.11","eventID":"e-1","eventTime":"2026-03-01T10:00:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1","recipientAccountId":"111122223333","requestParameters":{"name":"trail","password":"S3CRET"}}""";

    [Fact]
    public async Task Findings_show_what_their_events_say_without_secrets()
    {
        LogSource[] sources = [Source("a.json", Event)];
        var findings = await Detect(sources);
        var shown = await EvidenceExcerpts.AddAsync(findings, sources, TestContext.Current.CancellationToken);
        var excerpt = shown.Single().Evidence.Single().Excerpt.ShouldNotBeNull();
        excerpt.ShouldContain("\"name\":\"trail\"");
        excerpt.ShouldNotContain("S3CRET");
    }

    [Fact]
    public async Task A_log_that_is_gone_or_does_not_fit_gives_no_excerpt_and_no_failure()
    {
        LogSource[] sources = [Source("a.json", Event)];
        var findings = await Detect(sources);
        LogSource[] gone = [new("a.json", _ => Task.FromException<Stream>(new FileNotFoundException("gone")))];
        (await EvidenceExcerpts.AddAsync(findings, gone, TestContext.Current.CancellationToken)).Single().Evidence[0].Excerpt.ShouldBeNull();
        (await EvidenceExcerpts.AddAsync(findings, sources, TestContext.Current.CancellationToken, maxBytes: 0)).Single().Evidence[0].Excerpt.ShouldBeNull();
        (await EvidenceExcerpts.AddAsync(findings, [], TestContext.Current.CancellationToken)).Single().Evidence[0].Excerpt.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(8, 4)]
    public async Task Which_events_fit_does_not_depend_on_how_many_logs_are_read_at_once(int room, int shown)
    {
        // In each log the event stands behind another one of the same length.
        LogSource[] sources = [.. Enumerable.Range(0, 4).Select(n => Source($"{n}.json", $"{Event.Replace("StopLogging", "GetTrailLog", StringComparison.Ordinal).Replace("e-1", "e-x", StringComparison.Ordinal)}\n{Event.Replace("e-1", $"e-{n}", StringComparison.Ordinal)}"))];
        var findings = await Detect(sources);
        var excerpts = new HashSet<string>();
        foreach (var workers in new[] { 1, 2, 4 })
        {
            var found = await EvidenceExcerpts.AddAsync(findings, sources, TestContext.Current.CancellationToken, maxBytes: room * Event.Length, workers);
            excerpts.Add(string.Join(' ', found.Single().Evidence.Where(evidence => evidence.Excerpt is not null).Select(evidence => evidence.EventId).Order(StringComparer.Ordinal)));
        }
        excerpts.ShouldHaveSingleItem().Split(' ', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(shown);
    }

    private static async Task<ImmutableArray<Finding>> Detect(LogSource[] sources)
    {
        var catalogue = DetectionCatalogue.Load([]).Select("cloudtrail-logging-stopped")!;
        return (await new Detector(catalogue, new DetectionOptions()).RunAsync(sources, TestContext.Current.CancellationToken)).Findings;
    }

    private static LogSource Source(string name, string text) => new(name, _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(text))));
}
