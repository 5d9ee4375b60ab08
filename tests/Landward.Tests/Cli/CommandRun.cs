using Landward.Cli;
using Landward.Cli.Output;

namespace Landward.Tests.Cli;

/// <summary>One command line run in this process, as a pipe would see it.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await LandwardCommand.RunAsync(
            arguments, new Terminal(output, error, interactive: false, color: false), output, error, TimeProvider.System, TestContext.Current.CancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Neither a bug's message nor a stack trace.</summary>
    public void ShouldBeClear()
    {
        Error.ShouldNotContain("bug in Landward");
        Error.ShouldNotContain("   at ");
        Error.ShouldNotContain("..\n");
    }
}
