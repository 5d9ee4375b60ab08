using Landward.Cli.CommandLine;
using Landward.Cli.Commands;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Planning;
using Landward.Model;
using Landward.Sandbox.Http;
using Landward.Sandbox.Scenarios;

namespace Landward.Cli.Demo;

/// <summary>
/// The main job from end to end.
/// </summary>
/// <remarks>
/// (1) plan the reference organization on a fresh sandbox; (2) apply it and plan again; (3) play the attack; (4) let the trail
/// deliver and find each denial in it; (5) detect from the delivered files, keep and import the findings; (6) route them to an
/// alert; (7) plan, approve, run, verify and undo a playbook. Nothing after (3) knows the scenario: everything is read from
/// what the sandbox recorded.
/// </remarks>
internal sealed class DemoRun(Invocation invocation, Workspace workspace, Scenario scenario, Uri? webhook)
{
    private static readonly TimeSpan UntilDelivery = TimeSpan.FromMinutes(10);

    private readonly DemoStages _stages = new(invocation.Terminal, !invocation.IsJson, invocation.Time);
    private readonly List<Diagnostic> _diagnostics = [];

    public async Task<DemoReport> RunAsync(CancellationToken cancel)
    {
        var desired = PlanCommand.Expand(invocation, workspace);
        await using var connection = await Connection.OpenSandboxAsync(invocation, workspace.Home, desired.Spec.Organization.HomeRegion, cancel);
        using var control = new SandboxControl(connection.Sandbox!);

        var plan = await _stages.RunAsync("plan", "Plan the reference organization", () => PlanCommand.ReadAsync(connection, desired, cancel));
        ShowPlan(plan);
        var applied = await _stages.RunAsync("apply", "Apply it", () => ApplyAsync(connection, plan, cancel));
        _diagnostics.AddRange(applied.Diagnostics);
        var second = await _stages.RunAsync("replan", "Plan again", () => PlanCommand.ReadAsync(connection, desired, cancel));
        _stages.Say("   " + PlanRenderer.Summary(second));

        var since = await control.LastSequenceAsync(cancel);
        var attack = await _stages.RunAsync("attack", scenario.Title, () => PlayCommand.PlayAsync(connection, scenario, invocation.IsJson ? null : new PlayCommand.CallProgress(invocation.Terminal), cancel));
        _diagnostics.AddRange(attack.Diagnostics);

        var archive = new TrailArchive(connection, desired.Spec);
        var denied = await _stages.RunAsync("deliver", "What the guardrails denied, and where the trail recorded it", async () =>
        {
            await control.AdvanceAsync(UntilDelivery, cancel);
            await archive.ReadAsync(cancel);
            return new DenialReport(archive, workspace, desired.Spec).Build(attack.Calls, await control.EventsAsync(since, cancel), _diagnostics);
        });
        foreach (var call in denied)
            _stages.Say($"   {call.Guardrail ?? "(no guardrail)",-36} {call.Action,-42} event {call.EventId}");

        await using var database = Stores.Open(workspace);
        var watch = new DemoWatch(invocation, connection, desired.Spec, database, _stages, _diagnostics);
        var findings = await _stages.RunAsync("detect", "Detect from the delivered files, keep the findings, import them into Security Hub", () => watch.DetectAsync(archive, cancel));
        var alerts = await _stages.RunAsync("alert", "Route the findings by event pattern and send alerts", () => watch.AlertAsync(findings, webhook, cancel));
        var runs = await _stages.RunAsync("respond", "Contain the key by playbook, verify, undo", () => new DemoResponse(workspace, connection, database, _stages, _diagnostics).RunAsync(findings, cancel));

        return new DemoReport
        {
            Home = workspace.Home,
            Created = plan.Count(ChangeAction.Create),
            SecondPlanChanges = second.Changes.Length,
            Calls = attack.Calls.Length,
            Denied = denied,
            Findings = [.. findings.Select(record => record.Finding)],
            Alerts = alerts,
            PlaybookRuns = runs,
            Times = _stages.Times,
            Diagnostics = [.. _diagnostics],
        };
    }

    private void ShowPlan(Plan plan)
    {
        _diagnostics.AddRange(plan.Diagnostics);
        if (plan.HasErrors)
            throw new DiagnosticException(plan.Diagnostics);
        foreach (var kind in plan.Changes.GroupBy(change => change.Node.Kind.ToString()))
            _stages.Say($"   + {kind.Count(),3}  {kind.Key}");
        _stages.Say("   " + PlanRenderer.Summary(plan));
    }

    private async Task<ApplyResult> ApplyAsync(Connection connection, Plan plan, CancellationToken cancel)
    {
        var result = await ApplyCommand.ApplyAsync(invocation.Terminal, workspace, connection, plan, allowPartial: false, cancel);
        cancel.ThrowIfCancellationRequested();
        _stages.Say($"   {result.Count(ChangeState.Applied)} changes applied, {result.Count(ChangeState.Failed)} failed.");
        return result;
    }
}
