using Landward.Cli;
using Landward.Cli.Output;

var interactive = !Console.IsOutputRedirected;
var color = interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupt.Cancel();
};
return await LandwardCommand.RunAsync(args, new Terminal(output, Console.Error, interactive, color), output, Console.Error, TimeProvider.System, interrupt.Token);
