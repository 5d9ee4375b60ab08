using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Model;

namespace Landward.Cli.Demo;

/// <summary>A call that was refused, and the guardrail whose statement refused it.</summary>
/// <param name="Guardrail">The control's id; null when something else than a guardrail denied (a trust policy, a missing permission).</param>
/// <param name="EventId">The CloudTrail event of the denial, found in a delivered trail file.</param>
internal sealed record DeniedCall(string Action, string Principal, string? Guardrail, string Region, string EventId);

/// <summary>An alert and whether its channel took it.</summary>
internal sealed record SentAlert(string Channel, string Title, bool Delivered);

/// <summary>A playbook's run, with the hashes of the complete documents of everything it touched.</summary>
/// <param name="State">Where the run ended, such as <c>undone</c>.</param>
/// <param name="StateBefore">Before the run.</param>
/// <param name="StateAfter">After the undo.</param>
internal sealed record FinishedRun(string Id, string Playbook, string State, string StateBefore, string StateContained, string StateAfter, int Changes);

/// <summary>What the demo did, told once for people and for machines.</summary>
internal sealed record DemoReport
{
    public required string Home { get; init; }
    public required int Created { get; init; }
    public required int SecondPlanChanges { get; init; }
    public required int Calls { get; init; }
    public required ImmutableArray<DeniedCall> Denied { get; init; }
    public required ImmutableArray<Finding> Findings { get; init; }
    public required ImmutableArray<SentAlert> Alerts { get; init; }
    public required ImmutableArray<FinishedRun> PlaybookRuns { get; init; }
    public required ImmutableArray<(string Stage, TimeSpan Time)> Times { get; init; }
    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }

    /// <summary>Nothing went differently than it should: no error, everything restored, nothing left to do after apply.</summary>
    public bool Succeeded =>
        SecondPlanChanges == 0
        && PlaybookRuns.All(run => run.StateBefore == run.StateAfter)
        && Alerts.All(alert => alert.Delivered)
        && Diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    public JsonObject Json()
    {
        var seconds = new JsonObject(Times.Select(time => KeyValuePair.Create(time.Stage, (JsonNode?)Math.Round(time.Time.TotalSeconds, 3))));
        return new JsonObject
        {
            ["schemaVersion"] = 1,
            ["calls"] = Calls,
            ["denied"] = new JsonArray([.. Denied.Select(call => new JsonObject
            {
                ["action"] = call.Action, ["principal"] = call.Principal, ["guardrail"] = call.Guardrail, ["region"] = call.Region, ["eventId"] = call.EventId,
            })]),
            ["findings"] = new JsonArray([.. Findings.Select(finding => new JsonObject
            {
                ["type"] = finding.Type, ["severity"] = finding.Severity.Label(), ["title"] = finding.Title, ["account"] = finding.Account, ["id"] = finding.Id,
            })]),
            ["alerts"] = new JsonArray([.. Alerts.Select(alert => new JsonObject { ["channel"] = alert.Channel, ["title"] = alert.Title, ["delivered"] = alert.Delivered })]),
            ["playbookRuns"] = new JsonArray([.. PlaybookRuns.Select(run => new JsonObject
            {
                ["id"] = run.Id, ["playbook"] = run.Playbook, ["state"] = run.State, ["changes"] = run.Changes,
                ["stateBefore"] = run.StateBefore, ["stateContained"] = run.StateContained, ["stateAfter"] = run.StateAfter,
            })]),
            ["plan"] = new JsonObject { ["create"] = Created, ["secondPlanChanges"] = SecondPlanChanges },
            ["seconds"] = seconds,
            ["home"] = Home,
            ["diagnostics"] = Output.DiagnosticRenderer.Json(Diagnostics),
        };
    }
}
