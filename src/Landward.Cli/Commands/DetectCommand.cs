using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Detection;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Findings;
using Landward.Logs;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward detect PATH...</c>: findings from log files.</summary>
internal static class DetectCommand
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "CloudTrail files or directories, however deep; plain or gzip.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<DirectoryInfo[]> Rules = new("--rules") { Description = "Your own Sigma rules beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly Option<FileInfo?> Placeholders = PlaceholderOption.Create();
    private static readonly Option<string[]> Trust = new("--trust") { Description = "ARN pattern of a principal whose calls raise no findings; may be repeated.", HelpName = "ARN" };
    private static readonly Option<string[]> OwnAccounts = new("--own-account") { Description = "An account of yours beside those in the logs; may be repeated.", HelpName = "ID" };
    private static readonly Option<int> Workers = new("--workers") { Description = "How many files are read at the same time; one per processor by default. The findings do not depend on it.", HelpName = "N" };
    private static readonly Option<string[]> RuleLists = new("--rule-list") { Description = "A list that rules need, such as allowed_regions=eu-west-1,eu-central-1 or NAME=@FILE; may be repeated.", HelpName = "NAME=VALUES" };
    private static readonly Option<bool> Save = new("--save") { Description = "Also keep the findings in the hub (landward findings)." };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when a finding has this severity or more.", HelpName = "SEVERITY" };

    public static Command Create(CommandActions actions)
    {
        FailOn.AcceptOnlyFromAmong("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        var command = new DocumentedCommand(
            "detect", "Find attacks in CloudTrail files: a timeline by technique and principal.",
            "landward detect ./cloudtrail", "landward detect ./cloudtrail --rules ./detections --fail-on HIGH -o jsonl")
        { Paths, Rules, Placeholders, Trust, OwnAccounts, RuleLists, Workers, Save, FailOn };
        OrganizationFactsSource.AddOptions(command);
        DetectionContextOptions.AddTo(command);
        AlarmOptions.AddToDetection(command);
        BaselineOptions.AddTo(command);
        actions.Bind(command, ["text", "json", "jsonl", "asff"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var (sources, missing) = LogFiles.Find(invocation.Get(Paths)!);
        var (placeholders, unusable) = PlaceholderOption.Read(invocation, Placeholders);
        var catalogue = DetectionCatalogue.Load(invocation.Paths(Rules), placeholders);
        var (lists, locations, unread) = DetectionContextOptions.Read(invocation, cancel);
        var alarms = AlarmOptions.ReadForDetection(invocation);
        var (ruleLists, problems) = RuleListParser.Parse(invocation.Get(RuleLists) ?? [], catalogue.NeededLists);
        var (history, window, damaged) = BaselineOptions.Read(invocation);
        var options = new DetectionOptions
        {
            TrustedPrincipals = [.. invocation.Get(Trust) ?? []],
            OwnAccounts = [.. invocation.Get(OwnAccounts) ?? []],
            Workers = Math.Max(0, invocation.Get(Workers)),
            Organization = await OrganizationFactsSource.ReadAsync(invocation, cancel),
            Lists = lists,
            Locations = locations,
            Alarms = alarms,
            RuleLists = ruleLists,
            Baseline = history ?? BaselineHistory.Empty,
            Learn = window,
        };
        var waiting = catalogue.Waiting(options).ToList();
        waiting.ForEach(rule => invocation.Terminal.Detail($"Rule {rule.RuleId} is waiting for facts: {rule.Facts}."));
        if (waiting.Count > 0)
            invocation.Terminal.Progress($"{waiting.Count} rules wait for facts about the organization (landward rules list, --facts, --rule-list).");
        var detector = new Detector(catalogue, options);
        var started = invocation.Time.GetTimestamp();
        var result = await detector.RunAsync(sources, cancel);
        var elapsed = invocation.Time.GetElapsedTime(started);
        IReadOnlyList<Diagnostic> diagnostics = [.. missing, .. unread, .. unusable, .. problems, .. damaged, .. BaselineOptions.Write(invocation, history, result.Baseline), .. catalogue.Diagnostics, .. alarms?.Diagnostics ?? [], .. result.Diagnostics];
        var records = result.Findings.Select(finding => Record(finding, invocation.Time)).ToList();
        if (invocation.Get(Save))
        {
            await using var database = Stores.Open(Workspace.Find(invocation));
            await new FindingStore(database, invocation.Time).RecordAsync(result.Findings, cancel);
        }
        switch (invocation.Output)
        {
            case "json":
                invocation.Terminal.Document(new JsonObject
                {
                    ["schemaVersion"] = 1,
                    ["events"] = result.EventsRead,
                    ["files"] = result.FilesRead,
                    ["partial"] = result.Partial || missing.Length > 0,
                    ["baseline"] = BaselineOptions.Json(invocation, result.Baseline),
                    ["findings"] = new JsonArray([.. result.Findings.Select(FindingJson.Write)]),
                    ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
                });
                break;
            case "jsonl":
                result.Findings.ToList().ForEach(finding => invocation.Terminal.Record(FindingJson.Write(finding)));
                break;
            case "asff":
                await FindingExporter.WriteAsffAsync(records, invocation.Terminal.Result, cancel);
                break;
            default:
                TimelineRenderer.Show(invocation.Terminal, result.Findings);
                break;
        }
        if (invocation.Output != "json")
            invocation.Terminal.Show(diagnostics);
        invocation.Terminal.Progress($"{result.EventsRead:N0} events in {result.FilesRead:N0} files, {catalogue.Rules.Length + catalogue.Correlations.Length} rules, {elapsed.TotalSeconds:0.00} s.");
        BaselineOptions.Show(invocation, result.Baseline);
        return ExitCodeOf(invocation, result, diagnostics);
    }

    private static int ExitCodeOf(Invocation invocation, DetectionResult result, IReadOnlyList<Diagnostic> diagnostics)
    {
        // Nothing readable at all, or a rule of the user's that does not compile, is a failure; damaged files among good ones are not.
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return ExitCode.Failed;
        return SeverityLabels.TryParse(invocation.Get(FailOn), out var threshold) && result.Findings.Any(finding => finding.Severity >= threshold)
            ? ExitCode.Found
            : ExitCode.Done;
    }

    private static FindingRecord Record(Finding finding, TimeProvider time) => new()
    {
        Finding = finding,
        ProductArn = Findings.SecurityHub.Asff.ProductArn(finding.Account, finding.Region),
        CreatedAt = finding.FirstSeen,
        UpdatedAt = time.GetUtcNow(),
    };
}
