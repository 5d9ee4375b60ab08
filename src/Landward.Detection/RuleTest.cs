using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Landward.Detection;

/// <summary>An inline test of a rule: events that must raise it, or must not.</summary>
/// <param name="Matches">Whether the rule must raise a finding.</param>
/// <param name="Events">The events, complete.</param>
public sealed record RuleTest(string Name, bool Matches, ImmutableArray<JsonObject> Events);

/// <summary>How an inline test went.</summary>
public sealed record RuleTestResult(string RuleId, string TestName, bool Passed, string Explanation);
