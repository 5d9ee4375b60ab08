using System.Runtime.InteropServices;
using Landward.Cli;
using Landward.Cli.CommandLine;
using Landward.Cli.Output;

var interactive = !Console.IsOutputRedirected;
var color = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var interrupt = new CancellationTokenSource();

// The first Ctrl+C or SIGTERM lets the command end in order; a second one, or ten seconds, end the process at once: something
// may hang where it cannot hear the first, such as in opening a pipe.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    if (signal.Cancel)
        _ = EndAfterAsync(TimeSpan.FromSeconds(10));
    interrupt.Cancel();
}

static async Task EndAfterAsync(TimeSpan grace)
{
    await Task.Delay(grace);
    await Console.Error.WriteLineAsync("Interrupted.");
    Environment.Exit(ExitCode.Interrupted);
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await LandwardCommand.RunAsync(args, new Terminal(output, Console.Error, interactive, color), output, Console.Error, TimeProvider.System, interrupt.Token);
