using Landward.Model;

namespace Landward.Cli.CommandLine;

/// <summary>A command cannot go on; what the user must know is in the diagnostics.</summary>
internal sealed class DiagnosticException(params IReadOnlyList<Diagnostic> diagnostics)
    : Exception(string.Join("; ", diagnostics.Select(diagnostic => diagnostic.Summary)))
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
