using System.Collections.Immutable;
using System.Text.Json;
using Landward.Benchmarks.Corpus;

namespace Landward.Benchmarks.Detection;

/// <summary>Logs in a directory of their own, and rules about them in another.</summary>
internal sealed record DetectionWorkload(string Logs, string Rules, ImmutableArray<GeneratedRule> Generated, int Files, long Events, long Bytes) : IDisposable
{
    public const int RuleCount = 740;

    public static DetectionWorkload Create(int seed, UserAgents agents, long bytes, int eventsPerFile, bool compress, bool noisy = false)
    {
        var folder = Directory.CreateTempSubdirectory("landward-detect-").FullName;
        var (logs, rules) = (Path.Combine(folder, "logs"), Path.Combine(folder, "rules"));
        Directory.CreateDirectory(logs);
        Directory.CreateDirectory(rules);
        var generated = new RuleGenerator(new Random(seed), Operations(seed, agents), noisy).Generate(RuleCount);
        foreach (var rule in generated)
            File.WriteAllText(Path.Combine(rules, $"{rule.Id}.yaml"), rule.ToYaml());
        var (files, events, written) = new TrailCorpus(seed, agents).WriteTo(logs, bytes, eventsPerFile, compress);
        return new DetectionWorkload(logs, rules, generated, files, events, written);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Logs)!, recursive: true);

    /// <summary>The operations that logs of the seed hold.</summary>
    private static ImmutableArray<(string Source, string Name)> Operations(int seed, UserAgents agents)
    {
        using var file = JsonDocument.Parse(new TrailCorpus(seed, agents).NextFile(5000).ToArray());
        return
        [
            .. file.RootElement.GetProperty("Records").EnumerateArray()
                .Select(record => (record.GetProperty("eventSource").GetString()!, record.GetProperty("eventName").GetString()!))
                .Distinct().Order(),
        ];
    }
}
