using System.CommandLine;
using Landward.Cli.CommandLine;
using Landward.Cli.Demo;
using Landward.Cli.Output;
using Landward.Model;
using Landward.Sandbox.Scenarios;

namespace Landward.Cli.Commands;

/// <summary><c>landward demo</c>: the main job in one command.</summary>
internal static class DemoCommand
{
    private static readonly Option<string> ScenarioName = new("--scenario")
    {
        Description = $"A scenario of the catalogue ({string.Join(", ", ScenarioCatalogue.Names)}) or a file.",
        HelpName = "SCENARIO",
        DefaultValueFactory = _ => "leaked-access-key",
    };

    private static readonly Option<Uri?> Webhook = UrlOption.Create("--webhook", "Also send alerts to this URL; signed when LANDWARD_WEBHOOK_SECRET is set.");

    public static Command Create(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "demo", "Build, guard, attack, watch and answer: the reference organization on a fresh sandbox, in under 20 seconds, without an AWS account.",
            "landward demo", "landward demo --scenario my-attack.yaml -o json") { ScenarioName, Webhook };
        actions.Bind(command, ["text", "json"], async (invocation, cancel) =>
        {
            var (scenario, problems) = ScenarioCatalogue.Load(invocation.Get(ScenarioName)!);
            if (scenario is null)
                throw new DiagnosticException(problems);
            var home = invocation.Get(GlobalOptions.Home)?.FullName ?? Path.Combine(Directory.GetCurrentDirectory(), ".landward", "demo");
            var workspace = DemoHome.Prepare(home);
            var report = await new DemoRun(invocation, workspace, scenario, invocation.Get(Webhook)).RunAsync(cancel);
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(report.Json());
            }
            else
            {
                DemoSummary.Show(invocation.Terminal, report);
                invocation.Terminal.Show(report.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || invocation.Terminal.Verbose));
            }
            return report.Succeeded ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }
}
