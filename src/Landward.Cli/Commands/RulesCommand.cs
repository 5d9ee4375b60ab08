using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Commands.Rules;
using Landward.Cli.Detection;
using Landward.Cli.Output;
using Landward.Detection;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward rules</c>: the detections.</summary>
internal static class RulesCommand
{
    private static readonly Option<DirectoryInfo[]> Directories = new("--rules") { Description = "Your own Sigma rules beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly Option<FileInfo?> Placeholders = PlaceholderOption.Create();
    private static readonly string[] Columns = ["ID", "KIND", "LEVEL", "WAITING FOR", "TITLE"];

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("rules", "The detections: list, test, lint, backtest, export.", "landward rules list");
        command.Add(List(actions));
        command.Add(Test(actions));
        command.Add(RulesLintCommand.Create(actions, Read, Directories, Placeholders));
        command.Add(BacktestCommand.Create(actions));
        command.Add(RulesExport.Create(actions));
        return command;
    }

    private static DocumentedCommand List(CommandActions actions)
    {
        var command = new DocumentedCommand("list", "List the detections: rules, correlations, detectors and alarms.", "landward rules list", "landward rules list --rules ./detections --alarms ./alarms -o json") { Directories, Placeholders };
        AlarmOptions.AddToCatalogue(command);
        OrganizationFactsSource.AddOptions(command);
        DetectionContextOptions.AddTo(command);
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var catalogue = Load(invocation);
            var (lists, locations, unread) = DetectionContextOptions.Read(invocation, cancel);
            invocation.Accept(unread);
            var waiting = catalogue.Waiting(new DetectionOptions { Organization = await OrganizationFactsSource.ReadAsync(invocation, cancel), Lists = lists, Locations = locations })
                .ToDictionary(rule => rule.RuleId, rule => rule.Facts, StringComparer.Ordinal);
            var alarms = AlarmOptions.ReadCatalogue(invocation);
            invocation.Accept(alarms.Diagnostics);
            var entries = RuleListing.Of(catalogue, alarms, waiting);
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(new JsonObject { ["schemaVersion"] = 1, ["rules"] = new JsonArray([.. entries.Select(entry => entry.ToJson())]) });
                return ExitCode.Done;
            }
            foreach (var line in TextTable.Render(Columns, [.. entries.Select(entry => entry.ToRow())], invocation.Terminal.IsInteractive))
                invocation.Terminal.Line(line);
            return ExitCode.Done;
        });
        return command;
    }

    private static DocumentedCommand Test(CommandActions actions)
    {
        var command = new DocumentedCommand("test", "Run every rule's and alarm's inline tests through the detector.", "landward rules test", "landward rules test --rules ./detections -o json") { Directories, Placeholders };
        AlarmOptions.AddToCatalogue(command);
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var alarms = AlarmOptions.ReadCatalogue(invocation);
            invocation.Accept(alarms.Diagnostics);
            ImmutableArray<RuleTestResult> results = [.. Load(invocation).Test(), .. alarms.Test()];
            var failed = results.Where(result => !result.Passed).ToList();
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(new JsonObject
                {
                    ["schemaVersion"] = 1,
                    ["passed"] = results.Length - failed.Count,
                    ["failed"] = new JsonArray([.. failed.Select(result => new JsonObject { ["rule"] = result.RuleId, ["test"] = result.TestName, ["problem"] = result.Explanation })]),
                });
            }
            else
            {
                failed.ForEach(result => invocation.Terminal.Error($"{result.RuleId}, {result.TestName}: {result.Explanation}"));
                invocation.Terminal.Line($"{results.Length - failed.Count} passed, {failed.Count} failed");
            }
            return Task.FromResult(failed.Count == 0 ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static DetectionCatalogue Load(Invocation invocation)
    {
        var (catalogue, diagnostics) = Read(invocation);
        invocation.Accept(diagnostics);
        return catalogue;
    }

    private static (DetectionCatalogue Catalogue, IReadOnlyList<Diagnostic> Diagnostics) Read(Invocation invocation)
    {
        var (lists, unread) = PlaceholderOption.Read(invocation, Placeholders);
        var catalogue = DetectionCatalogue.Load(invocation.Paths(Directories), lists);
        return (catalogue, [.. unread, .. catalogue.Diagnostics]);
    }
}
