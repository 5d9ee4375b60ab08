using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Landward.EndToEnd.Tests;

/// <summary>The built program as a user runs it: its own process, its own working directory.</summary>
internal sealed record LandwardProcess(int ExitCode, string Output, string Error)
{
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    public static Task<LandwardProcess> RunAsync(string directory, params string[] arguments) =>
        WaitAsync(Start(directory, arguments), TestContext.Current.CancellationToken);

    public static Process Start(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "landward.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What the machine's own AWS configuration says must not reach the program under test.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment.Remove("LANDWARD_FILE");
        return Process.Start(start)!;
    }

    public static async Task<LandwardProcess> WaitAsync(Process process, CancellationToken cancel)
    {
        using (process)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromMinutes(2));
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
                return new LandwardProcess(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
