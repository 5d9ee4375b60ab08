using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Cli.Workspaces;
using Landward.LandingZone;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary>Commands about the spec alone: <c>init</c>, <c>validate</c>, <c>schema</c>. None of them calls AWS.</summary>
internal static class SpecCommands
{
    public static IEnumerable<Command> Create(CommandActions actions) => [Init(actions), Validate(actions), Schema(actions)];

    private static DocumentedCommand Init(CommandActions actions)
    {
        var directory = new Argument<DirectoryInfo>("DIR") { Description = "Where to write.", DefaultValueFactory = _ => new DirectoryInfo(".") };
        var blueprint = new Option<string>("--blueprint") { Description = "What to start from.", DefaultValueFactory = _ => "reference" };
        blueprint.AcceptOnlyFromAmong([.. Blueprints.Names]);
        var command = new DocumentedCommand("init", "Write a spec to start from. Nothing that exists is overwritten.", "landward init", "landward init my-organization --blueprint minimal") { directory, blueprint };
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            Workspace.MakeDirectory(invocation.Get(directory)!.FullName);
            var written = Blueprints.Write(invocation.Get(blueprint)!, invocation.Get(directory)!.FullName);
            if (invocation.IsJson)
                invocation.Terminal.Document(new JsonObject { ["schemaVersion"] = 1, ["files"] = new JsonArray([.. written.Select(path => (JsonNode)path)]) });
            else
                written.ToList().ForEach(path => invocation.Terminal.Line(Path.GetRelativePath(Directory.GetCurrentDirectory(), path)));
            invocation.Terminal.Progress("Next: change e-mail addresses and accounts, then `landward validate` and `landward plan`.");
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static DocumentedCommand Validate(CommandActions actions)
    {
        var command = new DocumentedCommand(
            "validate", "Check the spec, its policies, guardrails and quotas. Shows every problem at once; calls nothing.", "landward validate", "landward validate -f organization/landward.yaml -o json");
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            var workspace = Workspace.Find(invocation);
            var (desired, diagnostics) = SpecLoader.Expand(workspace.RequireSpec());
            var valid = desired is not null && diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
            if (invocation.IsJson)
            {
                invocation.Terminal.Document(new JsonObject
                {
                    ["schemaVersion"] = 1,
                    ["valid"] = valid,
                    ["resources"] = desired?.Nodes.Length ?? 0,
                    ["diagnostics"] = DiagnosticRenderer.Json(diagnostics),
                });
            }
            else
            {
                invocation.Terminal.Show(diagnostics);
                if (valid)
                    invocation.Terminal.Line($"{workspace.SpecPath} is valid: {desired!.Nodes.Length} resources in {desired.Spec.Accounts.Length + 1} accounts and {desired.Spec.Organization.Regions.Length} Regions.");
                else
                    invocation.Terminal.Error(Count(diagnostics));
            }
            return Task.FromResult(valid ? ExitCode.Done : ExitCode.Failed);
        });
        return command;
    }

    private static DocumentedCommand Schema(CommandActions actions)
    {
        var command = new DocumentedCommand("schema", "Print the JSON Schema of the spec, for editors.", "landward schema > landward.schema.json");
        actions.Bind(command, ["text", "json"], (invocation, _) =>
        {
            invocation.Terminal.Document(SpecSchema.Json());
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static string Count(IReadOnlyCollection<Diagnostic> diagnostics)
    {
        var errors = diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return $"{errors} error{(errors == 1 ? string.Empty : "s")}, {diagnostics.Count - errors} warnings.";
    }
}
