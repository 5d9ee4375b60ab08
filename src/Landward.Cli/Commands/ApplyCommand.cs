using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Applying;
using Landward.LandingZone.Planning;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward apply</c>: makes the organization what the spec says.</summary>
internal static class ApplyCommand
{
    private static readonly Option<bool> AllowPartial = new("--allow-partial") { Description = "Apply although part of the actual state could not be read." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "apply", "Plan, ask, and make the changes in waves. Interrupted anywhere, apply again does the rest.", "landward apply", "landward apply --target aws --profile management --yes") { AllowPartial };
        actions.Bind(command, ["text", "json"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var workspace = Workspace.Find(invocation);
        var desired = PlanCommand.Expand(invocation, workspace);
        await using var connection = await Connection.OpenAsync(invocation, workspace, desired.Spec, cancel);
        var plan = await PlanCommand.ReadAsync(connection, desired, cancel);
        if (plan.HasErrors && !invocation.Get(AllowPartial))
        {
            invocation.Terminal.Show(plan.Diagnostics);
            return ExitCode.Failed;
        }
        if (!invocation.IsJson)
            PlanCommand.Show(invocation, connection, plan);
        if (plan.Changes.Length > 0 && !Confirmed(invocation, connection))
            return ExitCode.Failed;
        var result = await ApplyAsync(invocation.Terminal, workspace, connection, plan, invocation.Get(AllowPartial), cancel);
        if (invocation.IsJson)
            invocation.Terminal.Document(Json(connection, result));
        else
            Show(invocation.Terminal, result);
        if (cancel.IsCancellationRequested && result.Partial)
        {
            invocation.Terminal.Error("Interrupted. What was done is kept; apply again does the rest.");
            return ExitCode.Interrupted;
        }
        return result.Partial ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Applies with progress on stderr; the journal lies in the home.</summary>
    public static async Task<ApplyResult> ApplyAsync(Terminal terminal, Workspace workspace, Connection connection, Plan plan, bool allowPartial, CancellationToken cancel)
    {
        Workspace.MakeDirectory(Path.GetDirectoryName(workspace.ApplyJournal)!);
        using var journal = CallJournal.Open(workspace.ApplyJournal, connection.Clock);
        return await Applier.ApplyAsync(
            plan, connection.Sessions, journal, new ApplyOptions { AllowPartial = allowPartial, Time = connection.Clock }, new ApplyProgress(terminal), cancel);
    }

    private static void Show(Terminal terminal, ApplyResult result)
    {
        terminal.Show(result.Diagnostics);
        terminal.Line(result.Partial
            ? $"Applied {result.Count(ChangeState.Applied)} of {result.Outcomes.Length} changes; {result.Count(ChangeState.Failed)} failed, {result.Count(ChangeState.Skipped) + result.Count(ChangeState.NotStarted)} not done. Apply again to go on."
            : $"Applied {result.Count(ChangeState.Applied)} change{(result.Count(ChangeState.Applied) == 1 ? string.Empty : "s")}.");
    }

    private static JsonObject Json(Connection connection, ApplyResult result) => new()
    {
        ["schemaVersion"] = 1,
        ["target"] = connection.Sandbox is null ? "aws" : "sandbox",
        ["partial"] = result.Partial,
        ["applied"] = result.Count(ChangeState.Applied),
        ["failed"] = result.Count(ChangeState.Failed),
        ["notDone"] = result.Count(ChangeState.Skipped) + result.Count(ChangeState.NotStarted),
        ["changes"] = new JsonArray([.. result.Outcomes.Select(outcome => new JsonObject
        {
            ["address"] = outcome.Change.Address,
            ["action"] = outcome.Change.Action.ToString().ToLowerInvariant(),
            ["state"] = outcome.State.ToString().ToLowerInvariant(),
        })]),
        ["diagnostics"] = DiagnosticRenderer.Json(result.Diagnostics),
    };

    /// <summary>The sandbox is there to be changed; AWS asks, and without a person to ask needs --yes.</summary>
    private static bool Confirmed(Invocation invocation, Connection connection)
    {
        if (connection.Sandbox is not null || invocation.Get(GlobalOptions.Yes))
            return true;
        if (Console.IsInputRedirected)
        {
            invocation.Terminal.Show([Diagnostic.Error("LW9007", "apply needs a confirmation", "Changes to AWS are made after a `yes` at the terminal, and there is none here. Give --yes to go ahead without being asked.")]);
            return false;
        }
        invocation.Terminal.Error($"Make these changes in AWS account {connection.ManagementAccount} and its organization? Only `yes` goes ahead:");
        if (Console.ReadLine()?.Trim() == "yes")
            return true;
        invocation.Terminal.Error("Nothing was changed.");
        return false;
    }
}
