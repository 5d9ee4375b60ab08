using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
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
        var none = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        // A versioned name counts as the plain one, too.
        var names = new Dictionary<string, Func<string, string?>>(StringComparer.Ordinal) { ["eventName"] = Plain };
        var rules = workload.Generated.Select(rule => SigmaParser.Parse(rule.ToYaml(), rule.Id).Rules[0])
            .Select(rule => (rule.Header.Id, Naive: new NaiveSigmaInterpreter(rule, none, names))).ToArray();
        var hits = rules.ToDictionary(rule => rule.Id, _ => 0L, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(workload.Logs, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
            {
                cancel.ThrowIfCancellationRequested();
                if (!seen.Add(record.GetProperty("eventID").GetString()!))
                    continue;
                foreach (var (id, naive) in rules)
                {
                    if (naive.Matches(record))
                        hits[id]++;
                }
            }
        }
        return hits.Where(rule => rule.Value > 0).ToDictionary(StringComparer.Ordinal);
    }

    private static string? Plain(string name) =>
        System.Text.RegularExpressions.Regex.Match(name, "^(?<name>.+)[0-9]{8}(v[0-9]+)?$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture) is { Success: true } match
            ? match.Groups["name"].Value
            : null;
}
