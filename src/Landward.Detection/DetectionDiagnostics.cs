using Landward.Model;

namespace Landward.Detection;

internal static class DetectionDiagnostics
{
    public static Diagnostic Extension(string rule, string problem, SourceSpan span) => Diagnostic.Error(
        "LW3010", "a `landward` block is wrong", $"Rule `{rule}`: {problem} The rule was left out.", span);

    public static Diagnostic DuplicateId(string rule, SourceSpan span, SourceSpan first) => Diagnostic.Error(
        "LW3009",
        "two rules have the same id",
        $"Rule `{rule}` was defined at {first} already; rules never replace each other silently. Give it an id of its own.",
        span);

    public static Diagnostic UnknownRule(string correlation, string reference, IEnumerable<string> known, SourceSpan span) => Diagnostic.Error(
        "LW3011",
        "a correlation names a rule that does not exist",
        $"Correlation `{correlation}` names `{reference}`, which is no id, name or title of a rule or correlation.{Suggestion.DidYouMean(reference, known)} The correlation was left out.",
        span);

    public static Diagnostic UnreadableRule(string path, string reason) => Diagnostic.Error(
        "LW3012", "a rule file could not be read", $"`{path}` could not be read: {reason}", new SourceSpan(path, 1, 1));

    public static Diagnostic OtherLogSource(string rule, SourceSpan span) => Diagnostic.Warning(
        "LW3013",
        "a rule is for another kind of log",
        $"Rule `{rule}` is for none of the logs of AWS that Sigma's log sources name here (product `aws`; service {string.Join(", ", DetectionRules.Read.Concat(DetectionRules.NotRead).Order(StringComparer.Ordinal).Select(service => $"`{service}`"))}). It was left out.",
        span);

    public static Diagnostic LogsNotRead(string rule, string service, SourceSpan span) => Diagnostic.Warning(
        "LW3015",
        "a rule is for logs that are not read",
        $"Rule `{rule}` is for the logs of `{service}`. It was checked and kept, but Landward does not read these logs: it never matches.",
        span);

    public static Diagnostic Unsupported(string rule, SourceSpan span) => Diagnostic.Warning(
        "LW3016",
        "a rule says that it cannot be used",
        $"Rule `{rule}` has `status: unsupported`. It was left out.",
        span);

    public static Diagnostic UnknownFilteredRule(string filter, string reference, IEnumerable<string> known, SourceSpan span) => Diagnostic.Error(
        "LW3017",
        "a filter names a rule that it cannot be applied to",
        $"Filter `{filter}` names `{reference}`, which is no id, name or title of a rule over the filter's log source.{Suggestion.DidYouMean(reference, known)} The filter was applied to the others.",
        span);

    public static Diagnostic UnknownDetector(string rule, string detector, SourceSpan span) => Diagnostic.Error(
        "LW3014",
        "a rule names a detector that does not exist",
        $"Rule `{rule}` names the detector `{detector}`.{Suggestion.DidYouMean(detector, NativeDetectors.Names)} It was left out.",
        span);

    public static Diagnostic TooManyFindings(int limit) => Diagnostic.Error(
        "LW3020",
        "there are more findings than are kept",
        $"More than {limit} findings were raised, or larger ones; the rest was dropped. Narrow the logs, or the rules that raise so many.");

    public static Diagnostic NotDecided(long events) => Diagnostic.Error(
        "LW3022",
        "events hold more values than rules are decided on",
        $"{events} events hold more than {Rules.Json.JsonTape.DefaultMaxValues} values; rules about their content were not decided. CloudTrail writes no such events: look at where the logs come from.");

    public static Diagnostic TooManyMatches(int limit) => Diagnostic.Error(
        "LW3021",
        "there are more correlated events than are held",
        $"More events matched rules whose answer needs the whole run than are held, {limit} a run and fewer of those that need more room; later ones were not counted. Read fewer logs at once.");

    public static Diagnostic Facts(string problem, SourceSpan span) => Diagnostic.Error(
        "LW3060", "facts about the organization cannot be used", $"`{span.File}`: {problem}", span);

    public static Diagnostic RuleList(string argument, string problem) => Diagnostic.Error(
        "LW3070",
        "a list for rules could not be read",
        $"`{argument}`: {problem} Write `NAME=VALUE,VALUE` or `NAME=@FILE`. Rules that need the list stay inactive.");

    public static Diagnostic UnneededRuleList(string name, IEnumerable<string> known) => Diagnostic.Warning(
        "LW3071",
        "no rule needs a list",
        $"No rule needs the list `{name}`.{Suggestion.DidYouMean(name, known)}");
}
