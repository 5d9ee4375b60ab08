using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Detection.Organizations;

namespace Landward.Detection;

/// <summary>An inline test of a rule: events that must raise it, or must not.</summary>
/// <param name="Matches">Whether the rule must raise a finding.</param>
/// <param name="Events">The events, complete.</param>
/// <param name="Facts">What is known about the organization in this test.</param>
/// <param name="Lists">The threat and trusted lists that the test brings.</param>
public sealed record RuleTest(string Name, bool Matches, ImmutableArray<JsonObject> Events, OrganizationFacts Facts, ThreatLists Lists)
{
    /// <summary>The lists of the organization while the test runs (<see cref="DetectionOptions.RuleLists"/>).</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> RuleLists { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Where addresses are in this test.</summary>
    public Locations Locations { get; init; } = Locations.Empty;
}

/// <summary>How an inline test went.</summary>
public sealed record RuleTestResult(string RuleId, string TestName, bool Passed, string Explanation);
