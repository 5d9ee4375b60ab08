using System.Text.Json;

namespace Landward.Conformance.Tests;

public sealed class IamTests
{
    [Fact]
    public void Policy_engine_agrees_with_the_recorded_decisions()
    {
        var results = new List<(string Id, string Group, string? Problem)>();
        foreach (var line in File.ReadLines(ConformanceReport.Require("iam.jsonl")))
        {
            using var document = JsonDocument.Parse(line);
            var id = document.RootElement.GetProperty("id").GetString()!;
            var problem = IamCase.Run(document.RootElement);
            if (problem is not null && IamExceptions.Reasons.TryGetValue(id, out var reason))
                problem += $" (deliberate: {reason})";
            results.Add((id, IamCase.GroupOf(document.RootElement), problem));
        }

        ConformanceReport.Write("iam", [.. results.Select(result => ($"{result.Id}\t{result.Group}\t{result.Problem}", result.Problem is null))]);
        foreach (var group in results.GroupBy(result => result.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
            Console.WriteLine($"iam-breakdown {group.Key}: {group.Count(result => result.Problem is null)}/{group.Count()}");

        foreach (var group in results.GroupBy(result => result.Group, StringComparer.Ordinal))
            group.Count(result => result.Problem is null).ShouldBeGreaterThanOrEqualTo((int)Math.Ceiling(group.Count() * 0.95), group.Key);
        results.Where(result => result.Group == "operator").ShouldAllBe(result => result.Problem == null);
    }
}
