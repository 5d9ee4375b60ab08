using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Landward.Benchmarks.Corpus;
using Landward.Rules.Sigma;
using Landward.Tests.Rules.Sigma;

namespace Landward.Benchmarks.Detection;

/// <summary>Whether the detector counts, for every generated rule, the events that a slow interpreter of the rule's text counts.</summary>
internal static class DetectionVerification
{
    public static async Task RunAsync(int seed, int events, TextWriter output, CancellationToken cancel)
    {
        foreach (var agents in Enum.GetValues<UserAgents>())
        {
            // Files of 500 events, so that several workers have something to share out.
            using var workload = DetectionWorkload.Create(seed, agents, events * 1250L, 500, compress: false);
            var run = await DetectionRun.StartAsync(workload.Logs, workload.Rules, 2, cancel);
            var expected = Interpret(workload, cancel);
            var different = workload.Generated.Where(rule => expected.GetValueOrDefault(rule.Id) != run.Hits.GetValueOrDefault(rule.Id)).ToArray();
            foreach (var rule in different)
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rule.Id}: {run.Hits.GetValueOrDefault(rule.Id)} instead of {expected.GetValueOrDefault(rule.Id)}\n{rule.ToYaml()}"));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{agents} user agents: {workload.Events} events, {workload.Generated.Length} rules, {expected.Values.Sum()} matches of {expected.Count} rules; {different.Length} rules differ"));
            if (different.Length > 0)
                throw new InvalidDataException("the detector and the interpreter differ");
        }
    }

    private static Dictionary<string, long> Interpret(DetectionWorkload workload, CancellationToken cancel)
    {
        var rules = workload.Generated.Select(rule => SigmaParser.Parse(rule.ToYaml(), rule.Id).Rules[0]).Select(rule => (rule.Header.Id, Naive: new NaiveSigmaInterpreter(rule))).ToArray();
        var hits = rules.ToDictionary(rule => rule.Id, _ => 0L, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(workload.Logs, "*.json", SearchOption.AllDirectories))
        {
            foreach (var record in JsonNode.Parse(File.ReadAllText(file))!["Records"]!.AsArray())
            {
                cancel.ThrowIfCancellationRequested();
                if (!seen.Add((string)record!["eventID"]!))
                    continue;
                // A versioned name counts as the plain one, too: what the interpreter does not know.
                var plain = JsonSerializer.SerializeToNode(record)!;
                plain["eventName"] = Plain((string)plain["eventName"]!);
                foreach (var (id, naive) in rules)
                {
                    if (naive.Matches(record) || naive.Matches(plain))
                        hits[id]++;
                }
            }
        }
        return hits.Where(rule => rule.Value > 0).ToDictionary(StringComparer.Ordinal);
    }

    private static string Plain(string name) => System.Text.RegularExpressions.Regex.Replace(name, "[0-9]{8}(v[0-9]+)?$", "");
}
