using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Landward.Benchmarks.Detection;

/// <summary>The generated rules as SQL in DuckDB, installed from npm into a temporary folder for one run.</summary>
internal static class DuckDb
{
    private const string Package = "@duckdb/node-api@1.5.6-r.1";
    private const int RuleCount = 57;

    public static async Task MeasureAsync(string file, int events, ImmutableArray<GeneratedRule> generated, DetectionRun ours, TextWriter output, CancellationToken cancel)
    {
        var rules = generated.Where(rule => rule.Tests.All(test => test.Relation != FieldRelation.AddressBlock)).Take(RuleCount).ToImmutableArray();
        var folder = Directory.CreateTempSubdirectory("landward-duckdb-").FullName;
        try
        {
            await RunAsync("npm", ["install", "--no-audit", "--no-fund", "--silent", Package], folder, cancel);
            var script = Path.Combine(folder, "detect.mjs");
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Detection", "duckdb.mjs"), script);
            var answer = JsonNode.Parse(await RunAsync("node", [script, Sql(file, rules)], folder, cancel))!;
            var rate = events / (double)answer["seconds"]!;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {$"DuckDB, {RuleCount} rules",-22} {rate,12:0} events/s; the detector does {ours.Events / ours.CpuSeconds / rate:0} times as many"));
            await CompareAsync(file, rules, answer["counts"]!.AsArray(), output, cancel);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            await output.WriteLineAsync($"  DuckDB is not measured: node and npm are needed, and a registry that has {Package}. {error.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What both count for the same rules over the same file.</summary>
    private static async Task CompareAsync(string file, ImmutableArray<GeneratedRule> rules, JsonArray counts, TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("landward-duckdb-").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, Path.GetFileName(file)), file);
            var directory = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
            foreach (var rule in rules)
                await File.WriteAllTextAsync(Path.Combine(directory, $"{rule.Id}.yaml"), rule.ToYaml(), cancel);
            var hits = (await DetectionRun.StartAsync(Path.Combine(folder, Path.GetFileName(file)), directory, 1, cancel)).Hits;
            var different = rules.Where((rule, i) => hits.GetValueOrDefault(rule.Id) != (long)counts[i]!).Select(rule => rule.Id).ToArray();
            await output.WriteLineAsync(different.Length == 0
                ? $"  DuckDB counts the same matches of all {rules.Length} rules"
                : $"  DuckDB counts other matches of {string.Join(", ", different)}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Sql(string file, ImmutableArray<GeneratedRule> rules)
    {
        var columns = rules.SelectMany(rule => rule.Tests).Select(test => test.Field).Distinct(StringComparer.Ordinal)
            .Select(field => $"r->>'$.{field}' AS \"{field}\"");
        var counts = rules.Select(rule => $"count(*) FILTER (WHERE {rule.ToSql()})::INTEGER");
        return $"WITH events AS (SELECT {string.Join(", ", columns)} FROM (SELECT unnest(Records) AS r FROM read_json('{file}', columns = {{Records: 'JSON[]'}}, maximum_object_size = 200000000))) "
            + $"SELECT [{string.Join(", ", counts)}] AS counts FROM events";
    }

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
