using System.CommandLine;
using System.Text.Json.Nodes;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;
using Landward.Model;

namespace Landward.Cli.Commands;

/// <summary><c>landward explain CODE</c>: the paragraph of docs/diagnostics.md for a code.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandActions actions)
    {
        var code = new Argument<string>("CODE") { Description = "A diagnostic's code, such as LW1001." };
        var command = new DocumentedCommand("explain", "Explain a diagnostic code.", "landward explain LW1001", "landward explain LW1001 -o json") { code };
        actions.Bind(command, ["text", "json"], (invocation, _) => Task.FromResult(Run(invocation, invocation.Get(code)!)));
        return command;
    }

    private static int Run(Invocation invocation, string code)
    {
        var entries = DiagnosticCatalogue.Load();
        if (!entries.TryGetValue(code.ToUpperInvariant(), out var entry))
        {
            invocation.Terminal.Error($"error: `{code}` is not a diagnostic code.{Suggestion.DidYouMean(code.ToUpperInvariant(), entries.Keys)}");
            return ExitCode.Failed;
        }
        if (invocation.IsJson)
        {
            invocation.Terminal.Document(new JsonObject { ["schemaVersion"] = 1, ["code"] = entry.Code, ["summary"] = entry.Summary, ["detail"] = entry.Text });
            return ExitCode.Done;
        }
        invocation.Terminal.Line($"{entry.Code}: {entry.Summary}");
        invocation.Terminal.Line();
        invocation.Terminal.Line(entry.Text);
        return ExitCode.Done;
    }
}
