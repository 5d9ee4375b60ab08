using System.Globalization;

namespace Landward.Model;

public enum DiagnosticSeverity
{
    Warning,
    Error,
}

/// <summary>Where something stands in a file. Lines and columns start at 1.</summary>
public sealed record SourceSpan(string File, int Line, int Column)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}

/// <summary>
/// What is wrong with something the user gave us. Diagnostics accumulate; the first one never stops the rest.
/// </summary>
/// <param name="Code">Stable code such as <c>LW1203</c>, explained in docs/diagnostics.md and by <c>landward explain</c>.</param>
/// <param name="Severity">An error fails the command, a warning does not.</param>
/// <param name="Summary">One line, the same for every occurrence of the code, without user values.</param>
/// <param name="Detail">Full sentences: what, why, what to do. User values stand in backticks.</param>
/// <param name="Span">The place in the user's file, when there is one.</param>
/// <param name="Address">The address of the thing concerned (<c>accounts/dev</c>), when there is one.</param>
public sealed record Diagnostic(
    string Code,
    DiagnosticSeverity Severity,
    string Summary,
    string Detail,
    SourceSpan? Span = null,
    string? Address = null)
{
    public static Diagnostic Error(string code, string summary, string detail, SourceSpan? span = null, string? address = null) =>
        new(code, DiagnosticSeverity.Error, summary, detail, span, address);

    public static Diagnostic Warning(string code, string summary, string detail, SourceSpan? span = null, string? address = null) =>
        new(code, DiagnosticSeverity.Warning, summary, detail, span, address);
}
