using Landward.Model;

namespace Landward.Controls.Catalogue;

/// <summary>The diagnostics of controls (LW70xx).</summary>
internal static class ControlDiagnostics
{
    public static Diagnostic UnknownKey(string key, IEnumerable<string> known, SourceSpan span) =>
        Diagnostic.Error("LW7001", "a control file has an unknown key", $"`{key}` is not known here.{Suggestion.DidYouMean(key, known)}", span);

    public static Diagnostic WrongValue(string key, string expected, SourceSpan span) =>
        Diagnostic.Error("LW7002", "a control file has a wrong or missing value", $"`{key}` must be {expected}.", span);

    public static Diagnostic DuplicateId(string id, SourceSpan first, SourceSpan span) => Diagnostic.Error(
        "LW7003", "two controls have the same id", $"`{id}` is already defined at {first}, which stays in force. Give this one another id; a control is never overridden silently.", span);

    public static Diagnostic UnknownControl(string id, IEnumerable<string> known, SourceSpan? span) =>
        Diagnostic.Error("LW7004", "there is no such control", $"`{id}` is in no catalogue that was read.{Suggestion.DidYouMean(id, known)} `landward controls list` shows all.", span);

    public static Diagnostic UnknownUnit(string unit, IEnumerable<string> known, SourceSpan? span) =>
        Diagnostic.Error("LW7005", "a guardrail names an organizational unit that does not exist", $"`{unit}` matches no unit of the spec.{Suggestion.DidYouMean(unit, known)}", span);

    public static Diagnostic MissingParameter(string id, string parameter, SourceSpan? span) =>
        Diagnostic.Error("LW7006", "a control lacks a parameter", $"`{id}` needs a value for `{parameter}`, which has no default.", span);

    public static Diagnostic InvalidStatement(string id, string detail, SourceSpan span) =>
        Diagnostic.Error("LW7007", "a control's statement is no valid policy", $"`{id}`: {detail}", span);

    public static Diagnostic NothingSelected(string what, SourceSpan? span) =>
        Diagnostic.Warning("LW7008", "a guardrail line selects no control", $"No control of the catalogue is {what}, so this line has no effect.", span);

    public static Diagnostic Unreadable(string path, string reason) =>
        Diagnostic.Error("LW7009", "a directory or file of controls cannot be read", $"`{path}`: {reason}", new SourceSpan(path, 1, 1));

    public static Diagnostic FailedTest(string id, string detail, SourceSpan span) =>
        Diagnostic.Error("LW7010", "an inline test of a control fails", $"`{id}`: {detail}", span);
}
