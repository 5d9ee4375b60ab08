using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.Logs;
using Landward.Model;
using Landward.Policy;

namespace Landward.Cli.Commands.Access;

/// <summary><c>landward access impact</c>: what a change of policies breaks, and what else it changes.</summary>
internal static class ImpactCommand
{
    private static readonly Option<FileInfo?> Spec = new("--spec") { Description = "Judge what applying this spec would change of guardrails and permission sets.", HelpName = "FILE" };
    private static readonly Option<string[]> Logs = new("--logs") { Description = "CloudTrail files or directories, plain or gzip: replay their calls. May be repeated.", HelpName = "PATH" };
    private static readonly Option<string?> Since = new("--since") { Description = "Replay only calls from this day on.", HelpName = "YYYY-MM-DD" };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Exit 2 when a recorded call is, or may be, denied by the new policies." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "impact",
            "What a change of policies does: recorded calls that would now be denied or newly allowed, and, for every possible request, what is gained or lost, with a witness or a proof.",
            "landward access impact --scp workloads/prod=guard.json --logs ./cloudtrail",
            "landward access impact --spec landward.new.yaml --logs ./cloudtrail --detailed-exitcode",
            "landward access impact --replace-policy DeveloperAccess=new.json --detach root=old-guard -o json")
        { Spec, Logs, Since, Detailed };
        ChangeOptions.AddTo(command);
        SnapshotSource.AddOptions(command);
        actions.Bind(command, ["text", "json"], RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(Invocation invocation, CancellationToken cancel)
    {
        if (!ChangeOptions.Any(invocation) && invocation.Get(Spec) is null)
        {
            throw new DiagnosticException(Diagnostic.Error(
                "LW2565", "there is no change to judge", "Say what changes with --spec, --scp, --rcp, --detach or --replace-policy."));
        }
        var since = ParseSince(invocation);
        var before = await SnapshotSource.ReadAsync(invocation, null, cancel);
        var after = ChangeOptions.Apply(invocation, invocation.Get(Spec) is { } spec ? await ApplySpecAsync(invocation, spec, before, cancel) : before);
        var change = AccessComparison.Compare(before, after, new ComparisonBudget());
        var replay = invocation.Get(Logs) is { Length: > 0 } paths ? await ReplayAsync(invocation, paths, since, before, after, cancel) : null;
        if (invocation.IsJson)
        {
            invocation.Terminal.Document(new JsonObject
            {
                ["schemaVersion"] = 1,
                ["replay"] = replay is null ? null : ReplayRenderer.Json(replay),
                ["change"] = AccessChangeRenderer.Json(change),
                ["unread"] = new JsonArray([.. before.Unread.Select(source => (JsonNode)$"{source.Account} {source.What}: {source.Reason}".Trim())]),
            });
        }
        else
        {
            if (replay is not null)
            {
                ReplayRenderer.Show(invocation.Terminal, replay);
                invocation.Terminal.Line(string.Empty);
            }
            AccessChangeRenderer.Show(invocation.Terminal, change);
            if (replay is null)
                invocation.Terminal.Line("No recorded calls were replayed; name CloudTrail logs with --logs.");
            UnreadRenderer.Show(invocation.Terminal, before.Unread);
        }
        return invocation.Get(Detailed) && replay is { BreaksNothing: false } ? ExitCode.Found : ExitCode.Done;
    }

    /// <summary>The snapshot with the policies that a plan of the spec would make.</summary>
    private static async Task<AccessSnapshot> ApplySpecAsync(Invocation invocation, FileInfo spec, AccessSnapshot before, CancellationToken cancel)
    {
        var (desired, diagnostics) = SpecLoader.Expand(spec.FullName);
        invocation.Accept(diagnostics);
        await using var connection = await Connection.OpenAsync(invocation, Workspace.Find(invocation), desired!.Spec, cancel);
        var plan = await PlanCommand.ReadAsync(connection, desired, cancel);
        invocation.Accept(plan.Diagnostics);
        var access = PlanAccess.Of(plan);
        foreach (var text in access.NotAnalysed)
            invocation.Terminal.Progress($"Not analysed: {text}.");
        var (after, problems) = PolicyChange.Apply(before, PlanAccess.Changes(plan));
        invocation.Accept(problems);
        return after!;
    }

    /// <summary>Reads the logs and decides their calls under both snapshots.</summary>
    public static async Task<ReplayResult> ReplayAsync(
        Invocation invocation, IEnumerable<string> paths, DateTimeOffset? since, AccessSnapshot before, AccessSnapshot after, CancellationToken cancel)
    {
        var (sources, missing) = LogFiles.Find(paths);
        var history = await HistoryReader.ReadAsync(sources, ReplayScope.OptionsFor(before, after) with { Since = since }, IamFacts.Current, cancel);
        invocation.Terminal.Show([.. missing, .. history.Diagnostics]);
        return new CallReplay(before, after, IamFacts.Current).Run(history);
    }

    private static DateTimeOffset? ParseSince(Invocation invocation)
    {
        if (invocation.Get(Since) is not { } text)
            return null;
        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var since)
            ? since
            : throw new DiagnosticException(Diagnostic.Error("LW2566", "a day is not well-formed", $"`--since {text}` must be a day such as `2026-03-01`."));
    }
}
