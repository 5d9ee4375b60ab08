using System.CommandLine;
using Landward.Access;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Cli.Commands.Access;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Organizations;
using Landward.LandingZone.Planning;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward plan</c>: what apply would do.</summary>
internal static class PlanCommand
{
    private static readonly Option<string[]> Logs = new("--logs") { Description = "CloudTrail files or directories: also replay their calls under the planned policies. May be repeated.", HelpName = "PATH" };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Exit 2 when there are changes." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("plan", "Show what apply would change. Reads the actual state, changes nothing.", "landward plan", "landward plan --target aws --profile management --detailed-exitcode -o json") { Detailed, Logs };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var workspace = Workspace.Find(invocation);
            var desired = Expand(invocation, workspace);
            await using var connection = await Connection.OpenAsync(invocation, workspace, desired.Spec, cancel);
            var plan = await ReadAsync(connection, desired, cancel);
            var replay = invocation.Get(Logs) is { Length: > 0 } paths && !plan.HasErrors ? await ReplayAsync(invocation, connection, plan, paths, cancel) : null;
            Show(invocation, connection, plan, PlanAccess.Of(plan), replay);
            if (plan.HasErrors)
                return ExitCode.Failed;
            return invocation.Get(Detailed) && plan.Changes.Length > 0 ? ExitCode.Found : ExitCode.Done;
        });
        return command;
    }

    /// <summary>The desired state; with an error in the spec the command ends here, with everything that is wrong.</summary>
    public static DesiredState Expand(Invocation invocation, Workspace workspace)
    {
        var (desired, diagnostics) = SpecLoader.Expand(workspace.RequireSpec());
        if (desired is null || diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            throw new DiagnosticException(diagnostics);
        if (!invocation.IsJson)
            invocation.Terminal.Show(diagnostics);
        return desired;
    }

    public static Task<Plan> ReadAsync(Connection connection, DesiredState desired, CancellationToken cancel) =>
        Planner.PlanAsync(desired, connection.Sessions, new PlanOptions { Time = connection.Clock }, cancel);

    public static void Show(Invocation invocation, Connection connection, Plan plan, PlanAccess? access = null, ReplayResult? replay = null)
    {
        if (invocation.IsJson)
        {
            var document = PlanJson.Document(plan);
            document["target"] = connection.Sandbox is null ? "aws" : "sandbox";
            if (access?.Json() is { } effect)
            {
                effect["replay"] = replay is null ? null : ReplayRenderer.Json(replay);
                document["access"] = effect;
            }
            invocation.Terminal.Document(document);
            return;
        }
        invocation.Terminal.Show(plan.Diagnostics.Except(plan.Diagnostics.Where(diagnostic => diagnostic.Span is not null)));
        invocation.Terminal.Line($"Target: {connection.Describe()}");
        // The summary stays the last line.
        var summary = PlanRenderer.Summary(plan);
        invocation.Terminal.Line(PlanRenderer.Text(plan).TrimEnd()[..^summary.Length].TrimEnd());
        access?.Show(invocation.Terminal);
        if (replay is not null)
        {
            invocation.Terminal.Line(string.Empty);
            ReplayRenderer.Show(invocation.Terminal, replay);
        }
        invocation.Terminal.Line(string.Empty);
        invocation.Terminal.Line(summary);
    }

    /// <summary>The calls of the logs under the policies that are there and those that the plan makes of them.</summary>
    private static async Task<ReplayResult?> ReplayAsync(Invocation invocation, Connection connection, Plan plan, IEnumerable<string> paths, CancellationToken cancel)
    {
        var changes = PlanAccess.Changes(plan);
        if (changes.IsEmpty)
            return null;
        var organization = await OrganizationReader.ReadAsync(connection.Sessions, connection.HomeRegion, connection.Clock, cancel);
        var reader = new LiveSnapshotReader(connection.Sessions, connection.ManagementAccount, connection.HomeRegion, organization, invocation.Time);
        var before = await reader.ReadAsync(new LiveSnapshotOptions { Credentials = false }, cancel);
        var (after, diagnostics) = PolicyChange.Apply(before, changes);
        invocation.Terminal.Show(diagnostics);
        return after is null ? null : await ImpactCommand.ReplayAsync(invocation, paths, null, before, after, cancel);
    }
}
