using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Sandbox.Http;
using Landward.Sandbox.Scenarios;

namespace Landward.Cli.Commands;

/// <summary><c>landward sandbox play SCENARIO</c>: a file of API calls against the sandbox.</summary>
internal static class PlayCommand
{
    private static readonly Argument<string> Name = new("SCENARIO") { Description = $"A scenario of the catalogue ({string.Join(", ", ScenarioCatalogue.Names)}) or a file." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "play", "Play a scenario: every call signed, authorized, recorded. Fails when a call ends differently than the scenario expects.",
            "landward sandbox play leaked-access-key", "landward sandbox play my-attack.yaml -o json") { Name };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var (scenario, problems) = ScenarioCatalogue.Load(invocation.Get(Name)!);
            if (scenario is null)
                throw new DiagnosticException(problems);
            var workspace = Workspace.Find(invocation);
            await using var connection = await Connection.OpenSandboxAsync(invocation, workspace.Home, invocation.Get(GlobalOptions.Region) ?? "eu-west-1", cancel);
            var result = await PlayAsync(connection, scenario, invocation.IsJson ? null : new CallProgress(invocation.Terminal), cancel);
            if (invocation.IsJson)
                invocation.Terminal.Document(Json(scenario, result));
            else
                invocation.Terminal.Show(result.Diagnostics);
            return result.Diagnostics.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    public static async Task<ScenarioResult> PlayAsync(Connection connection, Scenario scenario, IProgress<PlayedCall>? progress, CancellationToken cancel)
    {
        using var control = new SandboxControl(connection.Sandbox!);
        var accounts = await connection.AccountsByNameAsync(cancel);
        var stage = new ScenarioStage(connection.Calls, connection.Sessions, connection.HomeRegion, accounts, control.AdvanceAsync);
        return await new ScenarioPlayer(stage).PlayAsync(scenario, progress, cancel);
    }

    private static JsonObject Json(Scenario scenario, ScenarioResult result) => new()
    {
        ["schemaVersion"] = 1,
        ["scenario"] = scenario.Id,
        ["calls"] = new JsonArray([.. result.Calls.Select(call => new JsonObject
        {
            ["principal"] = call.Step.Principal,
            ["action"] = call.Action,
            ["region"] = call.Region,
            ["outcome"] = call.Outcome.ToString().ToLowerInvariant(),
            ["expected"] = call.AsExpected,
            ["errorCode"] = call.ErrorCode,
            ["message"] = call.Message,
            ["requestId"] = call.RequestId,
        })]),
        ["diagnostics"] = DiagnosticRenderer.Json(result.Diagnostics),
    };

    /// <summary>One line a call, as it is answered.</summary>
    internal sealed class CallProgress(Terminal terminal) : IProgress<PlayedCall>
    {
        public void Report(PlayedCall value)
        {
            var outcome = value.Outcome switch
            {
                ExpectedOutcome.Allowed => terminal.Paint("allowed", Paint.Green),
                ExpectedOutcome.Denied => terminal.Paint("DENIED ", Paint.Red),
                _ => terminal.Paint("refused", Paint.Yellow),
            };
            terminal.Line($"  {outcome}  {value.Step.Principal,-9} {value.Action,-48} {value.Region}{(value.ErrorCode is { } code ? $"  {code}" : string.Empty)}");
        }
    }
}
