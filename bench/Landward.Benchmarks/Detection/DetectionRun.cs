using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Benchmarks.Detection;

/// <summary>What one run of the detector took, in a process of its own.</summary>
/// <param name="Hits">By generated rule: the events it matched.</param>
internal sealed record DetectionRun(double CpuSeconds, double ClockSeconds, long Events, long AllocatedBytes, long PeakBytes, int Findings, Dictionary<string, long> Hits)
{
    private const int LeastWarmUps = 8;
    private const int WarmUps = 30;

    /// <summary>The compiler works in the background, a tenth of a second after code has become hot.</summary>
    private static readonly TimeSpan CompilerDelay = TimeSpan.FromMilliseconds(120);

    /// <summary>Runs in a child process, so that nothing else is in its memory.</summary>
    public static async Task<DetectionRun> StartAsync(string logs, string? rules, int workers, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
            start.ArgumentList.Add(typeof(DetectionRun).Assembly.Location);
        foreach (var argument in new[] { "detect", "--child", logs, rules ?? string.Empty, workers.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<DetectionRun>(text)! : throw new InvalidOperationException("the run failed");
    }

    /// <summary>The child's part. Runs over a fiftieth of the files bring the code up, until the compiler has nothing left to do.</summary>
    public static async Task<DetectionRun> MeasureAsync(string logs, string rules, int workers, CancellationToken cancel)
    {
        var catalogue = DetectionCatalogue.Load(rules.Length == 0 ? [] : [rules]);
        var sources = LogFiles.Find([logs]).Sources;
        var few = sources.Take(Math.Max(1, sources.Length / 50)).ToArray();
        var compiled = -1L;
        for (var i = 0; i < WarmUps && (i < LeastWarmUps || JitInfo.GetCompiledMethodCount() > compiled); i++)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            await new Detector(catalogue, new DetectionOptions { Workers = 1 }).RunAsync(few, cancel);
            await Task.Delay(CompilerDelay, cancel);
        }
        var detector = new Detector(catalogue, new DetectionOptions { Workers = workers });
        // Rules are compiled when the first log that they are about is read.
        await detector.RunAsync(few, cancel);
        // What the runs before left behind is not this one's to clear away.
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var result = await detector.RunAsync(sources, cancel);
        var (clockSeconds, cpuSeconds) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        if (!result.Diagnostics.IsEmpty)
            throw new InvalidDataException(result.Diagnostics[0].Detail);
        using var process = Process.GetCurrentProcess();
        return new DetectionRun(cpuSeconds, clockSeconds, result.EventsRead, allocated, process.PeakWorkingSet64, result.Findings.Length, HitsOf(result));
    }

    /// <summary>Each event counts once in the finding of its caller, so the findings of a rule add up to its hits.</summary>
    public static Dictionary<string, long> HitsOf(DetectionResult result) => result.Findings
        .Where(finding => finding.Generator.StartsWith("generated-", StringComparison.Ordinal))
        .GroupBy(finding => finding.Generator, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Sum(finding => (long)finding.Count), StringComparer.Ordinal);
}
