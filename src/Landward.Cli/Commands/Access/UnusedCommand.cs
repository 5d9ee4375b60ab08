using System.CommandLine;
using System.Globalization;
using Landward.Access;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Workspaces;
using Landward.Findings;
using Landward.Logs;
using Landward.Model;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access unused</c>: access that recorded history does not need.</summary>
internal static class UnusedCommand
{
    private static readonly Option<string[]> Logs = new("--logs") { Description = "CloudTrail files or directories, however deep; plain or gzip; may be repeated.", HelpName = "PATH", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Days = new("--days") { Description = "The tracking period in days, back from its end.", HelpName = "N", DefaultValueFactory = _ => 90 };
    private static readonly Option<string?> End = new("--end") { Description = "The end of the tracking period; otherwise the last event of the logs.", HelpName = "DATE" };
    private static readonly Option<string?> Policy = new("--policy") { Description = "Print the least-privilege policy that the history justifies for this role or user.", HelpName = "PRINCIPAL" };
    private static readonly Option<bool> Save = new("--save") { Description = "Also keep the findings in the hub (landward findings)." };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when a finding has this severity or more.", HelpName = "SEVERITY" };

    public static Command Create(CommandActions actions)
    {
        FailOn.AcceptOnlyFromAmong("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        Days.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 365)
                result.AddError("--days must be between 1 and 365, as the tracking period of Access Analyzer.");
        });
        End.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !TryDate(token.Value, out _))
                result.AddError($"`--end {token.Value}` is no date; write 2026-01-31 or 2026-01-31T12:00:00Z.");
        });
        var command = new DocumentedCommand(
            "unused",
            "Find roles, access keys, passwords and permissions that the recorded CloudTrail history does not need, and the least-privilege policy it justifies.",
            "landward access unused --logs ./cloudtrail --days 90",
            "landward access unused --logs ./cloudtrail --policy arn:aws:iam::111122223333:role/deploy -o json")
        { Logs, Days, End, Policy, Save, FailOn };
        SnapshotSource.AddOptions(command);
        actions.Bind(command, ["text", "json", "jsonl"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var (sources, missing) = LogFiles.Find(invocation.Get(Logs)!);
        var snapshot = await SnapshotSource.ReadAsync(invocation, new LiveSnapshotOptions { Credentials = true, Resources = false }, cancel);
        var usage = await UsageReader.ReadAsync(sources, snapshot, cancel);
        IReadOnlyList<Diagnostic> diagnostics = [.. missing, .. usage.History.Diagnostics];
        var end = TryDate(invocation.Get(End), out var given) ? given : usage.History.Last ?? invocation.Time.GetUtcNow();
        var options = new UnusedAccessOptions { Days = invocation.Get(Days), End = end };
        if (invocation.Get(Policy) is { } principal)
            return ShowPolicy(invocation, snapshot, usage, options, principal, diagnostics);
        var report = UnusedAccessAnalyzer.Analyze(snapshot, usage, options);
        var findings = report.Findings.Select(finding => finding.ToFinding(options)).ToList();
        if (invocation.Get(Save))
        {
            await using var database = Stores.Open(Workspace.Find(invocation));
            await new FindingStore(database, invocation.Time).RecordAsync(findings, cancel);
        }
        UnusedRenderer.Show(invocation, report, findings, snapshot.Unread, usage.History.Partial || missing.Length > 0, diagnostics);
        invocation.Terminal.Progress(string.Create(CultureInfo.InvariantCulture, $"{usage.History.Events:N0} events in {usage.History.Files:N0} files, {snapshot.Accounts.Length:N0} accounts."));
        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return ExitCode.Failed;
        return SeverityLabels.TryParse(invocation.Get(FailOn), out var threshold) && findings.Exists(finding => finding.Severity >= threshold) ? ExitCode.Found : ExitCode.Done;
    }

    private static int ShowPolicy(Invocation invocation, AccessSnapshot snapshot, UsageRecord usage, UnusedAccessOptions options, string principal, IReadOnlyList<Diagnostic> diagnostics)
    {
        var known = snapshot.Principals.FirstOrDefault(candidate => candidate.Arn == principal) ?? throw new DiagnosticException(Diagnostic.Error(
            "LW9006", "a principal does not exist", $"The snapshot has no user or role `{principal}`. Write its whole ARN, with the path."));
        UnusedRenderer.ShowPolicy(invocation, known, LeastPrivilege.Of(known, usage, options.Start, options.End), usage.History, diagnostics);
        return diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) ? ExitCode.Failed : ExitCode.Done;
    }

    private static bool TryDate(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);
}
