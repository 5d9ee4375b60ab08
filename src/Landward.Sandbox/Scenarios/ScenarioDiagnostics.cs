using Landward.Model;

namespace Landward.Sandbox.Scenarios;

internal static class ScenarioDiagnostics
{
    public static Diagnostic Malformed(string what, SourceSpan span) =>
        Diagnostic.Error("LW5501", "a scenario is not well-formed", what, span);

    public static Diagnostic UnknownName(string kind, string name, IEnumerable<string> known, SourceSpan span) =>
        Diagnostic.Error("LW5502", "a scenario names something that does not exist", $"There is no {kind} `{name}`.{Suggestion.DidYouMean(name, known)}", span);

    public static Diagnostic Unreadable(string path, string reason) =>
        Diagnostic.Error("LW5503", "a scenario file cannot be read", $"`{path}` cannot be read: {reason.TrimEnd('.')}.");

    public static Diagnostic Unexpected(string call, string principal, string expected, string actual, SourceSpan span) =>
        Diagnostic.Error("LW5504", "a scenario's call ended differently than expected", $"`{call}` by `{principal}` should have been {expected}, but was {actual}.", span);
}
