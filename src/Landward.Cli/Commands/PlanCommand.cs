using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Planning;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward plan</c>: what apply would do.</summary>
internal static class PlanCommand
{
    private static readonly Option<bool> Detailed = new("--detailed-exitcode") { Description = "Exit 2 when there are changes." };

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand("plan", "Show what apply would change. Reads the actual state, changes nothing.", "landward plan", "landward plan --target aws --profile management --detailed-exitcode -o json") { Detailed };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var workspace = Workspace.Find(invocation);
            var desired = Expand(invocation, workspace);
            await using var connection = await Connection.OpenAsync(invocation, workspace, desired.Spec, cancel);
            var plan = await ReadAsync(connection, desired, cancel);
            Show(invocation, connection, plan);
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

    public static void Show(Invocation invocation, Connection connection, Plan plan)
    {
        if (invocation.IsJson)
        {
            var document = PlanJson.Document(plan);
            document["target"] = connection.Sandbox is null ? "aws" : "sandbox";
            invocation.Terminal.Document(document);
            return;
        }
        invocation.Terminal.Show(plan.Diagnostics.Except(plan.Diagnostics.Where(diagnostic => diagnostic.Span is not null)));
        invocation.Terminal.Line($"Target: {connection.Describe()}");
        invocation.Terminal.Line(PlanRenderer.Text(plan).TrimEnd());
    }
}
