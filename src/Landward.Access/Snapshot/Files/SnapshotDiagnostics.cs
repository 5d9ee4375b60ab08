using Landward.Model;

namespace Landward.Access;

/// <summary>What can be wrong with exported files.</summary>
internal static class SnapshotDiagnostics
{
    public static Diagnostic BadFile(string detail, SourceSpan? span) => Diagnostic.Error("LW2501", "an exported file cannot be read", detail, span);

    public static Diagnostic BadEntry(string detail, SourceSpan span) => Diagnostic.Error("LW2502", "an entry of an exported file is not usable", detail, span);

    public static Diagnostic Unrecognized(string path) => Diagnostic.Warning(
        "LW2503",
        "a file is no known export",
        $"`{path}` has the members of no output that Landward reads, so it is left out. docs/access.md lists them.",
        new SourceSpan(path, 1, 1));

    public static Diagnostic Incomplete(string detail, SourceSpan? span = null) => Diagnostic.Warning("LW2504", "the export is incomplete", detail, span);
}
