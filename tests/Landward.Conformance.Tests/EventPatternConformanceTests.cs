using System.Text.Json;
using Landward.Rules.EventPatterns;

namespace Landward.Conformance.Tests;

public sealed class EventPatternConformanceTests
{
    [Fact]
    public void Event_patterns_decide_as_EventBridge_does()
    {
        var results = new List<(string Id, bool Passed, string Expected)>();
        foreach (var line in File.ReadLines(ConformanceReport.Require("event-patterns.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var expected = document.RootElement.GetProperty("expected").GetString()!;
            results.Add((document.RootElement.GetProperty("id").GetString()!, Decide(document.RootElement) == expected, expected));
        }

        ConformanceReport.Write("event-patterns", [.. results.Select(result => (result.Id, result.Passed))]);
        var decided = results.Where(result => result.Expected != "invalid").ToArray();
        decided.Count(result => result.Passed).ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(decided.Length * 0.9));
    }

    private static string Decide(JsonElement testCase)
    {
        var written = testCase.GetProperty("pattern");
        var (pattern, _) = written.ValueKind == JsonValueKind.String ? EventPattern.Parse(written.GetString()!) : EventPattern.Parse(written);
        if (pattern is null)
            return "invalid";
        var recorded = testCase.GetProperty("event");
        if (recorded.ValueKind != JsonValueKind.String)
            return pattern.Matches(recorded) ? "match" : "no-match";
        using var document = JsonDocument.Parse(recorded.GetString()!);
        return pattern.Matches(document.RootElement) ? "match" : "no-match";
    }
}
