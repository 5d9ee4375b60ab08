using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Landward.Cli.CommandLine;

/// <summary>A command whose help ends with examples that work as printed, and with the exit codes.</summary>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>Prints the standard help, then the command's examples and exit codes.</summary>
internal sealed class ExamplesHelpAction(HelpAction standard) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var result = standard.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is DocumentedCommand { Examples: { Count: > 0 } examples })
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine("  " + example);
            output.WriteLine();
        }
        output.WriteLine("Exit codes:");
        output.WriteLine("  0 done   1 failed   2 done and something was found (only with --detailed-exitcode or --fail-on)");
        output.WriteLine("  64 wrong usage   130 interrupted");
        return result;
    }
}
