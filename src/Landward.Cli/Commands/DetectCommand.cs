using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Cli.Detection;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Detection;
using Landward.Detection.Baselines;
using Landward.Detection.Excerpts;
using Landward.Detection.Incidents;
using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward detect PATH...</c>: findings from log files.</summary>
internal static class DetectCommand
{
    private static readonly Argument<string[]> Paths = new("PATH") { Description = "Log files or directories, however deep: CloudTrail, VPC flow, resolver queries; plain or gzip. Also s3://bucket/prefix.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<DirectoryInfo[]> Rules = new("--rules") { Description = "Your own Sigma rules beside the catalogue's; may be repeated.", HelpName = "DIR" };
    private static readonly Option<FileInfo?> Placeholders = PlaceholderOption.Create();
    private static readonly Option<bool> Save = new("--save") { Description = "Also keep the findings in the hub (landward findings)." };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when a finding has this severity or more.", HelpName = "SEVERITY" };

    public static Command Create(CommandActions actions)
    {
        FailOn.AcceptOnlyFromAmong("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        var command = new DocumentedCommand(
            "detect", "Find attacks in CloudTrail, VPC flow and Resolver query logs: a timeline by incident, technique and principal.",
            "landward detect ./cloudtrail", "landward detect ./cloudtrail --rules ./detections --fail-on HIGH -o jsonl", "landward detect s3://log-bucket/AWSLogs/ --follow")
        { Paths, Rules, Placeholders, Save, FailOn };
        DetectionSettings.AddTo(command);
        LogLocations.AddTo(command);
        FollowRun.AddTo(command);
        AlarmOptions.AddToDetection(command);
        BaselineOptions.AddTo(command);
        actions.Bind(command, ["text", "json", "jsonl", "asff"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        await using var locations = new LogLocations(invocation, invocation.Get(Paths)!);
        var (placeholders, unusable) = PlaceholderOption.Read(invocation, Placeholders);
        var catalogue = DetectionCatalogue.Load(invocation.Paths(Rules), placeholders);
        var alarms = AlarmOptions.ReadForDetection(invocation);
        var (settings, unread) = await DetectionSettings.ReadAsync(invocation, catalogue, cancel);
        var (history, window, damaged) = BaselineOptions.Read(invocation);
        var options = settings with { Alarms = alarms, Baseline = history ?? BaselineHistory.Empty, Learn = window };
        var waiting = catalogue.Waiting(options).ToList();
        waiting.ForEach(rule => invocation.Terminal.Detail($"Rule {rule.RuleId} is waiting for facts: {rule.Facts}."));
        if (waiting.Count > 0)
            invocation.Terminal.Progress($"{waiting.Count} rules wait for facts about the organization (landward rules list, --facts, --rule-list).");
        if (FollowRun.IsAsked(invocation))
        {
            invocation.Terminal.Show([.. catalogue.Diagnostics, .. unread, .. unusable, .. damaged, .. alarms?.Diagnostics ?? []]);
            return invocation.Supports("text", "jsonl") ? await FollowRun.RunAsync(invocation, locations, catalogue, options, invocation.Get(Save), cancel) : ExitCode.Usage;
        }
        var (logs, missing) = await locations.FindAsync(cancel);
        var sources = logs.Select(log => log.Source).ToList();
        var detector = new Detector(catalogue, options);
        var started = invocation.Time.GetTimestamp();
        var result = await detector.RunAsync(sources, cancel);
        var elapsed = invocation.Time.GetElapsedTime(started);
        if (invocation.Output is "json" or "jsonl" || invocation.Get(Save))
            result = result with { Findings = await EvidenceExcerpts.AddAsync(result.Findings, sources, cancel, workers: options.Workers) };
        var incidents = IncidentFolder.Fold(result.Findings);
        IReadOnlyList<Diagnostic> diagnostics = [.. missing, .. unread, .. unusable, .. damaged, .. BaselineOptions.Write(invocation, history, result.Baseline), .. catalogue.Diagnostics, .. alarms?.Diagnostics ?? [], .. result.Diagnostics];
        if (invocation.Get(Save))
        {
            await using var database = Stores.Open(Workspace.Find(invocation));
            await new FindingStore(database, invocation.Time).RecordAsync(result.Findings, cancel);
        }
        switch (invocation.Output)
        {
            case "json":
                using (var document = invocation.Terminal.BeginDocument())
                {
                    document.Member("schemaVersion", 1);
                    document.Member("events", result.EventsRead);
                    document.Member("files", result.FilesRead);
                    document.Member("partial", result.Partial || missing.Length > 0);
                    document.Member("baseline", BaselineOptions.Json(invocation, result.Baseline));
                    document.List("findings", result.Findings.Select(FindingJson.Write));
                    document.List("incidents", incidents.Select(IncidentJson.Write));
                    document.Member("diagnostics", DiagnosticRenderer.Json(diagnostics));
                    document.End();
                }
                break;
            case "jsonl":
                result.Findings.ToList().ForEach(finding => invocation.Terminal.Record(FindingJson.Write(finding)));
                break;
            case "asff":
                await FindingExporter.WriteAsffAsync(result.Findings.Select(finding => Record(finding, invocation.Time)), invocation.Terminal.Result, cancel);
                break;
            default:
                TimelineRenderer.Show(invocation.Terminal, result.Findings, incidents);
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
