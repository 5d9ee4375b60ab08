using System.Collections.Immutable;
using Landward.Detection;
using Landward.Detection.Export;
using Landward.Logs;
using Landward.Rules.EventPatterns;
using Landward.Rules.Export;
using Landward.Rules.MetricFilters;

namespace Landward.Conformance.Tests;

/// <summary>Rules against their exports on recorded attacks.</summary>
public sealed class RuleExportConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Rules_agree_with_their_exports_on_recorded_events()
    {
        // The recordings stand beside the cases.
        var directory = ConformanceReport.CasesDirectory is { } cases ? Path.Combine(cases, "..", "data", "cloudtrail") : null;
        Assert.SkipUnless(Directory.Exists(directory), "There are no recorded CloudTrail events beside LANDWARD_CASES.");
        var sources = LogFiles.Find([directory!]).Sources;
        var (exports, matched, disagreeing) = (0, 0L, 0L);
        foreach (var rule in DetectionCatalogue.Load([]).Rules)
        {
            foreach (var prover in Provers(rule))
            {
                exports++;
                var (proof, _) = await prover.ProveAsync(sources, TestContext.Current.CancellationToken);
                matched += proof.Both;
                disagreeing += proof.Disagreeing;
                foreach (var each in proof.Disagreements.Take(3))
                    output.WriteLine($"{rule.Id}: {each.EventName} {each.EventId}: rule {each.Rule}, export {each.Export}");
            }
        }
        output.WriteLine($"{exports} exports, {matched} matches of both, {disagreeing} disagreements");
        matched.ShouldBeGreaterThan(0);
        disagreeing.ShouldBe(0);
    }

    private static ImmutableArray<ExportProver> Provers(DetectionRule rule)
    {
        var provers = ImmutableArray.CreateBuilder<ExportProver>();
        if (MetricFilterExporter.Export(rule.Rule).Pattern is { } filter)
            provers.Add(new ExportProver(rule, FilterPattern.Parse(filter).Pattern!));
        if (EventPatternExporter.Export(rule.Rule).Pattern is { } pattern)
            provers.Add(new ExportProver(rule, EventPattern.Parse(pattern.ToJsonString()).Pattern!));
        return provers.ToImmutable();
    }
}
