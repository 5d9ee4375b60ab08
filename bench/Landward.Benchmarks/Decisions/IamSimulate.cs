using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Benchmarks.Decisions;

/// <summary>The npm package iam-simulate, installed into a temporary folder for one run.</summary>
internal sealed record IamSimulate(string[] Answers, double ValidatedPerSecond, double UnvalidatedPerSecond)
{
    private const string Package = "@cloud-copilot/iam-simulate@0.1.173";

    /// <summary>Null, with the reason on the output, where node or npm is missing or the package cannot be installed.</summary>
    public static async Task<IamSimulate?> TryRunAsync(string workload, int seconds, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("landward-iam-simulate-").FullName;
        try
        {
            await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--silent", Package], folder, cancel);
            var script = Path.Combine(AppContext.BaseDirectory, "Decisions", "iam-simulate.mjs");
            var answer = JsonNode.Parse(await RunAsync("node", [script, workload, seconds.ToString(CultureInfo.InvariantCulture)], folder, cancel))!;
            var (validated, unvalidated) = (answer["validated"]!, answer["unvalidated"]!);
            return new IamSimulate([.. validated["answers"]!.AsArray().Select(text => (string)text!)], PerSecond(validated), PerSecond(unvalidated));
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            await output.WriteLineAsync($"iam-simulate is not measured: node and npm are needed, and a registry that has {Package}. {error.Message}");
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double PerSecond(JsonNode measured) => (double)measured["decisions"]! / (double)measured["cpuSeconds"]!;

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var text = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} failed: {await errors}");
    }
}
