using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.Model;
using Landward.Sandbox.Hosting;

namespace Landward.Tests.LandingZone.Applying;

/// <summary>The alarms of the spec's monitoring section, planned and applied against the sandbox.</summary>
public sealed class AlarmApplyTests : IAsyncLifetime
{
    private const string Trail = "security: { cloudTrail: { organization: true } }\n";
    private const string Alarms = Trail + "monitoring: { alarms: [cis-1.4] }\n";
    private const string Root = "landward-cis-4-3-root-use";

    private readonly TemporaryDirectory _directory = new();
    private SandboxHost _sandbox = null!;
    private AwsConnection _connection = null!;
    private AwsSessions _sessions = null!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions(_directory.Path) { Memory = true, Seed = 1 }, TestContext.Current.CancellationToken);
        _connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint });
        _sessions = new AwsSessions(_connection, _ => ValueTask.FromResult(_sandbox.Administrator), AccountId.Parse("111122223333"), "eu-west-1", new AwsSessionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _sandbox.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Every_alarm_of_the_benchmark_stands_on_a_filter_of_the_trails_log_group_and_tells_the_audit_account()
    {
        var desired = Desired(Alarms);
        var plan = await PlanAsync(desired);
        plan.Changes.Count(change => change.Node.Kind == ResourceKind.MetricFilter).ShouldBe(15);
        plan.Changes.Count(change => change.Node.Kind == ResourceKind.MetricAlarm).ShouldBe(15);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();

        var filters = (await CallAsync("logs", "DescribeMetricFilters", new JsonObject { ["logGroupName"] = LandwardNames.TrailLogGroup }))["metricFilters"]!.AsArray();
        filters.Count.ShouldBe(15);
        ((string?)filters.Single(filter => (string?)filter!["filterName"] == Root)!["filterPattern"])!.ShouldContain("$.userIdentity.type = \"Root\"");
        var alarm = await AlarmAsync(Root);
        ((string?)alarm!["MetricName"]).ShouldBe("RootUse");
        ((string?)alarm["AlarmActions"]![0])!.ShouldEndWith(":" + LandwardNames.AlarmTopic);
        var trail = (await CallAsync("cloudtrail", "GetTrail", new JsonObject { ["Name"] = LandwardNames.Trail }))["Trail"]!;
        ((string?)trail["CloudWatchLogsLogGroupArn"])!.ShouldContain(LandwardNames.TrailLogGroup);

        // The topic's policy lets the alarm of another account in.
        await CallAsync("cloudwatch", "SetAlarmState", new JsonObject { ["AlarmName"] = Root, ["StateValue"] = "ALARM", ["StateReason"] = "rehearsal" });
        var history = (await CallAsync("cloudwatch", "DescribeAlarmHistory", new JsonObject { ["AlarmName"] = Root, ["HistoryItemType"] = "Action" }))["AlarmHistoryItems"]!.AsArray();
        history.ShouldContain(item => ((string?)item!["HistorySummary"])!.StartsWith("Successfully executed action", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Drift_of_a_filter_and_of_an_alarm_is_seen_and_taken_back()
    {
        var desired = Desired(Alarms);
        await ApplyAsync(await PlanAsync(desired));
        await CallAsync("logs", "PutMetricFilter", new JsonObject
        {
            ["logGroupName"] = LandwardNames.TrailLogGroup,
            ["filterName"] = Root,
            ["filterPattern"] = "{ $.eventName = \"Nothing\" }",
            ["metricTransformations"] = new JsonArray(new JsonObject { ["metricName"] = "RootUse", ["metricNamespace"] = "Landward/Alarms", ["metricValue"] = "1" }),
        });
        await CallAsync("cloudwatch", "DisableAlarmActions", new JsonObject { ["AlarmNames"] = new JsonArray(Root) });
        await CallAsync("cloudwatch", "DeleteAlarms", new JsonObject { ["AlarmNames"] = new JsonArray("landward-cis-4-5-trail-changes") });
        var plan = await PlanAsync(desired);
        plan.Changes.Select(change => (change.Node.Kind, change.Action)).ShouldBe(
            [(ResourceKind.MetricFilter, ChangeAction.Update), (ResourceKind.MetricAlarm, ChangeAction.Update), (ResourceKind.MetricAlarm, ChangeAction.Create)], ignoreOrder: true);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();
        ((bool?)(await AlarmAsync(Root))!["ActionsEnabled"]).ShouldBe(true);
    }

    [Fact]
    public async Task Alarms_that_are_no_longer_named_are_removed_off_removes_all_and_absence_none()
    {
        await ApplyAsync(await PlanAsync(Desired(Alarms)));
        var fewer = Desired(Trail + "monitoring: { alarms: [cis-4-3-root-use, root-access-key-use] }\n");
        var plan = await PlanAsync(fewer);
        plan.Changes.Count(change => change.Action == ChangeAction.Delete && change.Risks.Contains(Risk.CoverageLoss)).ShouldBe(28);
        plan.Changes.Count(change => change.Action == ChangeAction.Create).ShouldBe(2);
        (await ApplyAsync(plan)).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(fewer)).Changes.ShouldBeEmpty();
        (await AlarmAsync("landward-cis-4-5-trail-changes")).ShouldBeNull();

        (await PlanAsync(Desired(Trail))).Changes.ShouldBeEmpty();
        var off = Desired(Trail + "monitoring: { alarms: off }\n");
        (await ApplyAsync(await PlanAsync(off))).Diagnostics.ShouldBeEmpty();
        (await PlanAsync(off)).Changes.ShouldBeEmpty();
        (await AlarmAsync(Root)).ShouldBeNull();
    }

    [Fact]
    public async Task Action_that_somebody_added_to_an_alarm_stays()
    {
        const string Pager = "arn:aws:sns:eu-west-1:111122223333:pager";
        var desired = Desired(Alarms);
        await ApplyAsync(await PlanAsync(desired));
        var alarm = (await AlarmAsync(Root))!;
        var input = new JsonObject(alarm.Where(member => member.Key is "AlarmName" or "Namespace" or "MetricName" or "Statistic" or "Period" or "EvaluationPeriods" or "ComparisonOperator" or "TreatMissingData" or "AlarmDescription")
            .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())))
        {
            ["Threshold"] = 3,
            ["AlarmActions"] = new JsonArray(Pager, (string?)alarm["AlarmActions"]![0]),
        };
        await CallAsync("cloudwatch", "PutMetricAlarm", input);
        (await ApplyAsync(await PlanAsync(desired))).Diagnostics.ShouldBeEmpty();
        (await AlarmAsync(Root))!["AlarmActions"]!.AsArray().Select(action => (string?)action).ShouldContain(Pager);
        (await PlanAsync(desired)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reference_organization_with_alarms_is_made_and_then_nothing_is_left_to_do()
    {
        var spec = Specs.Blueprint("reference");
        var desired = DesiredState.Build(spec with { Monitoring = Specs.Read(Specs.Minimal + Alarms).Monitoring }, []);
        desired.Diagnostics.ShouldBeEmpty();
        (await ApplyAsync(await PlanAsync(desired))).Diagnostics.ShouldBeEmpty();
        PlanRenderer.Text(await PlanAsync(desired)).ShouldEndWith("No changes.");
    }

    private static DesiredState Desired(string settings) => DesiredState.Build(Specs.Read(Specs.Minimal + settings), []);

    private async Task<JsonObject?> AlarmAsync(string name) =>
        (await CallAsync("cloudwatch", "DescribeAlarms", new JsonObject { ["AlarmNames"] = new JsonArray(name) }))["MetricAlarms"] is JsonArray { Count: 1 } alarms ? (JsonObject)alarms[0]! : null;

    private async Task<JsonObject> CallAsync(string service, string operation, JsonObject input) =>
        await _sessions.Management("eu-west-1").CallAsync(service, operation, input, TestContext.Current.CancellationToken) ?? [];

    private Task<Plan> PlanAsync(DesiredState desired) => Planner.PlanAsync(desired, _sessions, new PlanOptions(), TestContext.Current.CancellationToken);

    private Task<ApplyResult> ApplyAsync(Plan plan) => Applier.ApplyAsync(plan, _sessions, journal: null, new ApplyOptions(), progress: null, TestContext.Current.CancellationToken);
}
