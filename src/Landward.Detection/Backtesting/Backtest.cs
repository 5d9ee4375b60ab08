using System.Collections.Immutable;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection.Backtesting;

/// <summary>
/// Runs rules over recorded logs before they go live: how often each would have alerted, on whose account, and what a new version of it
/// changes. The rules run through the whole detector, gates and correlations included.
/// </summary>
public static class Backtest
{
    private const int MaxListed = 10;

    /// <summary>Enough to tell every event of a version from those of the other; more than this many matches of one finding are counted, not compared.</summary>
    private const int MaxEvidence = 50_000;

    /// <summary>Principals below this share of a rule's matches are no noise of their own.</summary>
    private const double NoisyShare = 0.2;

    private const int NoisyMatches = 5;

    /// <param name="rules">The rules to judge.</param>
    /// <param name="previous">Their old version; null when there is none to compare with.</param>
    /// <param name="sources">Opened more than once.</param>
    public static async Task<BacktestResult> RunAsync(
        DetectionCatalogue rules, DetectionCatalogue? previous, DetectionOptions options, IReadOnlyCollection<LogSource> sources, CancellationToken cancellationToken)
    {
        options = options with { MaxEvidence = MaxEvidence };
        var result = await new Detector(rules, options).RunAsync(sources, cancellationToken);
        var before = previous is null ? null : await new Detector(previous, options).RunAsync(sources, cancellationToken);
        var (first, last) = await LogSpan.ReadAsync(sources, cancellationToken);
        var days = last - first is { TotalHours: >= 1 } span ? span.TotalDays : (double?)null;
        var byRule = ByRule(rules, result);
        return new BacktestResult(
            [.. byRule.Select(rule => Judge(rule.Key, rule.Value, days)).OrderByDescending(rule => rule.Matches).ThenBy(rule => rule.RuleId, StringComparer.Ordinal)],
            [.. Ids(rules).Where(id => !byRule.ContainsKey(id))],
            before is null ? [] : [.. Changes(byRule, ByRule(previous!, before))],
            result.EventsRead,
            first,
            last,
            result.Partial,
            result.Diagnostics);
    }

    private static SortedDictionary<string, Finding[]> ByRule(DetectionCatalogue rules, DetectionResult result)
    {
        var known = Ids(rules).ToHashSet(StringComparer.Ordinal);
        return new(
            result.Findings.Where(finding => known.Contains(finding.Generator)).GroupBy(finding => finding.Generator, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    private static IEnumerable<string> Ids(DetectionCatalogue rules) =>
        rules.Rules.Where(rule => rule.Extension.Type is not null).Select(rule => rule.Id)
            .Concat(rules.Correlations.Select(correlation => correlation.Id))
            .Concat(rules.Natives.Select(native => native.Id))
            .Order(StringComparer.Ordinal);

    private static BacktestedRule Judge(string id, Finding[] findings, double? days)
    {
        var matches = findings.Sum(finding => finding.Count);
        var principals = findings
            .GroupBy(finding => finding.Principal ?? "(no principal)", StringComparer.Ordinal)
            .Select(group => (Principal: group.Key, Matches: group.Sum(finding => finding.Count)))
            .OrderByDescending(item => item.Matches)
            .ThenBy(item => item.Principal, StringComparer.Ordinal)
            .ToArray();
        return new BacktestedRule(
            id,
            findings[0].Title,
            findings.Max(finding => finding.Severity),
            matches,
            findings.Length,
            days is null ? null : matches / days,
            [.. principals.Take(MaxListed)],
            [.. principals.Where(item => item.Matches >= NoisyMatches && item.Matches >= matches * NoisyShare).Select(item => Exclusion(item.Principal)).OfType<string>()],
            [.. Evidence(findings).OrderByDescending(evidence => evidence.Time).ThenBy(evidence => evidence.EventId, StringComparer.Ordinal).Take(MaxListed)]);
    }

    /// <summary>A Sigma search that names the principal, for <c>and not</c> in the condition or a filter document.</summary>
    private static string? Exclusion(string principal) => principal switch
    {
        _ when principal.Contains(":role/", StringComparison.Ordinal) => $"userIdentity.sessionContext.sessionIssuer.arn: {principal}",
        _ when principal.Contains(":user/", StringComparison.Ordinal) => $"userIdentity.arn: {principal}",
        _ when principal.EndsWith(".amazonaws.com", StringComparison.Ordinal) => $"userIdentity.invokedBy: {principal}",
        _ => null,
    };

    private static IEnumerable<BacktestedChange> Changes(SortedDictionary<string, Finding[]> now, SortedDictionary<string, Finding[]> before)
    {
        foreach (var id in now.Keys.Union(before.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var matched = Evidence(now.GetValueOrDefault(id) ?? []).ToDictionary(evidence => evidence.EventId, StringComparer.Ordinal);
            var earlier = Evidence(before.GetValueOrDefault(id) ?? []).ToDictionary(evidence => evidence.EventId, StringComparer.Ordinal);
            var only = matched.Values.Where(evidence => !earlier.ContainsKey(evidence.EventId)).ToArray();
            var lost = earlier.Values.Where(evidence => !matched.ContainsKey(evidence.EventId)).ToArray();
            if (only.Length + lost.Length > 0)
                yield return new BacktestedChange(id, matched.Count - only.Length, only.Length, Listed(only), lost.Length, Listed(lost));
        }
    }

    private static IEnumerable<Evidence> Evidence(Finding[] findings) => findings.SelectMany(finding => finding.Evidence).DistinctBy(evidence => evidence.EventId);

    private static ImmutableArray<Evidence> Listed(Evidence[] evidence) =>
        [.. evidence.OrderBy(item => item.Time).ThenBy(item => item.EventId, StringComparer.Ordinal).Take(MaxListed)];
}
