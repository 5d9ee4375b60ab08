using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Landward.Cli.CommandLine;
using Landward.Cli.Commands;
using Landward.Cli.Output;

namespace Landward.Cli;

/// <summary>The <c>landward</c> command: composes every command and runs one command line.</summary>
internal static class LandwardCommand
{
    public static RootCommand Create(Terminal terminal, TimeProvider time)
    {
        var root = new RootCommand("Landward builds, guards and watches a secure multi-account AWS organization: on AWS, or on its own embedded sandbox.");
        foreach (var option in GlobalOptions.All)
            root.Add(option);
        var actions = new CommandActions(parsed => Open(terminal, parsed, time));
        root.Add(ControlsCommand.Create(actions));
        root.Add(FindingsCommand.Create(actions));
        root.Add(ExplainCommand.Create(actions));
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Runs one command line and answers its exit code; wrong usage is 64 with one clear line, not a page of help.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        var parsed = Create(terminal, time).Parse(arguments);
        if (parsed.Action is not ParseErrorAction usage)
            return await parsed.InvokeAsync(configuration, cancel);
        usage.ShowHelp = false;
        configuration.Output = error;
        await parsed.InvokeAsync(configuration, cancel);
        return ExitCode.Usage;
    }

    private static Invocation Open(Terminal terminal, ParseResult parsed, TimeProvider time)
    {
        terminal.Quiet = parsed.GetValue(GlobalOptions.Quiet);
        terminal.Verbose = parsed.GetValue(GlobalOptions.Verbose);
        terminal.Color &= !parsed.GetValue(GlobalOptions.NoColor);
        return new Invocation(terminal, parsed, time);
    }
}
