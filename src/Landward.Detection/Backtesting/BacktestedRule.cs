using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection.Backtesting;

/// <summary>How often a rule would have alerted on recorded logs.</summary>
/// <param name="Matches">Events that its findings count.</param>
/// <param name="PerDay">Matches divided by the days the logs span; null when they span less than an hour.</param>
/// <param name="NoisiestPrincipals">Those with the most matches first, at most ten.</param>
/// <param name="SuggestedExclusions">Conditions that would remove most of the noise; to be read by a person before they are used.</param>
/// <param name="Events">The newest matched events, at most ten.</param>
public sealed record BacktestedRule(
    string RuleId,
    string Title,
    Severity Severity,
    int Matches,
    int Findings,
    double? PerDay,
    ImmutableArray<(string Principal, int Matches)> NoisiestPrincipals,
    ImmutableArray<string> SuggestedExclusions,
    ImmutableArray<Evidence> Events);

/// <summary>What a change of a rule changes.</summary>
/// <param name="Only">Events that only the new version matches, by time; at most ten are listed.</param>
/// <param name="Lost">Events that only the old version matched.</param>
public sealed record BacktestedChange(
    string RuleId, int Kept, int OnlyCount, ImmutableArray<Evidence> Only, int LostCount, ImmutableArray<Evidence> Lost);

/// <param name="First">The time of the oldest event; null when there was none.</param>
/// <param name="Silent">Rules that matched nothing, ordered.</param>
/// <param name="Changes">Rules whose matches differ from the old version's, ordered by id; empty without an old version.</param>
public sealed record BacktestResult(
    ImmutableArray<BacktestedRule> Rules,
    ImmutableArray<string> Silent,
    ImmutableArray<BacktestedChange> Changes,
    long Events,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    bool Partial,
    ImmutableArray<Diagnostic> Diagnostics);
