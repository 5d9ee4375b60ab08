using System.Collections.Immutable;
using System.CommandLine;
using Landward.Access;
using Landward.Access.External;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access external</c> and <c>landward access public</c>: who gets in from outside.</summary>
internal static class ExternalCommand
{
    private static readonly Option<string> Zone = new("--zone") { Description = "Who is inside: every account of the organization, or only the account that owns the resource.", HelpName = "organization|account", DefaultValueFactory = _ => "organization" };
    private static readonly Option<FileInfo?> Rules = new("--archive-rules") { Description = "YAML file of archive rules: access that is expected.", HelpName = "FILE" };
    private static readonly Option<bool> ShowArchived = new("--show-archived") { Description = "Also show findings that a rule archived." };
    private static readonly Option<bool> Services = new("--include-services") { Description = "Also report AWS services that may act on behalf of anybody's resource (confused deputy)." };
    private static readonly Option<string[]> Regions = new("--regions") { Description = "Regions to read beside the global services; the home Region when left out.", HelpName = "REGION", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Save = new("--save", "--store") { Description = "Also keep the findings in the hub (landward findings); those no longer found are resolved there." };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when an active finding has this severity or more.", HelpName = "SEVERITY" };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Exit 2 when there is an active finding." };

    public static Command CreateExternal(CommandActions actions) => Create(
        actions,
        publicOnly: false,
        "external",
        "Find who outside the zone of trust gets in: through policies, access control lists, access points, grants, shares and role trust. Every finding carries a request that proves it.",
        "landward access external",
        "landward access external --zone account --archive-rules archive-rules.yaml --fail-on MEDIUM -o json");

    public static Command CreatePublic(CommandActions actions) => Create(
        actions,
        publicOnly: true,
        "public",
        "Find what anybody at all gets in to.",
        "landward access public",
        "landward access public --detailed-exitcode -o jsonl");

    private static DocumentedCommand Create(CommandActions actions, bool publicOnly, string name, string description, params string[] examples)
    {
        Zone.AcceptOnlyFromAmong("organization", "account");
        FailOn.AcceptOnlyFromAmong("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        var command = new DocumentedCommand(name, description, examples) { Rules, ShowArchived, Regions, Save, FailOn, Detailed };
        if (!publicOnly)
        {
            command.Add(Zone);
            command.Add(Services);
        }
        SnapshotSource.AddOptions(command);
        actions.Bind(command, ["text", "json", "jsonl", "asff"], (invocation, cancel) => RunAsync(invocation, publicOnly, cancel));
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, bool publicOnly, CancellationToken cancel)
    {
        var now = invocation.Time.GetUtcNow();
        var rules = ReadRules(invocation, now);
        var options = new ExternalAccessOptions(!publicOnly && invocation.Get(Zone) == "account" ? ZoneOfTrust.Account : ZoneOfTrust.Organization, !publicOnly && invocation.Get(Services));
        var snapshot = await SnapshotSource.ReadAsync(invocation, new LiveSnapshotOptions { Regions = [.. invocation.Get(Regions) ?? []], Credentials = false }, cancel);
        var started = invocation.Time.GetTimestamp();
        var report = ExternalAccessAnalyzer.Analyze(snapshot, options, cancel);
        var elapsed = invocation.Time.GetElapsedTime(started);
        // What could not be analysed may be public, so it stays.
        var findings = rules.Apply(report.Findings).Where(finding => !publicOnly || finding.IsPublic || finding.Error is not null).ToImmutableArray();
        if (invocation.Get(Save))
        {
            await using var database = Stores.Open(Workspace.Find(invocation));
            await new ExternalFindingStore(new FindingStore(database, invocation.Time), invocation.Time).SaveAsync(findings, snapshot, [.. invocation.Get(Regions) ?? []], resolve: !publicOnly, cancel);
        }
        var shown = findings.Where(finding => invocation.Get(ShowArchived) || finding.Status == ExternalFindingStatus.Active).ToImmutableArray();
        await ExternalRenderer.ShowAsync(invocation, new ExternalAnswer(report with { Findings = findings }, shown, snapshot, options.Zone, now), cancel);
        invocation.Terminal.Progress($"{report.Resources:N0} resources, {findings.Length:N0} findings, {findings.Count(finding => finding.Status == ExternalFindingStatus.Archived):N0} of them archived, {elapsed.TotalSeconds:0.00} s.");
        return ExitCodeOf(invocation, findings);
    }

    private static ArchiveRules ReadRules(Invocation invocation, DateTimeOffset now)
    {
        if (invocation.Get(Rules) is not { } file)
            return ArchiveRules.None;
        var rules = ArchiveRules.Read(File.ReadAllText(file.FullName), file.FullName, now);
        invocation.Accept(rules.Diagnostics);
        return rules;
    }

    private static int ExitCodeOf(Invocation invocation, ImmutableArray<ExternalFinding> findings)
    {
        var active = findings.Where(finding => finding.Status == ExternalFindingStatus.Active).ToList();
        var found = (invocation.Get(Detailed) && active.Count > 0)
            || (SeverityLabels.TryParse(invocation.Get(FailOn), out var threshold) && active.Exists(finding => finding.Severity >= threshold));
        return found ? ExitCode.Found : ExitCode.Done;
    }
}
