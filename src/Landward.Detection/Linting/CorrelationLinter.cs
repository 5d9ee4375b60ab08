using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>Correlations that can never hold, always hold, or group by what no record has.</summary>
internal static class CorrelationLinter
{
    public static IEnumerable<RuleLint> Lint(DetectionCorrelation correlation)
    {
        var definition = correlation.Correlation;
        var header = definition.Header;
        var counts = definition.Type is SigmaCorrelationType.EventCount or SigmaCorrelationType.ValueCount
            || (definition.Type == SigmaCorrelationType.Temporal && definition.Presence.IsEmpty);
        if (counts)
        {
            var candidates = definition.Condition.Bounds.SelectMany(bound => new[] { Math.Floor(bound.Value) - 1, Math.Floor(bound.Value), Math.Floor(bound.Value) + 1 }).Append(1).Where(count => count >= 1);
            var most = definition.IsTemporal ? definition.Rules.Length : decimal.MaxValue;
            if (!candidates.Any(count => count <= most && definition.Condition.Holds(count)))
                yield return Lints.NeverMatches(header, "No count satisfies its condition.", header.Span);
            else if (definition.Type == SigmaCorrelationType.EventCount && definition.Condition.Holds(1) && definition.Condition.Bounds.All(bound => bound.Comparison is SigmaComparison.Greater or SigmaComparison.GreaterOrEqual))
                yield return Lints.AlwaysMatches(header, "One event satisfies its condition, so it counts nothing.");
        }
        foreach (var field in definition.GroupBy.Concat(definition.ValueFields).Where(field => !definition.Aliases.ContainsKey(field) && field is not ("principal" or "account")))
        {
            if (RecordFields.Unknown(field) is var (path, known))
                yield return Lints.UnknownField(header, $"`{field}` is grouped by or counted, and no record has `{path}`.{Model.Suggestion.DidYouMean(path[(path.LastIndexOf('.') + 1)..], known)}", header.Span, sure: false);
        }
    }
}
