using Landward.Model;

namespace Landward.Access.External;

internal static class ArchiveRuleDiagnostics
{
    public static Diagnostic Malformed(string what, SourceSpan span) =>
        Diagnostic.Error("LW2520", "an archive rule lacks a part or has one of the wrong shape", $"{what} A rule needs `name`, `owner`, `reason` and `filter`; the rule was left out.", span);

    public static Diagnostic UnknownKey(string key, SourceSpan span) =>
        Diagnostic.Error(
            "LW2521",
            "an archive rule filters by an unknown key",
            $"`{key}` is no filter key of external access findings.{Suggestion.DidYouMean(key, ArchiveCriterion.Keys)} The rule was left out, because without the criterion it would archive more than was meant.",
            span);

    public static Diagnostic Expired(ArchiveRule rule, SourceSpan span) =>
        Diagnostic.Warning(
            "LW2522",
            "an archive rule has expired",
            $"`{rule.Name}` (owner: {rule.Owner}) expired on {rule.Expires:yyyy-MM-dd} and archives nothing any more. Renew it or remove it; what it archived is shown again.",
            span);
}
