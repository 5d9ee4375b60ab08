using System.Runtime.InteropServices;
using Landward.Cli;
using Landward.Cli.Output;

var interactive = !Console.IsOutputRedirected;
var color = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var interrupt = new CancellationTokenSource();

// The first Ctrl+C or SIGTERM lets the command end in order; a second one ends the process at once.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return await LandwardCommand.RunAsync(args, new Terminal(output, Console.Error, interactive, color), output, Console.Error, TimeProvider.System, interrupt.Token);
