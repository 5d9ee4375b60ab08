using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Conformance.Tests;

/// <summary>
/// The pack's CloudTrail rules against their translations into SQL, over the recorded campaign beside the cases. The directory in which
/// <c>npm install @duckdb/node-api</c> was run is named by LANDWARD_DUCKDB.
/// </summary>
public sealed class DuckDbPackTests
{
    [Fact]
    public async Task Rules_of_the_pack_match_as_many_events_as_their_translations()
    {
        var corpus = ConformanceReport.CasesDirectory is { } cases ? Path.Combine(cases, "..", "data", "cloudtrail", "invictus") : null;
        var modules = Environment.GetEnvironmentVariable("LANDWARD_DUCKDB");
        var missing = modules is null || !Directory.Exists(Path.Combine(modules, "node_modules", "@duckdb", "node-api")) ? "LANDWARD_DUCKDB names no directory with @duckdb/node-api"
            : corpus is null || !Directory.Exists(corpus) ? "the recorded campaign is not beside the cases" : null;
        if (missing is not null)
            Console.WriteLine($"duckdb-pack: skipped, {missing}");
        Assert.SkipWhen(missing is not null, missing ?? string.Empty);

        var catalogue = DetectionCatalogue.Load([]);
        var compiler = DetectionRules.Compiler(new DetectionOptions(), catalogue.Placeholders);
        var rules = new CloudTrailRules(catalogue, new DetectionOptions()).Rules
            .Select(rule => (rule.Id, Sql: SigmaSql.Translate(rule.Rule), Compiled: compiler.Compile(rule.Rule).Rule!))
            .ToArray();
        var ours = rules.ToDictionary(rule => rule.Id, _ => 0, StringComparer.Ordinal);
        using var folder = new TemporaryFolder();
        var rows = Path.Combine(folder.Path, "rows.jsonl");
        await using (var writer = File.CreateText(rows))
        {
            var view = new CloudTrailSigmaEvent();
            var events = 0;
            await foreach (var @event in EventsAsync(corpus!))
            {
                view.Set(@event);
                foreach (var rule in rules.Where(rule => rule.Compiled.Matches(view)))
                    ours[rule.Id]++;
                events++;
                foreach (var (path, value) in EventTexts.Of(JsonNode.Parse(@event.Json.Span)!.AsObject()))
                    await writer.WriteLineAsync(new JsonObject { ["e"] = events, ["path"] = path, ["value"] = value }.ToJsonString());
            }
        }
        var theirs = await AskAsync(modules!, folder.Path, rows, new JsonObject(rules.Where(rule => rule.Sql is not null).Select(rule => KeyValuePair.Create(rule.Id, (JsonNode?)rule.Sql))));
        var results = theirs.Select(answer => (Id: $"{answer.Key}: {ours[answer.Key]} and {answer.Value}", Passed: string.Equals(ours[answer.Key].ToString(CultureInfo.InvariantCulture), answer.Value!.ToString(), StringComparison.Ordinal))).ToList();
        ConformanceReport.Write("duckdb-pack", results);
        Console.WriteLine($"duckdb-pack-breakdown: {rules.Length - results.Count} of {rules.Length} rules have no translation, {ours.Values.Count(count => count > 0)} match events");
        results.Where(result => !result.Passed).ShouldBeEmpty();
    }

    private static async IAsyncEnumerable<CloudTrailEvent> EventsAsync(string corpus)
    {
        var reader = new CloudTrailReader();
        foreach (var source in LogFiles.Find([corpus]).Sources)
        {
            await using var content = await LogContent.OpenAsync(source, TestContext.Current.CancellationToken);
            reader.Reset(content.Source);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                yield return reader.Current;
        }
        await reader.DisposeAsync();
    }

    private static async Task<JsonObject> AskAsync(string modules, string folder, string rows, JsonObject conditions)
    {
        var questions = Path.Combine(folder, "conditions.json");
        await File.WriteAllTextAsync(questions, conditions.ToJsonString());
        // Node looks for packages beside the script.
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(modules, "node_modules"));
        var script = Path.Combine(folder, "duckdb-pack.mjs");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "duckdb-pack.mjs"), script);
        var start = new ProcessStartInfo("node", [script, rows, questions]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        var answer = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonNode.Parse(answer)!.AsObject();
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("landward-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
