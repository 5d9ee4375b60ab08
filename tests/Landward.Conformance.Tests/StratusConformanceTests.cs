using System.Text;
using System.Text.Json;
using Landward.Detection;
using Landward.Logs;
using Landward.Model;

namespace Landward.Conformance.Tests;

/// <summary>
/// Records of one attack technique each. A log counts when a finding of medium or higher cites one of its events and names a MITRE
/// technique of the tactic in the file's name.
/// </summary>
public sealed class StratusConformanceTests
{
    [Fact]
    public async Task Attack_techniques_raise_findings_of_their_tactic()
    {
        var directory = ConformanceReport.Require("stratus");
        var detector = new Detector(DetectionCatalogue.Load([]), new DetectionOptions());
        var results = new List<(string Id, bool Passed)>();
        foreach (var path in Directory.EnumerateFiles(directory, "*.json").Order(StringComparer.Ordinal))
        {
            var tactic = Path.GetFileName(path).Split('.')[1];
            var result = await detector.RunAsync([LogSource.File(path)], TestContext.Current.CancellationToken);
            var ids = EventIds(path);
            results.Add((Path.GetFileNameWithoutExtension(path), result.Findings.Any(finding =>
                finding.Severity >= Severity.Medium
                && finding.Evidence.Any(evidence => ids.Contains(evidence.EventId))
                && finding.Techniques.Any(technique => AttackMatrix.TacticsOf(technique).Contains(tactic)))));
        }

        ConformanceReport.Write("stratus", results);
        results.Count(result => result.Passed).ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(results.Count * 0.8));
    }

    private static HashSet<string> EventIds(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path, Encoding.UTF8));
        return [.. document.RootElement.EnumerateArray().Select(record => record.GetProperty("eventID").GetString()!)];
    }
}
