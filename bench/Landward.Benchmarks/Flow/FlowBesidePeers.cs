using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Landward.Detection;
using Landward.Logs;
using Landward.Tests.Detection.VpcFlow.Generated;

namespace Landward.Benchmarks.Flow;

/// <summary>
/// Flow logs from gzip to findings on one core, all detections on, beside what else reads them: inflating alone, splitting lines into
/// strings, and <c>gzip -dc | awk</c> summing bytes by source.
/// </summary>
internal static class FlowBesidePeers
{
    private const int Scenarios = 10;
    /// <summary>The best counts: the first ones also compile.</summary>
    private const int Runs = 10;

    public static async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var catalogue = DetectionCatalogue.Load([]);
        foreach (var (name, format) in new[] { ("v2", FlowFormat.Default), ("v5", FlowFormat.VersionFive) })
        {
            var sources = new List<LogSource>();
            var rows = 0L;
            for (var seed = 1; seed <= Scenarios; seed++)
            {
                var scenario = FlowScenario.Create(seed, format);
                rows += scenario.Records.Length;
                var prefix = $"{seed}/";
                sources.AddRange(scenario.Sources(files: 4, isCompressed: true).Select(source => source with { Origin = prefix + source.Origin }));
            }
            var files = await Task.WhenAll(sources.Select(source => BytesAsync(source, cancellationToken)));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {rows:N0} rows, {files.Sum(file => (long)file.Length) / 1e6:0} MB gzip"));
            // Rules are compiled before the clock starts, as in `detect`.
            var detector = new Detector(catalogue, new DetectionOptions { Workers = 1 });
            var one = await MeasureAsync(output, "landward, all detections", rows, async () => (await detector.RunAsync(sources, cancellationToken)).EventsRead);
            detector = new Detector(catalogue, new DetectionOptions { Workers = 2 });
            var two = await MeasureAsync(output, "landward, 2 workers", rows, async () => (await detector.RunAsync(sources, cancellationToken)).EventsRead);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {"2 workers by the clock",-32} {one / two,6:0.00} of one"));
            await MeasureAsync(output, "inflate alone (GZipStream)", rows, () => Task.FromResult(files.Sum(Inflate)));
            await MeasureAsync(output, "lines and string.Split (C#)", rows, () => Task.FromResult(files.Sum(Split)));
            await AwkAsync(output, rows, files, cancellationToken);
        }
    }

    /// <returns>The best time by the clock, in seconds.</returns>
    private static async Task<double> MeasureAsync(TextWriter output, string what, long rows, Func<Task<long>> run)
    {
        var (best, clock, bytes) = (double.MaxValue, double.MaxValue, 0L);
        for (var i = 0; i < Runs; i++)
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            await run();
            clock = Math.Min(clock, Stopwatch.GetElapsedTime(start).TotalSeconds);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
            bytes = GC.GetTotalAllocatedBytes() - allocated;
        }
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-32} {rows / best / 1e6,6:0.00} M rows/s of CPU time, {bytes / (double)rows,8:0.0} B allocated per row"));
        return clock;
    }

    private static async Task<byte[]> BytesAsync(LogSource source, CancellationToken cancellationToken)
    {
        await using var stream = await source.Open(cancellationToken);
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private static long Inflate(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        var buffer = new byte[256 * 1024];
        var total = 0L;
        for (var read = gzip.Read(buffer); read > 0; read = gzip.Read(buffer))
            total += read;
        return total;
    }

    private static long Split(byte[] file)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(file), CompressionMode.Decompress), Encoding.ASCII);
        var fields = 0L;
        while (reader.ReadLine() is { } line)
            fields += line.Split(' ').Length;
        return fields;
    }

    /// <summary>The time the two processes take, as the shell reports it.</summary>
    private static async Task AwkAsync(TextWriter output, long rows, byte[][] files, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("landward-flow-");
        try
        {
            for (var i = 0; i < files.Length; i++)
                await File.WriteAllBytesAsync(Path.Combine(directory.FullName, $"{i:D4}.log.gz"), files[i], cancellationToken);
            var start = new ProcessStartInfo("bash")
            {
                ArgumentList = { "-c", "TIMEFORMAT='%U %S'; time (gzip -dc *.gz | awk '{ sum[$4] += $10 } END { print length(sum) }')" },
                WorkingDirectory = directory.FullName,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var times = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var seconds = times.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).TakeLast(2).Sum(text => double.Parse(text, CultureInfo.InvariantCulture));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {"gzip -dc | awk, one sum",-32} {rows / seconds / 1e6,6:0.00} M rows/s of CPU time"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
