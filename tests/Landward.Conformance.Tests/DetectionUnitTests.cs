using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Landward.Detection;
using Landward.Logs;

namespace Landward.Conformance.Tests;

/// <summary>
/// Unit tests of another rule set, about what its rules mean: each is one log and whether the rule must say something. The log goes
/// through the real detector with the whole pack; a case agrees when one of the rules that cover the other rule raises a finding exactly
/// when it is expected. Cases of rules that nothing covers count as disagreeing.
/// </summary>
public sealed class DetectionUnitTests
{
    private static readonly string[] LogTypes = ["AWS.CloudTrail", "AWS.VPCFlow", "AWS.VPCDns"];

    /// <summary>
    /// What an organization would say of itself where a rule asks what it allows: the cases' documentation names one allowed Region, one
    /// deployer, one registry, the role that nobody should assume, the ports that may and may not be reached, and one DNS server.
    /// </summary>
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> Lists = new Dictionary<string, ImmutableArray<string>>
    {
        ["allowed_regions"] = ["us-west-2"],
        ["registry_accounts"] = ["123456789012"],
        ["image_publishers"] = ["arn:aws:*:user/DeployRole"],
        ["function_deployers"] = ["arn:aws:*:user/DeployRole"],
        ["guarded_roles"] = ["arn:aws:iam::*:role/FullAdminRole"],
        ["allowed_inbound_ports"] = ["80", "443"],
        ["denied_inbound_ports"] = ["22"],
        ["approved_dns_servers"] = ["1.1.1.1"],
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    [Fact]
    public async Task The_pack_says_what_rules_of_another_set_say()
    {
        var path = ConformanceReport.Require("detection-unit.jsonl");
        var catalogue = DetectionCatalogue.Load([]);
        var detector = new Detector(catalogue, new DetectionOptions { RuleLists = Lists });
        var results = new List<(string Id, bool Passed)>();
        var mapped = new List<bool>();
        var rules = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            using var document = JsonDocument.Parse(line);
            var testCase = document.RootElement;
            if (!testCase.GetProperty("logTypes").EnumerateArray().Any(type => LogTypes.Contains(type.GetString())))
                continue;
            var covered = DetectionUnitMapping.Rules.TryGetValue(testCase.GetProperty("rule").GetString()!, out var ours);
            var passed = covered && await RaisesAsync(detector, ours!, testCase.GetProperty("log")) == testCase.GetProperty("expected").GetBoolean();
            results.Add((testCase.GetProperty("id").GetString()!, passed));
            if (!covered)
                continue;
            mapped.Add(passed);
            rules.Add(testCase.GetProperty("rule").GetString()!);
        }

        ConformanceReport.Write("detection-unit", results);
        Console.WriteLine($"of which covered: {mapped.Count(passed => passed)}/{mapped.Count} cases of {rules.Count} rules");
        mapped.Count(passed => passed).ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(mapped.Count * 0.9));
        rules.Count.ShouldBeGreaterThanOrEqualTo(50);
    }

    [Fact]
    public void Every_rule_that_covers_another_is_in_the_pack()
    {
        var catalogue = DetectionCatalogue.Load([]);
        var known = catalogue.Rules.Select(rule => rule.Id)
            .Concat(catalogue.Correlations.Select(correlation => correlation.Id))
            .Concat(catalogue.Natives.Select(native => native.Id))
            .ToHashSet(StringComparer.Ordinal);
        DetectionUnitMapping.Rules.Values.SelectMany(ids => ids).Where(id => !known.Contains(id)).ShouldBeEmpty();
    }

    private static async Task<bool> RaisesAsync(Detector detector, string[] rules, JsonElement log)
    {
        var content = DetectionUnitLog.Of(log);
        var result = await detector.RunAsync([new LogSource("case", _ => Task.FromResult<Stream>(new MemoryStream(content)))], TestContext.Current.CancellationToken);
        return result.Findings.Any(finding => rules.Contains(finding.Generator));
    }
}
