using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime;
using Landward.Benchmarks.Corpus;
using Landward.Logs;

namespace Landward.Benchmarks.Scan;

/// <summary>
/// How fast CloudTrail logs are read, beside programs and libraries that only decompress them. LANDWARD_LOGS names a directory of
/// <c>.gz</c> files to read instead of the generated ones; LANDWARD_MEGABYTES how much to generate for each variant, LANDWARD_SEED from what.
/// </summary>
internal static class ScanBesideInflaters
{
    private const int EventsPerFile = 20_000;
    private const int Rounds = 8;
    private const int LeastWarmUps = 8;
    private const int WarmUps = 20;

    public static async Task RunAsync(TextWriter output, CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable("LANDWARD_LOGS") is { } directory)
        {
            await MeasureAsync(directory, "logs", output, cancel);
            return;
        }
        var megabytes = Number("LANDWARD_MEGABYTES", 200);
        foreach (var agents in Enum.GetValues<UserAgents>())
        {
            var temporary = Directory.CreateTempSubdirectory("landward-scan-").FullName;
            try
            {
                new TrailCorpus(Number("LANDWARD_SEED", 1), agents).WriteTo(temporary, megabytes * 1_000_000L, EventsPerFile, compress: true);
                await MeasureAsync(temporary, $"{agents} user agents".ToLowerInvariant(), output, cancel);
            }
            finally
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(string directory, string name, TextWriter output, CancellationToken cancel)
    {
        var files = Directory.EnumerateFiles(directory, "*.gz", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var plain = Directory.CreateTempSubdirectory("landward-plain-").FullName;
        try
        {
            var bytes = 0L;
            var largest = 0;
            foreach (var file in files)
            {
                await using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
                await using var copy = File.Create(Path.Combine(plain, $"{Path.GetFileName(file)}.json"));
                await gzip.CopyToAsync(copy, cancel);
                bytes += copy.Length;
                largest = Math.Max(largest, (int)copy.Length);
            }
            var compressed = files.Sum(file => new FileInfo(file).Length);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name}: {files.Length} files, {bytes / 1e6:0} MB, compressed {bytes / (double)compressed:0.0} times"));
            await WarmUpAsync(directory, cancel);
            // In turns, so that all of them meet the machine in the same moods.
            var target = new byte[largest + 1];
            var best = Best(
                () => InflateWithLibdeflate(files, target),
                () => Inflate(files),
                () => Scan(directory, cancel),
                () => Scan(plain, cancel));
            double? baseline = best[0].Events > 0 ? best[0].Seconds : null;
            await ReportAsync(output, "libdeflate", baseline, bytes, default, baseline);
            await ReportAsync(output, "gzip -dc", GzipProgram(files), bytes, default, baseline);
            await ReportAsync(output, "GZipStream", best[1].Seconds, bytes, default, baseline);
            await ReportAsync(output, "scan of gzip", best[2].Seconds, bytes, best[2], baseline);
            await ReportAsync(output, "scan of plain", best[3].Seconds, bytes, best[3], baseline);
        }
        finally
        {
            Directory.Delete(plain, recursive: true);
        }
    }

    /// <summary>The number of files, 0 where libdeflate is not installed.</summary>
    private static long InflateWithLibdeflate(string[] files, byte[] target)
    {
        if (Libdeflate.Load() is not { } libdeflate)
            return 0;
        foreach (var file in files)
            libdeflate.Decompress(File.ReadAllBytes(file), target);
        return files.Length;
    }

    /// <summary>By the clock: the processor time of a program that has ended is not to be had.</summary>
    private static double? GzipProgram(string[] files)
    {
        try
        {
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo("gzip", ["-dc", .. files]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            process.WaitForExit();
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static long Inflate(string[] files)
    {
        var buffer = new byte[256 * 1024];
        foreach (var file in files)
        {
            using var gzip = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            while (gzip.Read(buffer) > 0)
            {
            }
        }
        return 0;
    }

    private static long Scan(string directory, CancellationToken cancel)
    {
        var events = 0L;
        var reader = new CloudTrailReader();
        foreach (var source in LogFiles.Find([directory]).Sources)
        {
            // As the detector opens logs: looked at first.
            var content = LogContent.OpenAsync(source, cancel).GetAwaiter().GetResult();
            reader.Reset(content.Source);
            while (reader.TryRead() || reader.ReadAsync(cancel).AsTask().GetAwaiter().GetResult())
                events++;
            if (!reader.Diagnostics.IsEmpty)
                throw new InvalidDataException(reader.Diagnostics[0].Detail);
        }
        reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return events;
    }

    /// <summary>The peers come compiled: scans bring the code up until the compiler, which works in the background, has nothing left to do.</summary>
    private static async Task WarmUpAsync(string directory, CancellationToken cancel)
    {
        var compiled = -1L;
        for (var i = 0; i < WarmUps && (i < LeastWarmUps || JitInfo.GetCompiledMethodCount() > compiled); i++)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            Scan(directory, cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(120), cancel);
        }
    }

    /// <summary>The least processor time of each of several jobs.</summary>
    private static (double Seconds, long Events, long Allocated)[] Best(params Func<long>[] jobs)
    {
        var best = new (double Seconds, long Events, long Allocated)[jobs.Length];
        Array.Fill(best, (double.MaxValue, 0, 0));
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < jobs.Length; i++)
            {
                var allocated = GC.GetTotalAllocatedBytes(precise: true);
                var before = Environment.CpuUsage.TotalTime;
                var events = jobs[i]();
                var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                if (seconds < best[i].Seconds)
                    best[i] = (seconds, events, GC.GetTotalAllocatedBytes(precise: true) - allocated);
            }
        }
        return best;
    }

    private static Task ReportAsync(TextWriter output, string name, double? seconds, long bytes, (double Seconds, long Events, long Allocated) scan, double? baseline)
    {
        if (seconds is not { } time)
            return output.WriteLineAsync($"  {name,-14} is not installed");
        var ratio = baseline is { } first ? string.Create(CultureInfo.InvariantCulture, $"{first / time,6:0.00} of libdeflate") : "";
        var rate = scan.Events > 0 ? string.Create(CultureInfo.InvariantCulture, $"{scan.Events / time,12:0} events/s {scan.Allocated / (double)scan.Events,8:0.00} B/event allocated") : "";
        return output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {name,-14} {bytes / time / 1e6,6:0} MB/s {ratio} {rate}"));
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
