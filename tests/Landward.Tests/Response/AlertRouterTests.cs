using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Response.Alerts;
using Landward.Response.Notifications;
using Landward.Rules.EventPatterns;
using Landward.Storage;
using Landward.Tests.Findings;
using Landward.Tests.Storage;

namespace Landward.Tests.Response;

public sealed class AlertRouterTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedClock _clock = new(SampleFinding.Start.AddHours(1));
    private readonly RecordingNotifier _first = new("first");
    private readonly RecordingNotifier _second = new("second");
    private Database _database = null!;

    public ValueTask InitializeAsync()
    {
        _database = Database.Open(StoreLocation.Parse(_folder.File("hub.db")), DatabaseOptions.Default, AlertStore.Schema);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("""{"severity":["HIGH"]}""", true)]
    [InlineData("""{"severity":["CRITICAL"]}""", false)]
    [InlineData("""{"landward":{"type":[{"prefix":"UnauthorizedAccess:"}]}}""", true)]
    [InlineData("""{"unit":["workloads/dev"]}""", true)]
    [InlineData("""{"facts":{"accessKeyId":[{"exists":true}]}}""", true)]
    [InlineData("""{"source":["aws.securityhub"],"detail-type":["Security Hub Findings - Imported"],"detail":{"findings":{"Severity":{"Label":["HIGH"]},"Resources":{"Type":["AwsIamUser"]}}}}""", true)]
    [InlineData("""{"detail":{"findings":{"Workflow":{"Status":["SUPPRESSED"]}}}}""", false)]
    [InlineData("""{"principal":[{"suffix":"ci-deploy"}],"account":["222233334444"]}""", true)]
    public async Task A_route_takes_what_its_pattern_matches(string pattern, bool matches)
    {
        var router = Router(Route(pattern));
        var result = await router.RouteAsync([Record("a")], CancellationToken.None);
        result.Sent.Length.ShouldBe(matches ? 1 : 0);
        router.Explain(Record("a")).Length.ShouldBe(matches ? 1 : 0);
        _first.Messages.Count.ShouldBe(matches ? 1 : 0);
    }

    [Fact]
    public async Task One_campaign_gives_one_alert_a_group()
    {
        var findings = Enumerable.Range(0, 30).Select(i => Record($"f{i}", type: $"Type:{i % 3}")).ToList();
        var result = await Router(Route("""{"account":["222233334444"]}""")).RouteAsync(findings, CancellationToken.None);
        result.Sent.Length.ShouldBe(3);
        result.Sent.ShouldAllBe(alert => alert.Findings.Length == 10);
        result.Sent[0].Title.ShouldBe("[HIGH] Access key used by somebody else and 9 more (222233334444)");

        var byAccount = Route("""{"account":["222233334444"]}""") with { Name = "by-account", GroupBy = [AlertGrouping.Account] };
        (await Router(byAccount).RouteAsync(findings, CancellationToken.None)).Sent.ShouldHaveSingleItem().Findings.Length.ShouldBe(30);
    }

    [Fact]
    public async Task Further_findings_join_silently_until_the_repeat_time_is_over()
    {
        var router = Router(Route("""{"account":["222233334444"]}"""));
        await router.RouteAsync([Record("a")], CancellationToken.None);
        var joined = await router.RouteAsync([Record("a"), Record("b")], CancellationToken.None);
        (joined.Sent.Length, joined.Joined).ShouldBe((0, 1));
        _first.Messages.Count.ShouldBe(1);
        new AlertStore(_database).List().ShouldHaveSingleItem().Findings.ShouldBe(["a", "b"]);

        _clock.Now = _clock.Now.AddHours(25);
        (await router.RouteAsync([Record("c")], CancellationToken.None)).Sent.Length.ShouldBe(1);
        _first.Messages.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_more_severe_finding_breaks_the_silence()
    {
        var router = Router(Route("""{"account":["222233334444"]}"""));
        await router.RouteAsync([Record("a")], CancellationToken.None);
        (await router.RouteAsync([Record("b", severity: Severity.Critical)], CancellationToken.None)).Sent.ShouldHaveSingleItem().Severity.ShouldBe(Severity.Critical);
        _first.Messages.Count.ShouldBe(2);
        new AlertStore(_database).List().ShouldHaveSingleItem().Deliveries.ShouldAllBe(delivery => delivery.Attempts == 2);
    }

    [Theory]
    [InlineData(WorkflowStatus.Suppressed, RecordState.Active)]
    [InlineData(WorkflowStatus.Resolved, RecordState.Active)]
    [InlineData(WorkflowStatus.New, RecordState.Archived)]
    public async Task What_is_handled_already_alerts_nobody(WorkflowStatus workflow, RecordState state)
    {
        var record = Record("a") with { Workflow = workflow, RecordState = state };
        (await Router(Route("""{"account":["222233334444"]}""")).RouteAsync([record], CancellationToken.None)).Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_that_fails_stops_no_other()
    {
        _first.Answer = () => throw new InvalidOperationException("boom");
        var result = await Router(Route("""{"account":["222233334444"]}""", "first", "second", "missing")).RouteAsync([Record("a")], CancellationToken.None);
        _second.Messages.Count.ShouldBe(1);
        var deliveries = new AlertStore(_database).List().ShouldHaveSingleItem().Deliveries;
        deliveries.Select(delivery => (delivery.Channel, delivery.Delivered, delivery.Error)).ShouldBe(
            [("first", false, "boom"), ("missing", false, "the channel is not set up"), ("second", true, null)]);
        result.Diagnostics.Select(diagnostic => diagnostic.Code).ShouldBe(["LW6023", "LW6023"]);
    }

    [Fact]
    public async Task A_channel_that_could_not_be_told_is_told_with_the_next_finding_and_the_others_stay_silent()
    {
        var router = Router(Route("""{"account":["222233334444"]}""", "first", "second"));
        _first.Answer = () => new NotificationResult(1, "unreachable");
        await router.RouteAsync([Record("a")], CancellationToken.None);
        _first.Answer = () => new NotificationResult(1, Error: null);
        var again = await router.RouteAsync([Record("a"), Record("b")], CancellationToken.None);
        again.Diagnostics.ShouldBeEmpty();
        again.Sent.ShouldHaveSingleItem().Deliveries.ShouldAllBe(delivery => delivery.Delivered);
        (_first.Messages.Count, _second.Messages.Count).ShouldBe((2, 1));
        (await router.RouteAsync([Record("c")], CancellationToken.None)).Joined.ShouldBe(1);
        (_first.Messages.Count, _second.Messages.Count).ShouldBe((2, 1));
    }

    private AlertRouter Router(AlertRoute route) =>
        new([route], [_first, _second], _database, account => account == "222233334444" ? "workloads/dev" : null, _clock);

    private static AlertRoute Route(string pattern, params string[] channels) =>
        new("route", EventPattern.Parse(pattern).Pattern!, channels.Length == 0 ? ["first"] : [.. channels], AlertRoute.DefaultGrouping, AlertRoute.DefaultRepeat);

    private static FindingRecord Record(string id, string? type = null, Severity severity = Severity.High)
    {
        var finding = SampleFinding.LeakedKey with { Id = id, Type = type ?? SampleFinding.LeakedKey.Type, Severity = severity };
        return FindingLifecycle.Import(null, new FindingImport { Finding = finding, ProductArn = Asff.ProductArn(finding.Account, finding.Region), CreatedAt = finding.FirstSeen, UpdatedAt = finding.LastSeen });
    }

    private sealed class RecordingNotifier(string channel) : INotifier
    {
        public List<AlertMessage> Messages { get; } = [];

        public Func<NotificationResult> Answer { get; set; } = () => new NotificationResult(1, Error: null);

        public string Channel { get; } = channel;

        public Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
        {
            Messages.Add(message);
            return Task.FromResult(Answer());
        }
    }
}
