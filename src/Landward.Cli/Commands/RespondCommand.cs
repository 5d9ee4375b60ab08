using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Findings;
using Landward.Model;
using Landward.Response.Playbooks;
using Landward.Storage;

namespace Landward.Cli.Commands;

/// <summary><c>landward respond</c>: playbooks, planned, approved, run, undone.</summary>
internal static class RespondCommand
{
    private static readonly Option<DirectoryInfo[]> Directories = new("--playbooks") { Description = "Your own playbooks beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly string[] Columns = ["RUN", "PLAYBOOK", "STATE", "STEPS", "CREATED"];

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("respond", "Playbooks: list, plan, approve, run, undo.", "landward respond list", "landward respond plan leaked-access-key FINDING");
        command.Add(List(actions));
        command.Add(Plan(actions));
        command.Add(OnRun(actions, "approve", "Let a planned run go ahead.", (engine, id, cancel) => engine.ApproveAsync(id, Environment.UserName, cancel)));
        command.Add(OnRun(actions, "run", "Do what was approved, or go on where it stopped; read back and verify.", (engine, id, cancel) => engine.RunAsync(id, cancel)));
        command.Add(OnRun(actions, "undo", "Put back what was there before the run.", (engine, id, cancel) => engine.UndoAsync(id, cancel)));
        return command;
    }

    private static DocumentedCommand List(CommandActions actions)
    {
        var command = new DocumentedCommand("list", "List the playbooks and their runs.", "landward respond list", "landward respond list -o json") { Directories };
        actions.Bind(command, ["text", "json"], async (invocation, _) =>
        {
            var catalogue = Load(invocation);
            await using var database = Stores.OpenExisting(Workspace.Find(invocation));
            var runs = database is null ? [] : new PlaybookRunStore(database).List(100);
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(new JsonObject
                {
                    ["schemaVersion"] = 1,
                    ["playbooks"] = new JsonArray([.. catalogue.Playbooks.Select(playbook => new JsonObject { ["id"] = playbook.Id, ["title"] = playbook.Title, ["description"] = playbook.Description })]),
                    ["runs"] = new JsonArray([.. runs.Select(PlaybookRunJson.Write)]),
                });
                return ExitCode.Done;
            }
            foreach (var playbook in catalogue.Playbooks)
                invocation.Terminal.Line($"{playbook.Id,-28} {playbook.Title}");
            if (runs.Length == 0)
            {
                invocation.Terminal.Progress("No runs.");
                return ExitCode.Done;
            }
            invocation.Terminal.Line();
            var rows = runs.Select(IReadOnlyList<string> (run) => [run.Id, run.Playbook, run.State.ToString().ToLowerInvariant(), run.Steps.Length.ToString(), run.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss")]).ToList();
            foreach (var line in TextTable.Render(Columns, rows, invocation.Terminal.IsInteractive))
                invocation.Terminal.Line(line);
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Plan(CommandActions actions)
    {
        var playbookId = new Argument<string>("PLAYBOOK") { Description = "The playbook's id." };
        var findingIds = new Argument<string[]>("FINDING") { Description = "The findings it answers, by id.", Arity = ArgumentArity.OneOrMore };
        var command = new DocumentedCommand("plan", "Show what a playbook would do about findings, and who is affected. Changes nothing.", "landward respond plan leaked-access-key FINDING", "landward respond plan close-public-bucket FINDING -o json") { playbookId, findingIds, Directories };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var catalogue = Load(invocation);
            var id = invocation.Get(playbookId)!;
            if (catalogue.Find(id) is not { } playbook)
            {
                invocation.Terminal.Error($"error: there is no playbook `{id}`.{Suggestion.DidYouMean(id, catalogue.Playbooks.Select(known => known.Id))}");
                return ExitCode.Failed;
            }
            return await WithEngineAsync(invocation, async (engine, database) =>
            {
                var store = new FindingStore(database, invocation.Time);
                var findings = invocation.Get(findingIds)!.Select(finding => store.Find(finding)?.Finding ?? throw new DiagnosticException(Diagnostic.Error(
                    "LW9010", "a finding does not exist", $"There is no finding `{finding}`. `landward findings list` shows the ids."))).ToList();
                return await engine.PlanAsync(playbook, findings, cancel);
            }, cancel);
        });
        return command;
    }

    private static DocumentedCommand OnRun(CommandActions actions, string name, string description, Func<PlaybookEngine, string, CancellationToken, Task<PlaybookOutcome>> action)
    {
        var id = new Argument<string>("RUN") { Description = "The run's id." };
        var command = new DocumentedCommand(name, description, $"landward respond {name} RUN", $"landward respond {name} RUN -o json") { id };
        actions.Bind(command, ["text", "json"], (invocation, cancel) => WithEngineAsync(invocation, (engine, _) => action(engine, invocation.Get(id)!, cancel), cancel));
        return command;
    }

    private static async Task<int> WithEngineAsync(Invocation invocation, Func<PlaybookEngine, Database, Task<PlaybookOutcome>> action, CancellationToken cancel)
    {
        var workspace = Workspace.Find(invocation);
        await using var connection = await Connection.OpenAsync(invocation, workspace, cancel);
        await using var database = Stores.Open(workspace);
        using var journal = OpenJournal(workspace, connection);
        var outcome = await action(Engine(database, journal, connection), database);
        if (invocation.IsJson)
        {
            var document = outcome.Run is { } run ? PlaybookRunJson.Write(run) : [];
            document.Insert(0, "schemaVersion", 1);
            document["diagnostics"] = DiagnosticRenderer.Json(outcome.Diagnostics);
            invocation.Terminal.Document(document);
        }
        else
        {
            if (outcome.Run is { } run)
                RunRenderer.Show(invocation.Terminal, run);
            invocation.Terminal.Show(outcome.Diagnostics);
        }
        var failed = outcome.Run is null or { State: PlaybookRunState.Failed } || outcome.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    public static CallJournal OpenJournal(Workspace workspace, Connection connection)
    {
        Workspace.MakeDirectory(Path.GetDirectoryName(workspace.PlaybookJournal)!);
        return CallJournal.Open(workspace.PlaybookJournal, connection.Clock);
    }

    public static PlaybookEngine Engine(Database database, CallJournal journal, Connection connection) =>
        new(database, journal, (account, region) => connection.Sessions.For(account, region).CallAsync, connection.Clock);

    private static PlaybookCatalogue Load(Invocation invocation)
    {
        var (catalogue, diagnostics) = PlaybookCatalogue.Load(invocation.Paths(Directories));
        invocation.Accept(diagnostics);
        return catalogue;
    }
}
