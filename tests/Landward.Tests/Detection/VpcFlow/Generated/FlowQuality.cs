using System.Collections.Immutable;
using System.Globalization;
using Landward.Detection;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>Compares findings with the truth, by type.</summary>
internal sealed class FlowQuality
{
    private readonly SortedDictionary<string, (int Found, int Missed, int Wrong)> _types = new(StringComparer.Ordinal);

    /// <summary>What was missed or wrong, for people.</summary>
    public List<string> Errors { get; } = [];

    public IEnumerable<(string Type, double Precision, double Recall, int Count)> Scores => _types.Select(type => (
        type.Key,
        type.Value.Found + type.Value.Wrong == 0 ? 1 : type.Value.Found / (double)(type.Value.Found + type.Value.Wrong),
        type.Value.Found + type.Value.Missed == 0 ? 1 : type.Value.Found / (double)(type.Value.Found + type.Value.Missed),
        type.Value.Found + type.Value.Missed));

    public void Add(int seed, FlowScenario scenario, DetectionResult result)
    {
        // Sigma rules of the organization's policy match single records, and attacks too; the truth is about the detectors.
        var found = result.Findings.Where(finding => finding.Generator.StartsWith("flow-", StringComparison.Ordinal)).Select(finding => (finding.Type, Interface: finding.Facts["interfaceId"])).Distinct().ToHashSet();
        foreach (var attack in scenario.Attacks.DistinctBy(attack => (attack.Type, attack.Interface)))
        {
            var isFound = found.Contains((attack.Type, attack.Interface));
            Count(attack.Type, isFound ? 1 : 0, isFound ? 0 : 1, 0);
            if (!isFound)
                Errors.Add($"seed {seed}: missed {attack.Type} on {attack.Interface}: {attack.Parameters}");
        }
        foreach (var (type, at) in found)
        {
            if (scenario.Attacks.Any(attack => attack.Interface == at && (attack.Type == type || attack.Tolerated.Contains(type))))
                continue;
            Count(type, 0, 0, 1);
            var finding = result.Findings.First(finding => finding.Type == type && finding.Facts["interfaceId"] == at);
            Errors.Add($"seed {seed}: wrong {type} on {at} ({string.Join("; ", scenario.Attacks.Where(attack => attack.Interface == at).Select(attack => $"{attack.Type}: {attack.Parameters}"))}): {finding.Description} {finding.Facts["row"]}");
        }
    }

    /// <summary>Lines such as <c>flow Recon:EC2/Portscan: precision 1.00 recall 0.98 (n=200)</c>.</summary>
    public IEnumerable<string> Lines() => Scores.Select(score => string.Create(
        CultureInfo.InvariantCulture, $"flow {score.Type}: precision {score.Precision:0.00} recall {score.Recall:0.00} (n={score.Count})"));

    /// <summary>The lists of a scenario as the detector takes them.</summary>
    public static ThreatLists Lists(FlowScenario scenario)
    {
        var entries = new List<ListEntry>();
        var lists = ImmutableArray.CreateBuilder<ListDescription>();
        foreach (var (name, addresses) in scenario.Lists)
        {
            ListPurposes.TryParse(name, out var purpose).ShouldBeTrue();
            var list = new ListDescription(name, purpose, name, DateTimeOffset.UnixEpoch, true, addresses.Count, 0);
            lists.Add(list);
            foreach (var address in addresses)
            {
                AddressRange.TryParse(address.ToString(), out var range).ShouldBeTrue();
                entries.Add(new ListEntry(list, range, null));
            }
        }
        return new ThreatLists(lists.ToImmutable(), entries);
    }

    private void Count(string type, int found, int missed, int wrong)
    {
        var (a, b, c) = _types.GetValueOrDefault(type);
        _types[type] = (a + found, b + missed, c + wrong);
    }
}
