using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Controls;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward controls</c>: the guardrail catalogue.</summary>
internal static class ControlsCommand
{
    private static readonly Option<string?> Guidance = new("--guidance") { Description = "Only controls of this guidance.", HelpName = "mandatory|stronglyRecommended|elective" };
    private static readonly Option<DirectoryInfo[]> Directories = new("--directory") { Description = "Your own controls beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly string[] Columns = ["ID", "GUIDANCE", "BEHAVIOR", "ATTACHED TO", "NAME"];

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("controls", "The guardrail catalogue: list, show, test.", "landward controls list --guidance mandatory");
        command.Add(List(actions));
        command.Add(Show(actions));
        command.Add(Test(actions));
        return command;
    }

    private static DocumentedCommand List(CommandActions actions)
    {
        var command = new DocumentedCommand("list", "List the controls.", "landward controls list --guidance mandatory", "landward controls list -o json") { Guidance, Directories };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Guidance) is { } text && !Enum.TryParse<ControlGuidance>(text, ignoreCase: true, out _))
                result.AddError($"`--guidance {text}`: it is mandatory, stronglyRecommended or elective.");
        });
        actions.Bind(command, ["text", "json", "jsonl"], (invocation, _) =>
        {
            var catalogue = Load(invocation);
            ControlGuidance? guidance = Enum.TryParse<ControlGuidance>(invocation.Get(Guidance), ignoreCase: true, out var parsed) ? parsed : null;
            var controls = catalogue.Controls.Select(control => control.Definition).Where(control => guidance is null || control.Guidance == guidance).ToList();
            if (invocation.IsJson)
                invocation.Terminal.Document(new JsonObject { ["schemaVersion"] = 1, ["controls"] = new JsonArray([.. controls.Select(Json)]) });
            else if (invocation.Output == "jsonl")
                controls.ForEach(control => invocation.Terminal.Record(Json(control)));
            else
                ShowTable(invocation.Terminal, controls);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static DocumentedCommand Show(CommandActions actions)
    {
        var id = new Argument<string>("ID") { Description = "The control's id." };
        var command = new DocumentedCommand("show", "Show one control with its statements and tests.", "landward controls show LW.ORG.1", "landward controls show LW.ORG.1 -o json") { id, Directories };
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var catalogue = Load(invocation);
            if (catalogue.Find(invocation.Get(id)!) is not { } control)
            {
                invocation.Terminal.Error($"error: there is no control `{invocation.Get(id)}`.{Suggestion.DidYouMean(invocation.Get(id)!, catalogue.Controls.Select(known => known.Id))}");
                return Task.FromResult(ExitCode.Failed);
            }
            var json = Json(control.Definition);
            json.Insert(0, "schemaVersion", 1);
            if (invocation.IsJson)
                invocation.Terminal.Document(json);
            else
                ShowOne(invocation.Terminal, control);
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static DocumentedCommand Test(CommandActions actions)
    {
        var command = new DocumentedCommand("test", "Run every control's inline tests through the policy engine.", "landward controls test", "landward controls test --directory ./guardrails -o json") { Directories };
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var results = ControlTester.RunAll(Load(invocation), ControlParameters.Landward([]));
            var failed = results.Where(result => !result.Passed).ToList();
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(new JsonObject
                {
                    ["schemaVersion"] = 1,
                    ["passed"] = results.Length - failed.Count,
                    ["failed"] = new JsonArray([.. failed.Select(result => new JsonObject { ["control"] = result.ControlId, ["test"] = result.Name, ["problem"] = result.Problem })]),
                });
            }
            else
            {
                invocation.Terminal.Show(failed.Select(result => result.Diagnostic!));
                invocation.Terminal.Line($"{results.Length - failed.Count} passed, {failed.Count} failed");
            }
            return Task.FromResult(failed.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static ControlCatalogue Load(Invocation invocation)
    {
        var (catalogue, diagnostics) = ControlCatalogue.Load(invocation.Paths(Directories));
        invocation.Accept(diagnostics);
        return catalogue;
    }

    private static void ShowTable(Terminal terminal, List<ControlDefinition> controls)
    {
        var rows = controls.Select(IReadOnlyList<string> (control) => [control.Id, Word(control.Guidance), Word(control.Behavior), Word(control.Scope), control.Name]).ToList();
        foreach (var line in TextTable.Render(Columns, rows, terminal.IsInteractive))
            terminal.Line(line);
    }

    private static void ShowOne(Terminal terminal, CatalogueControl control)
    {
        var definition = control.Definition;
        terminal.Line(terminal.Paint(definition.Id, Paint.Bold) + "  " + definition.Name);
        terminal.Line(definition.Description);
        terminal.Line($"  {Word(definition.Guidance)}, {Word(definition.Behavior)}, attached to {Word(definition.Scope)}");
        terminal.Line($"  source: {definition.Source}");
        foreach (var (name, values) in definition.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal))
            terminal.Line($"  parameter {name} = {string.Join(", ", values)}");
        foreach (var statement in definition.Statements)
            terminal.Line("  " + statement);
        terminal.Line($"  {control.Tests.Length} inline tests");
    }

    private static JsonObject Json(ControlDefinition control) => new()
    {
        ["id"] = control.Id,
        ["name"] = control.Name,
        ["description"] = control.Description,
        ["guidance"] = Word(control.Guidance),
        ["behavior"] = Word(control.Behavior),
        ["scope"] = Word(control.Scope),
        ["source"] = control.Source,
        ["parameters"] = new JsonObject(control.Parameters.OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)new JsonArray([.. parameter.Value.Select(value => (JsonNode)value)])))),
        ["statements"] = new JsonArray([.. control.Statements.Select(statement => JsonNode.Parse(statement))]),
    };

    private static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
