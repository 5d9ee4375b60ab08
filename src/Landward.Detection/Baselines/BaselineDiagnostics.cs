using Landward.Model;

namespace Landward.Detection.Baselines;

/// <summary>What can be wrong with baselines.</summary>
internal static class BaselineDiagnostics
{
    public static Diagnostic Unreadable(string path, string reason) => Diagnostic.Error(
        "LW3083", "a baseline could not be read", $"`{path}` could not be read: {reason} The run learned from its own logs only, and did not write the file.", At(path));

    public static Diagnostic Damaged(string path, string reason) => Diagnostic.Error(
        "LW3084",
        "a baseline is damaged",
        $"`{path}` is no whole baseline of this version: {reason} The run learned from its own logs only, and did not write the file. Restore it, or remove it and learn again.",
        At(path));

    public static Diagnostic Unwritable(string path, string reason) => Diagnostic.Error(
        "LW3085", "a baseline could not be written", $"`{path}` could not be written: {reason} What the run learned is lost; the file is as it was.", At(path));

    public static Diagnostic TooMany(int principals, int series) => Diagnostic.Error(
        "LW3086",
        "there are more principals than baselines keep",
        $"Baselines keep {principals} principals and {series} series of daily volumes, fewer of those with many values or days; the others were not learned and raised nothing unusual.");

    private static SourceSpan At(string path) => new(path, 1, 1);
}
