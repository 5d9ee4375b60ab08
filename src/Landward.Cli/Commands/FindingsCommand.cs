using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward findings</c>: the hub of everything found.</summary>
internal static class FindingsCommand
{
    private static readonly Option<string?> AtLeast = Choice("--severity", "Only findings of this severity or more.", "INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
    private static readonly Option<string[]> Workflow = new("--workflow") { Description = "Only findings with this workflow status; may be repeated.", HelpName = "NEW|NOTIFIED|SUPPRESSED|RESOLVED" };
    private static readonly Option<string?> Account = new("--account") { Description = "Only findings of this account.", HelpName = "ID" };
    private static readonly Option<string?> Type = new("--type") { Description = "Only findings of this type; a trailing * matches any ending.", HelpName = "TYPE" };
    private static readonly Option<string?> Principal = new("--principal") { Description = "Only findings about this principal.", HelpName = "ARN" };
    private static readonly Option<string?> Search = new("--search") { Description = "Only findings whose title or description holds this text.", HelpName = "TEXT" };
    private static readonly Option<bool> Archived = new("--archived") { Description = "Archived findings instead of active ones." };
    private static readonly Option<int> Limit = NumberOption.Create("--limit", "At most this many findings.", 1, 1_000_000, 100);

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("findings", "The hub of everything found: list, show, export.", "landward findings list --severity HIGH");
        command.Add(List(actions));
        command.Add(Show(actions));
        command.Add(Export(actions));
        return command;
    }

    private static DocumentedCommand List(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "list", "List findings, the most severe first.", "landward findings list --severity HIGH", "landward findings list --account 111122223333 -o jsonl")
        { AtLeast, Workflow, Account, Type, Principal, Search, Archived, Limit };
        actions.Bind(command, ["text", "json", "jsonl", "asff"], async (invocation, cancel) =>
        {
            await using var database = Stores.OpenExisting(Workspace.Find(invocation));
            var findings = database is null ? [] : new FindingStore(database, invocation.Time).ListAll(Query(invocation)).Take(invocation.Get(Limit)).ToList();
            await WriteAsync(invocation, findings, cancel);
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Show(CommandActions actions)
    {
        var id = new Argument<string>("ID") { Description = "The finding's id." };
        var command = new DocumentedCommand("show", "Show one finding with its evidence.", "landward findings show ID", "landward findings show ID -o asff") { id };
        actions.Bind(command, ["text", "json", "asff"], async (invocation, cancel) =>
        {
            await using var database = Stores.OpenExisting(Workspace.Find(invocation));
            if (database is null || new FindingStore(database, invocation.Time).Find(invocation.Get(id)!) is not { } record)
            {
                invocation.Terminal.Error($"error: there is no finding `{invocation.Get(id)}`. `landward findings list` shows the ids.");
                return ExitCode.Failed;
            }
            if (invocation.Output == "text")
                FindingRenderer.ShowOne(invocation.Terminal, record);
            else if (invocation.Output == "asff")
                await FindingExporter.WriteAsffAsync([record], invocation.Terminal.Result, cancel);
            else
                invocation.Terminal.Document(Document(FindingJson.Write(record)));
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Export(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "export", "Write every matching finding for other programs: one JSON record a line, or ASFF with -o asff.",
            "landward findings export > findings.jsonl", "landward findings export -o asff --severity HIGH > findings.json")
        { AtLeast, Workflow, Account, Type, Principal, Search, Archived };
        actions.Bind(command, ["text", "jsonl", "asff"], async (invocation, cancel) =>
        {
            await using var database = Stores.OpenExisting(Workspace.Find(invocation));
            var findings = database is null ? [] : new FindingStore(database, invocation.Time).ListAll(Query(invocation));
            if (invocation.Output == "asff")
                await FindingExporter.WriteAsffAsync(findings, invocation.Terminal.Result, cancel);
            else
                await FindingExporter.WriteJsonLinesAsync(findings, invocation.Terminal.Result, cancel);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Findings in the format asked for. The table, when it is text, is for people and for cut alike.</summary>
    public static async Task WriteAsync(Invocation invocation, IReadOnlyCollection<FindingRecord> findings, CancellationToken cancel)
    {
        switch (invocation.Output)
        {
            case "asff":
                await FindingExporter.WriteAsffAsync(findings, invocation.Terminal.Result, cancel);
                break;
            case "jsonl":
                await FindingExporter.WriteJsonLinesAsync(findings, invocation.Terminal.Result, cancel);
                break;
            case "json":
                invocation.Terminal.Document(Document(new JsonObject { ["findings"] = new JsonArray([.. findings.Select(FindingJson.Write)]) }));
                break;
            default:
                FindingRenderer.ShowTable(invocation.Terminal, findings);
                break;
        }
    }

    private static JsonObject Document(JsonObject content)
    {
        content.Insert(0, "schemaVersion", 1);
        return content;
    }

    private static FindingQuery Query(Invocation invocation) => new()
    {
        AtLeast = SeverityLabels.TryParse(invocation.Get(AtLeast), out var severity) ? severity : null,
        Workflows = [.. (invocation.Get(Workflow) ?? []).Select(ParseWorkflow)],
        RecordState = invocation.Get(Archived) ? RecordState.Archived : RecordState.Active,
        Account = invocation.Get(Account),
        Type = invocation.Get(Type),
        Principal = invocation.Get(Principal),
        Text = invocation.Get(Search),
        Limit = 1000,
    };

    private static WorkflowStatus ParseWorkflow(string text) => LifecycleLabels.TryParse(text, out WorkflowStatus status)
        ? status
        : throw new DiagnosticException(Diagnostic.Error("LW9003", "a workflow status is unknown", $"`--workflow {text}`: it is one of NEW, NOTIFIED, SUPPRESSED, RESOLVED."));

    private static Option<string?> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
