using System.CommandLine;
using Landward.Access;
using Landward.Access.Escalations;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access escalations</c>: who can become an administrator, how, and which change prevents it.</summary>
internal static class EscalationsCommand
{
    private static readonly Option<string?> From = new("--from") { Description = "Only the path of this principal: ARN of a user, role or compute, name of an Identity Center user, id of an outside account.", HelpName = "PRINCIPAL" };
    private static readonly Option<string> To = new("--to") { Description = "What to reach: `admin` (any account's), `organization` (the management account's), or the ARN of a user or role.", HelpName = "GOAL", DefaultValueFactory = _ => "admin" };
    private static readonly Option<string?> ToAction = new("--to-action") { Description = "Instead: to be allowed this action on --to-resource.", HelpName = "SERVICE:ACTION" };
    private static readonly Option<string> ToResource = new("--to-resource") { Description = "The resource of --to-action.", HelpName = "ARN", DefaultValueFactory = _ => "*" };
    private static readonly Option<int> MaxSteps = new("--max-steps") { Description = "Leave out longer paths.", HelpName = "N", DefaultValueFactory = _ => 12 };
    private static readonly Option<int> Cuts = new("--cuts") { Description = "How many single changes to try out; 0 for none.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private static readonly Option<string?> FailOn = new("--fail-on") { Description = "Exit 2 when a path has this severity or more.", HelpName = "SEVERITY" };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Exit 2 when there is any path." };

    public static Command Create(CommandActions actions)
    {
        FailOn.AcceptOnlyFromAmong("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL");
        AtLeast(MaxSteps, 1);
        AtLeast(Cuts, 0);
        var command = new DocumentedCommand(
            "escalations",
            "Find the shortest path of every user, role and way in from outside to an administrator, over the whole organization, with guardrails and boundaries applied, and the one change that ends most paths.",
            "landward access escalations",
            "landward access escalations --from arn:aws:iam::111122223333:user/bob --to organization",
            "landward access escalations --to-action s3:GetObject --to-resource arn:aws:s3:::payroll/2026.csv -o jsonl",
            "landward access escalations -o dot | dot -Tsvg -o paths.svg")
        { From, To, ToAction, ToResource, MaxSteps, Cuts, FailOn, Detailed };
        SnapshotSource.AddOptions(command);
        actions.Bind(command, ["text", "json", "jsonl", "dot"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        var snapshot = await SnapshotSource.ReadAsync(invocation, null, cancel);
        var options = new EscalationOptions
        {
            Goal = Goal(invocation, snapshot),
            From = invocation.Get(From) is { } from ? Known(snapshot, from, "--from") : null,
            MaxSteps = invocation.Get(MaxSteps),
            MaxCuts = invocation.Output is "dot" or "jsonl" ? 0 : invocation.Get(Cuts),
        };
        var started = invocation.Time.GetTimestamp();
        var report = EscalationAnalyzer.Analyze(snapshot, options, cancel);
        var findings = EscalationFindings.Of(report, invocation.Time.GetUtcNow());
        switch (invocation.Output)
        {
            case "json":
                var document = EscalationJson.Report(report);
                document["unread"] = UnreadRenderer.Json(snapshot.Unread);
                document["findings"] = new System.Text.Json.Nodes.JsonArray([.. findings.Select(FindingJson.Write)]);
                invocation.Terminal.Document(document);
                break;
            case "jsonl":
                foreach (var finding in findings)
                    invocation.Terminal.Record(FindingJson.Write(finding));
                break;
            case "dot":
                EscalationGraph.Write(invocation.Terminal, report);
                break;
            default:
                EscalationRenderer.Show(invocation.Terminal, report);
                break;
        }
        if (invocation.Output != "json")
            UnreadRenderer.Show(invocation.Terminal, snapshot.Unread);
        invocation.Terminal.Progress($"{report.Principals:N0} principals, {report.Questions:N0} questions, {invocation.Time.GetElapsedTime(started).TotalSeconds:0.0} s.");
        if (SeverityLabels.TryParse(invocation.Get(FailOn), out var threshold) && findings.Any(finding => finding.Severity >= threshold))
            return ExitCode.Found;
        return invocation.Get(Detailed) && findings.Length > 0 ? ExitCode.Found : ExitCode.Done;
    }

    private static EscalationGoal Goal(Invocation invocation, AccessSnapshot snapshot)
    {
        if (invocation.Get(ToAction) is { } action)
            return new EscalationGoal.Access(action, invocation.Get(ToResource)!);
        return invocation.Get(To) switch
        {
            "organization" when snapshot.Organization is null => throw new DiagnosticException(Diagnostic.Error(
                "LW2541", "there is no organization to reach", "The snapshot holds accounts without an organization. Ask for `--to admin` or for a principal.")),
            "organization" => new EscalationGoal.OrganizationAdministrator(),
            "admin" or null => new EscalationGoal.Administrator(),
            var arn => new EscalationGoal.Credentials(Known(snapshot, arn, "--to")),
        };
    }

    /// <summary>A misspelt ARN would read as "no path": names in ARN form must exist.</summary>
    private static string Known(AccessSnapshot snapshot, string name, string option)
    {
        if (!name.StartsWith("arn:", StringComparison.Ordinal) || !Arn.TryParse(name, out var arn) || arn.Service != "iam" || snapshot.Accounts.All(account => account.Id.Value != arn.Account))
            return name;
        if (snapshot.Principals.Any(principal => principal.Arn == name))
            return name;
        throw new DiagnosticException(Diagnostic.Error(
            "LW2540", "a principal is not in the snapshot",
            $"`{option} {name}` names no user or role that was read.{Suggestion.DidYouMean(name, snapshot.Principals.Where(principal => principal.Account == arn.Account).Select(principal => principal.Arn))}"));
    }

    private static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < least)
            result.AddError($"{option.Name} must be at least {least}.");
    });
}
