using System.Diagnostics;
using System.Globalization;
using Landward.Benchmarks.Corpus;
using Landward.Benchmarks.Detection;

namespace Landward.Benchmarks.Start;

/// <summary>
/// What a user waits for: whole commands in fresh processes, start and compilation included, and beside detection the same work where
/// everything is compiled. LANDWARD_MEGABYTES is how much is read (500), LANDWARD_SEED what it is generated from.
/// </summary>
internal static class FreshProcesses
{
    private const int Rounds = 5;
    private const int EventsPerFile = 20_000;

    /// <summary>proc_pid_stat(5): the times of children that ended stand 14th and 15th behind the program's name, in hundredths of a second.</summary>
    private const int ChildTimes = 13;

    public static async Task RunAsync(TextWriter output, CancellationToken cancel)
    {
        var (seed, megabytes) = (Number("LANDWARD_SEED", 1), Number("LANDWARD_MEGABYTES", 500));
        var home = Directory.CreateTempSubdirectory("landward-start-").FullName;
        using var few = DetectionWorkload.Create(seed, UserAgents.Few, 1_000_000, EventsPerFile, compress: true);
        using var many = DetectionWorkload.Create(seed, UserAgents.Few, megabytes * 1_000_000L, EventsPerFile, compress: true);
        try
        {
            await ReportAsync(output, cancel, "--help");
            await ReportAsync(output, cancel, "rules", "list");
            await ReportAsync(output, cancel, "rules", "list", "--rules", few.Rules);
            await ReportAsync(output, cancel, "detect", few.Logs);
            await ReportAsync(output, cancel, "detect", few.Logs, "--rules", few.Rules);
            await ReportAsync(output, cancel, "detect", many.Logs, "--rules", many.Rules);
            var compiled = await DetectionRun.StartAsync(many.Logs, many.Rules, workers: 1, cancel);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{compiled.CpuSeconds,6:0.00} s  of that, logs to findings where all code is compiled"));
            await ReportAsync(output, cancel, "demo", "--home", home);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task ReportAsync(TextWriter output, CancellationToken cancel, params string[] arguments)
    {
        var (cpu, clock) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var (before, started) = (await ChildSecondsAsync(cancel), Stopwatch.GetTimestamp());
            await RunToEndAsync(arguments, cancel);
            clock = Math.Min(clock, Stopwatch.GetElapsedTime(started).TotalSeconds);
            cpu = Math.Min(cpu, await ChildSecondsAsync(cancel) - before);
        }
        var shown = arguments.Select(argument => Path.IsPathRooted(argument) ? Path.GetFileName(argument).ToUpperInvariant() : argument);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cpu,6:0.00} s of processor time, {clock,6:0.00} s by the clock  landward {string.Join(' ', shown)}"));
    }

    private static async Task RunToEndAsync(string[] arguments, CancellationToken cancel)
    {
        // The command line is built beside the benchmarks, in the same configuration.
        var folder = Path.Combine(AppContext.BaseDirectory, "..", "..", "Landward.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name);
        var start = new ProcessStartInfo(Path.Combine(folder, OperatingSystem.IsWindows() ? "landward.exe" : "landward"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync(cancel);
        var problems = await process.StandardError.ReadToEndAsync(cancel);
        await printed;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new InvalidOperationException(problems);
    }

    /// <summary>The processor time of all children so far; not known outside Linux.</summary>
    private static async Task<double> ChildSecondsAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
            return double.NaN;
        var text = await File.ReadAllTextAsync("/proc/self/stat", cancel);
        return text[(text.LastIndexOf(')') + 2)..].Split(' ').Skip(ChildTimes).Take(2).Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)) / 100.0;
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
