using System.Globalization;
using System.Text;
using Landward.Detection;
using Landward.Detection.Following;
using Landward.Logs;
using Landward.Model;

namespace Landward.Tests.Detection.Following;

public sealed class FollowingDetectorTests
{
    private const string Rules = """
        title: Trail stopped
        id: trail-stopped
        name: trail_stopped
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: StopLogging}
          condition: selection
        ---
        title: Many trails stopped
        id: many-trails-stopped
        correlation:
          type: event_count
          rules: [trail_stopped]
          group-by: [recipientAccountId]
          timespan: 10m
          condition: {gte: 3}
          generate: true
        """;

    private readonly Clock _clock = new();

    [Fact]
    public async Task Findings_are_told_when_they_are_new_or_count_more()
    {
        var detector = Detector();
        (await detector.ReadAsync([Log("a", Event(1, 0))], TestContext.Current.CancellationToken)).Findings.Select(Describe).ShouldBe(["trail-stopped 1"]);
        (await detector.ReadAsync([], TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();
        (await detector.ReadAsync([Log("b", Event(2, 60))], TestContext.Current.CancellationToken)).Findings.Select(Describe).ShouldBe(["trail-stopped 2"]);
    }

    [Fact]
    public async Task Late_events_complete_a_correlation()
    {
        var detector = Detector();
        await detector.ReadAsync([Log("a", Event(1, 0)), Log("b", Event(3, 500))], TestContext.Current.CancellationToken);
        _clock.Now += TimeSpan.FromHours(2);
        (await detector.ReadAsync([Log("c", Event(2, 250))], TestContext.Current.CancellationToken)).Findings.Select(Describe)
            .ShouldBe(["many-trails-stopped 3", "trail-stopped 3"], ignoreOrder: true);
    }

    [Fact]
    public async Task Events_delivered_again_and_logs_that_grow_count_once()
    {
        var detector = Detector();
        await detector.ReadAsync([Log("a", Event(1, 0))], TestContext.Current.CancellationToken);
        (await detector.ReadAsync([Log("b", Event(1, 0))], TestContext.Current.CancellationToken)).Findings.ShouldBeEmpty();
        (await detector.ReadAsync([Log("a", Event(1, 0), Event(2, 30))], TestContext.Current.CancellationToken)).Findings.Select(Describe).ShouldBe(["trail-stopped 2"]);
    }

    [Fact]
    public async Task Logs_leave_the_view_after_the_lookback()
    {
        var detector = Detector();
        await detector.ReadAsync([Log("a", Event(1, 0)), Log("b", Event(2, 10))], TestContext.Current.CancellationToken);
        _clock.Now += TimeSpan.FromHours(25);
        var followed = await detector.ReadAsync([Log("c", Event(3, 20))], TestContext.Current.CancellationToken);
        followed.Events.ShouldBe(1);
        followed.Findings.Select(Describe).ShouldBe(["trail-stopped 1"]);
    }

    private FollowingDetector Detector() => new(DetectionCatalogue.Parse(Rules, "test.yaml"), new DetectionOptions(), TimeSpan.FromHours(24), _clock);

    private static string Describe(Finding finding) => $"{finding.Generator} {finding.Count.ToString(CultureInfo.InvariantCulture)}";

    private static LogSource Log(string name, params string[] events) =>
        new(name, _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', events)))));

    private static string Event(int id, int second) =>
        $$"""{"eventVersion":"1.11","eventID":"e-{{id}}","eventTime":"{{new DateTime(2026, 3, 1, 10, 0, 0, DateTimeKind.Utc).AddSeconds(second):yyyy-MM-dd'T'HH:mm:ss'Z'}}","eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1","recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/u"} }""";

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
