using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Landward.Cli.CommandLine;
using Landward.Cli.Commands;
using Landward.Cli.Commands.Access;
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
        foreach (var command in Commands(actions))
            root.Add(command);
        PathOptions.RefuseEmpty(root);
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new ExamplesHelpAction((HelpAction)help.Action!);
        return root;
    }

    /// <summary>Runs one command line and answers its exit code; wrong usage is 64 with one clear line, not a page of help.</summary>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancel)
    {
        // Signals are the process's business: a command that is interrupted ends in order, however long that takes.
        var configuration = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        var parsed = Create(terminal, time).Parse(arguments);
        if (parsed.Action is not ParseErrorAction)
            return await parsed.InvokeAsync(configuration, cancel);
        foreach (var line in UsageErrors.Describe(parsed))
            terminal.Error(line);
        return ExitCode.Usage;
    }

    /// <summary>In the order of work: build, rehearse, guard, watch, answer.</summary>
    private static IEnumerable<Command> Commands(CommandActions actions) =>
    [
        DemoCommand.Create(actions),
        .. SpecCommands.Create(actions),
        PlanCommand.Create(actions),
        ApplyCommand.Create(actions),
        SandboxCommand.Create(actions),
        AccessCommand.Create(actions),
        ControlsCommand.Create(actions),
        DetectCommand.Create(actions),
        RulesCommand.Create(actions),
        FindingsCommand.Create(actions),
        RespondCommand.Create(actions),
        DoctorCommand.Create(actions),
        ExplainCommand.Create(actions),
    ];

    private static Invocation Open(Terminal terminal, ParseResult parsed, TimeProvider time)
    {
        terminal.Quiet = parsed.GetValue(GlobalOptions.Quiet);
        terminal.Verbose = parsed.GetValue(GlobalOptions.Verbose);
        terminal.Color &= !parsed.GetValue(GlobalOptions.NoColor);
        return new Invocation(terminal, parsed, time);
    }
}
