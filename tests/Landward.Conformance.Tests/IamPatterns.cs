using System.Text.Json;
using Landward.Policy;

namespace Landward.Conformance.Tests;

/// <summary>Compares the decisions per resource pattern with the recorded ones.</summary>
internal static class IamPatterns
{
    public static string? Compare(JsonElement expected, ResourcePatternDecision actual)
    {
        if (Name(actual.Overall) != expected.GetProperty("overallResult").GetString())
            return $"expected {expected.GetProperty("overallResult")}, was {actual.Overall}";
        if (actual.IsPattern != (expected.GetProperty("resultType").GetString() == "wildcard"))
            return $"expected a result of the type {expected.GetProperty("resultType")}";
        // For a single resource the records list only an allowed one.
        ResourcePatternResult[] results = [.. actual.Results.Where(result => actual.IsPattern || result.Decision.IsAllowed)];
        var recorded = expected.GetProperty("results").EnumerateArray().ToArray();
        if (recorded.Length != results.Length)
            return $"expected {recorded.Length} results, were {string.Join("; ", results.Select(Describe))}";
        foreach (var (one, result) in recorded.Zip(results))
        {
            if (one.TryGetProperty("resourcePattern", out var pattern) && Describe(one, pattern) != Describe(result))
                return $"expected {Describe(one, pattern)}, was {Describe(result)}";
            if (IamResidual.CompareConditions(one, result.Decision.Residual) is { } problem)
                return problem;
        }
        return null;
    }

    private static string Describe(JsonElement result, JsonElement pattern) => $"{result.GetProperty("resourceType")} {pattern} {result.GetProperty("result")}";

    private static string Describe(ResourcePatternResult result) => $"{result.ResourceType} {result.Pattern} {Name(result.Decision.Outcome)}";

    private static string Name(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allowed => "Allowed",
        DecisionOutcome.ExplicitDeny => "ExplicitlyDenied",
        _ => "ImplicitlyDenied",
    };
}
