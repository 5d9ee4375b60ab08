using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection.Linting;

/// <summary>The lints, one method each.</summary>
internal static class Lints
{
    public static RuleLint NeverMatches(SigmaHeader rule, string why, SourceSpan span) => new(
        "LW3050", LintSeverity.Error, rule.Id, "a rule can never match", why, span);

    public static RuleLint UnknownField(SigmaHeader rule, string detail, SourceSpan span, bool sure) => new(
        "LW3051", sure ? LintSeverity.Error : LintSeverity.Warning, rule.Id, "a field does not occur in these events", detail, span);

    public static RuleLint UnknownCall(SigmaHeader rule, string detail, SourceSpan span, bool described) => new(
        "LW3052", described ? LintSeverity.Warning : LintSeverity.Hint, rule.Id, "a call is not known", detail, span);

    public static RuleLint AlwaysMatches(SigmaHeader rule, string detail) => new(
        "LW3053", LintSeverity.Error, rule.Id, "a rule matches nearly everything", detail, rule.Span);

    public static RuleLint Expensive(SigmaHeader rule, string detail, SourceSpan span, LintSeverity severity) => new(
        "LW3054", severity, rule.Id, "a rule costs time on every event", detail, span);

    public static RuleLint Duplicate(SigmaHeader rule, SigmaHeader first) => new(
        "LW3055", LintSeverity.Warning, rule.Id, "two rules say the same", $"It has the same detection as `{first.Id}` ({first.Span}). Keep one of them.", rule.Span);

    public static RuleLint Incomplete(SigmaHeader rule, string missing) => new(
        "LW3056", LintSeverity.Hint, rule.Id, "a rule says too little about itself", $"It has no {missing}.", rule.Span);

    public static RuleLint ImpossibleValue(SigmaHeader rule, string detail, SourceSpan span) => new(
        "LW3057", LintSeverity.Error, rule.Id, "a field never has this value", detail, span);

    public static RuleLint Unused(SigmaHeader rule, string search) => new(
        "LW3058", LintSeverity.Warning, rule.Id, "a search is not used", $"The condition does not name `{search}`. Use it, or remove it.", rule.Span);

    public static RuleLint DeadFilter(SigmaHeader rule, string detail, SourceSpan span) => new(
        "LW3059", LintSeverity.Warning, rule.Id, "an exception never applies", $"{detail} What it should except is not excepted.", span);
}
