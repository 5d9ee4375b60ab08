using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Detection;
using Landward.Detection.Linting;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward rules lint</c>: rules that can never fire, fire on everything, or cost too much.</summary>
internal static class RulesLintCommand
{
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when something has this severity or more.", HelpName = "SEVERITY" };
    private static readonly string[] Columns = ["SEVERITY", "CODE", "RULE", "PLACE", "DETAIL"];

    /// <param name="load">Loads the catalogue with the rules the user named.</param>
    public static DocumentedCommand Create(CommandActions actions, Func<Invocation, (DetectionCatalogue Catalogue, IReadOnlyList<Diagnostic> Diagnostics)> load, params Option[] options)
    {
        FailOn.AcceptOnlyFromAmong("hint", "warning", "error");
        var command = new DocumentedCommand(
            "lint", "Name rules that can never fire, fire on everything, or cost too much.",
            "landward rules lint --rules ./detections", "landward rules lint --rules ./detections --fail-on error -o json")
        { FailOn };
        foreach (var option in options)
            command.Add(option);
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var (catalogue, diagnostics) = load(invocation);
            var report = RuleLinter.Lint(catalogue);
            if (invocation.IsJson)
                invocation.Terminal.Document(Json(report, diagnostics));
            else
                Show(report, diagnostics, invocation.Terminal);
            // A rule that does not load is as wrong as one that never fires.
            var found = Enum.TryParse<LintSeverity>(invocation.Get(FailOn), ignoreCase: true, out var threshold)
                && (report.Lints.Any(lint => lint.Severity >= threshold) || diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            return Task.FromResult(found ? ExitCode.Found : ExitCode.Done);
        });
        return command;
    }

    private static void Show(RuleLintReport report, IReadOnlyList<Diagnostic> diagnostics, Terminal terminal)
    {
        terminal.Show(diagnostics);
        if (!report.Lints.IsEmpty)
        {
            var rows = report.Lints.Select(IReadOnlyList<string> (lint) => [Name(lint.Severity), lint.Code, lint.RuleId, lint.Span.ToString(), lint.Detail]).ToList();
            foreach (var line in TextTable.Render(Columns, rows, terminal.IsInteractive))
                terminal.Line(line);
        }
        var counts = Enum.GetValues<LintSeverity>().Reverse().Select(severity => (Severity: severity, Count: report.Lints.Count(lint => lint.Severity == severity)));
        terminal.Progress($"{report.Rules} rules: {string.Join(", ", counts.Select(count => $"{count.Count} {Name(count.Severity)}{(count.Count == 1 ? string.Empty : "s")}"))}. "
            + $"{report.Unchecked.Length} use fields of calls that Landward has no description of; those fields were not checked.");
    }

    private static JsonObject Json(RuleLintReport report, IReadOnlyList<Diagnostic> diagnostics) => new()
    {
        ["schemaVersion"] = 1,
        ["rules"] = report.Rules,
        ["lints"] = new JsonArray([.. report.Lints.Select(lint => new JsonObject
        {
            ["severity"] = Name(lint.Severity),
            ["code"] = lint.Code,
            ["rule"] = lint.RuleId,
            ["summary"] = lint.Summary,
            ["detail"] = lint.Detail,
            ["file"] = lint.Span.File,
            ["line"] = lint.Span.Line,
            ["column"] = lint.Span.Column,
        })]),
        ["unchecked"] = new JsonArray([.. report.Unchecked.Select(rule => JsonValue.Create(rule))]),
        ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
    };

    private static string Name(LintSeverity severity) => severity.ToString().ToLowerInvariant();
}
