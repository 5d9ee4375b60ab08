using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>Rules that have to be decided for every event, and do something slow there.</summary>
internal static class CostLinter
{
    /// <summary>One of these fields with given values settles most events without looking at the rest.</summary>
    private static readonly string[] Cheap =
        ["eventSource", "eventName", "eventType", "errorCode", "errorMessage", "userIdentity.type", "userIdentity.invokedBy", "eventCategory", "sourceIPAddress", "awsRegion"];

    public static IEnumerable<RuleLint> Lint(SigmaRule rule, CompiledSigmaRule compiled)
    {
        if (Cheap.Any(field => compiled.Pinned(field) is not null))
            yield break;
        var slow = rule.Searches.SelectMany(search => search.Alternatives).SelectMany(alternative => alternative.Items).FirstOrDefault(IsSlow);
        if (slow is null)
            yield return Lints.Expensive(rule.Header, "It gives no values for `eventSource` and `eventName`, so it is decided for every event. Name the calls it is about.", rule.Header.Span, LintSeverity.Hint);
        else
            yield return Lints.Expensive(rule.Header, $"`{Name(slow)}` is searched in every event, because the rule gives no values for `eventSource` and `eventName`. Name the calls it is about.", slow.Span, LintSeverity.Warning);
    }

    private static bool IsSlow(SigmaItem item) =>
        item.Field is null || item.Modifiers.Contains("re")
        || (item.Field is "requestParameters" or "responseElements" && (item.Modifiers.Contains("contains") || item.Values.Any(value => value is not null && value.StartsWith('*'))));

    private static string Name(SigmaItem item) => item.Field is null ? string.Join(", ", item.Values.Take(3)) : string.Join('|', [item.Field, .. item.Modifiers]);
}
