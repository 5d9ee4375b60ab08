using Landward.Model;

namespace Landward.Policy.Language;

/// <summary>The diagnostics of policy documents (LW20xx).</summary>
internal static class PolicyDiagnostics
{
    public static Diagnostic InvalidJson(string detail, SourceSpan span) => Diagnostic.Error("LW2001", "the policy is not valid JSON", detail, span);

    public const string TooLargeCode = "LW2002";

    public static Diagnostic TooLarge(string detail, SourceSpan span) => Diagnostic.Error(TooLargeCode, "the policy is too large", detail, span);

    public static Diagnostic DuplicateKey(string key, SourceSpan span) =>
        Diagnostic.Error("LW2003", "a key stands twice in one element", $"`{Shown(key)}` was already given in this element; AWS refuses the policy. Merge the two.", span);

    public static Diagnostic UnknownElement(string element, IEnumerable<string> known, SourceSpan span) => Diagnostic.Error(
        "LW2004",
        "the policy has an unknown element",
        $"`{Shown(element)}` is no element of the policy language here; element names are case-sensitive.{Suggestion.DidYouMean(element, known)}",
        span);

    public static Diagnostic WrongType(string element, string expected, SourceSpan span) =>
        Diagnostic.Error("LW2005", "a policy element has the wrong type", $"`{Shown(element)}` must be {expected}.", span);

    public static Diagnostic MissingElement(string element, SourceSpan span) =>
        Diagnostic.Error("LW2006", "a policy element is missing", $"{element} is required here.", span);

    public static Diagnostic WrongEffect(string value, SourceSpan span) => Diagnostic.Error(
        "LW2007", "the effect is neither Allow nor Deny", $"`{Shown(value)}` is no effect; write `Allow` or `Deny`, with this case.{Suggestion.DidYouMean(value, ["Allow", "Deny"])}", span);

    public static Diagnostic WrongVersion(string value, SourceSpan span) => Diagnostic.Error(
        "LW2008", "the policy language version does not exist", $"`{Shown(value)}` is no version of the policy language; write `2012-10-17`.", span);

    public static Diagnostic Conflict(string one, string other, SourceSpan span) =>
        Diagnostic.Error("LW2009", "two elements exclude each other", $"A statement has either `{Shown(one)}` or `{Shown(other)}`, never both.", span);

    public static Diagnostic MalformedAction(string value, SourceSpan span) => Diagnostic.Error(
        "LW2010", "an action is malformed and matches nothing", $"`{Shown(value)}` is no action; write `service:Name` without spaces or commas, wildcards allowed, or `*`.", span);

    public static Diagnostic MalformedResource(string value, SourceSpan span) => Diagnostic.Error(
        "LW2011", "a resource is malformed and matches nothing", $"`{Shown(value)}` is neither an ARN (arn:partition:service:region:account:resource) nor `*`.", span);

    public static Diagnostic MalformedPrincipal(string value, string detail, SourceSpan span) =>
        Diagnostic.Error("LW2012", "a principal is malformed and names nobody", $"`{Shown(value)}`: {detail}", span);

    public static Diagnostic UnknownOperator(string value, IEnumerable<string> known, SourceSpan span) => Diagnostic.Error(
        "LW2013",
        "a condition operator does not exist",
        $"`{Shown(value)}` is no condition operator. The condition never holds, so a Deny with it protects nothing.{Suggestion.DidYouMean(value, known)}",
        span);

    public static Diagnostic MalformedConditionValue(string op, string value, SourceSpan span) => Diagnostic.Error(
        "LW2014", "a condition value cannot be compared", $"`{Shown(value)}` cannot be read as `{Shown(op)}` needs it (a number, a date, an address range, an ARN, true or false). The condition never holds by it.", span);

    public static Diagnostic MalformedSid(string value, string detail, SourceSpan span) =>
        Diagnostic.Error("LW2015", "a statement id is malformed", $"`{Shown(value)}`: {detail}", span);

    public static Diagnostic NotAllowedHere(string element, PolicyKind kind, string detail, SourceSpan span) =>
        Diagnostic.Error("LW2020", "an element is not allowed in this kind of policy", $"`{Shown(element)}` cannot stand in a {kind.DisplayName()}. {detail}", span);

    public static Diagnostic RequiredHere(string element, PolicyKind kind, string detail, SourceSpan span) =>
        Diagnostic.Error("LW2021", "this kind of policy needs an element", $"A {kind.DisplayName()} needs {element}. {detail}", span);

    public static Diagnostic ValueTooLong(string element, int length, int limit, SourceSpan span) => Diagnostic.Error(
        "LW2060", "a value is too long", $"A value of `{Shown(element)}` has {length} characters; Landward reads values of at most {limit}. An ARN has at most 2048.", span);

    public static Diagnostic MoreProblems(int count, SourceSpan span) =>
        Diagnostic.Error("LW2061", "a policy has too many problems to list", $"{count} more problems of this policy are not listed. Correct the first ones and read the policy again.", span);

    // A message is for reading: a policy can hold names and values of any length.
    private static string Shown(string text) => text.Length <= MaxShown ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxShown - 1]) ? MaxShown - 1 : MaxShown), "...");

    private const int MaxShown = 200;
}
