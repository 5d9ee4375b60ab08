using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Landward.Benchmarks.Corpus;
using Landward.Benchmarks.Scan;

namespace Landward.Benchmarks.Detection;

/// <summary>
/// Detection from files to findings with the first-party pack and 740 generated rules, beside programs that only decompress, filter by one
/// predicate, or ask fewer rules in SQL; then with rules that match more than once an event, and with events that match none. <c>--full</c> takes 1 GB instead of 200 MB and 300,000 small files instead of 30,000;
/// <c>--verify</c> compares hits per rule with a slow interpreter instead of measuring; LANDWARD_SEED chooses logs and rules,
/// LANDWARD_MEGABYTES another amount.
/// </summary>
internal static class DetectBesidePeers
{
    private const int EventsPerFile = 20_000;
    private const int EventsPerSmallFile = 5;
    private const int Rounds = 3;

    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancel)
    {
        if (arguments is ["--child", var logs, var rules, var workers])
        {
            var run = await DetectionRun.MeasureAsync(logs, rules, int.Parse(workers, CultureInfo.InvariantCulture), cancel);
            await output.WriteLineAsync(JsonSerializer.Serialize(run));
            return;
        }
        var full = arguments.Contains("--full");
        var seed = Number("LANDWARD_SEED", 1);
        var megabytes = Number("LANDWARD_MEGABYTES", full ? 1000 : 200);
        if (arguments.Contains("--verify"))
        {
            await DetectionVerification.RunAsync(seed, full ? 100_000 : 4_000, output, cancel);
            return;
        }
        foreach (var agents in Enum.GetValues<UserAgents>())
        {
            using var workload = DetectionWorkload.Create(seed, agents, megabytes * 1_000_000L, EventsPerFile, compress: true);
            await MeasureAsync(workload, agents, output, cancel);
        }
        using var noisy = DetectionWorkload.Create(seed, UserAgents.Few, megabytes * 1_000_000L, EventsPerFile, compress: true, noisy: true);
        await Report(output, "noisy rules", await BestAsync(noisy.Logs, noisy.Rules, 1, cancel), noisy.Bytes, null);
        await NothingAsync(seed, megabytes, output, cancel);
        using var small = DetectionWorkload.Create(seed, UserAgents.Few, (full ? 300_000L : 30_000L) * EventsPerSmallFile * 1250, EventsPerSmallFile, compress: true);
        await Report(output, $"{small.Files} small files", await BestAsync(small.Logs, small.Rules, 1, cancel), small.Bytes, null);
    }

    private static async Task MeasureAsync(DetectionWorkload workload, UserAgents agents, TextWriter output, CancellationToken cancel)
    {
        await output.WriteLineAsync(Format($"{agents} user agents: {workload.Files} files, {workload.Events:0} events, {workload.Bytes / 1e6:0} MB"));
        var files = Directory.EnumerateFiles(workload.Logs, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var plain = Directory.CreateTempSubdirectory("landward-plain-").FullName;
        try
        {
            var inflate = Inflate(files, plain);
            await output.WriteLineAsync(inflate is { } seconds ? Format($"  {"libdeflate",-22} {workload.Bytes / seconds / 1e6,6:0} MB/s") : "  libdeflate is not installed: no ratios");
            if (Clock("gzip", ["-dc", .. files]) is { } gzip)
                await output.WriteLineAsync(Format($"  {"gzip -dc",-22} {workload.Bytes / gzip / 1e6,6:0} MB/s"));
            var one = await BestAsync(workload.Logs, workload.Rules, 1, cancel);
            await Report(output, "gzip, 1 worker", one, workload.Bytes, inflate);
            var two = await BestAsync(workload.Logs, workload.Rules, 2, cancel);
            await output.WriteLineAsync(Format($"  {"gzip, 2 workers",-22} {workload.Bytes / two.ClockSeconds / 1e6,6:0} MB/s {one.ClockSeconds / two.ClockSeconds,6:0.00} of one by the clock"));
            var whole = await BestAsync(plain, workload.Rules, 1, cancel);
            await Report(output, "plain, 1 worker", whole, workload.Bytes, inflate);
            await output.WriteLineAsync(Format($"  {"plain beside gzip",-22} {one.CpuSeconds / whole.CpuSeconds,6:0.00}"));
            await Jq(Directory.EnumerateFiles(plain).Order(StringComparer.Ordinal).First(), workload, one, output);
            if (agents == UserAgents.Few)
                await DuckDb.MeasureAsync(files[0], EventsPerFile, workload.Generated, one, output, cancel);
        }
        finally
        {
            Directory.Delete(plain, recursive: true);
        }
    }

    /// <summary>Events that match no rule: what is allocated for them is the detector's own need.</summary>
    private static async Task NothingAsync(int seed, int megabytes, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("landward-nothing-").FullName;
        try
        {
            var (_, _, bytes) = new TrailCorpus(seed, UserAgents.Distinct, TrailCalls.Unwatched).WriteTo(folder, megabytes * 1_000_000L, EventsPerFile, compress: true);
            await Report(output, "no match, pack alone", await BestAsync(folder, string.Empty, 1, cancel), bytes, null);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<DetectionRun> BestAsync(string logs, string rules, int workers, CancellationToken cancel)
    {
        var best = await DetectionRun.StartAsync(logs, rules, workers, cancel);
        for (var round = 1; round < Rounds; round++)
        {
            var next = await DetectionRun.StartAsync(logs, rules, workers, cancel);
            if (workers == 1 ? next.CpuSeconds < best.CpuSeconds : next.ClockSeconds < best.ClockSeconds)
                best = next;
        }
        return best;
    }

    /// <summary>The processor time libdeflate needs for the files, which are left in a directory as they are.</summary>
    private static double? Inflate(string[] files, string plain)
    {
        var libdeflate = Libdeflate.Load();
        var target = new byte[64 * 1024 * 1024];
        var best = double.MaxValue;
        foreach (var file in files)
        {
            using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            using var copy = File.Create(Path.Combine(plain, Path.GetFileNameWithoutExtension(file)));
            gzip.CopyTo(copy);
        }
        for (var round = 0; libdeflate is not null && round < Rounds; round++)
        {
            var started = Environment.CpuUsage.TotalTime;
            foreach (var file in files)
                libdeflate.Decompress(File.ReadAllBytes(file), target);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - started).TotalSeconds);
        }
        return libdeflate is null ? null : best;
    }

    /// <summary>One predicate over one file, plain.</summary>
    private static async Task Jq(string file, DetectionWorkload workload, DetectionRun ours, TextWriter output)
    {
        if (Clock("jq", ["-c", ".Records[] | select(.eventSource == \"iam.amazonaws.com\" and .eventName == \"GetUser\")", file]) is not { } seconds)
        {
            await output.WriteLineAsync("  jq is not installed");
            return;
        }
        var rate = EventsPerFile / seconds;
        await output.WriteLineAsync(Format($"  {"jq, one predicate",-22} {rate,12:0} events/s; the detector does {workload.Events / ours.CpuSeconds / rate:0} times as many"));
    }

    /// <summary>Seconds by the clock; null where the program is not installed.</summary>
    private static double? Clock(string program, string[] arguments)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            process.WaitForExit();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static Task Report(TextWriter output, string name, DetectionRun run, long bytes, double? inflate)
    {
        var ratio = inflate is { } seconds ? Format($" {seconds / run.CpuSeconds,6:0.00} of libdeflate") : string.Empty;
        return output.WriteLineAsync(Format(
            $"  {name,-22} {bytes / run.CpuSeconds / 1e6,6:0} MB/s{ratio} {run.Events / run.CpuSeconds,10:0} events/s, {run.AllocatedBytes / (double)run.Events:0.0} B/event allocated, {run.PeakBytes / 1e6:0} MB memory, {run.Hits.Values.Sum() / (double)run.Events:0.00} matches/event, {run.Findings} findings"));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
