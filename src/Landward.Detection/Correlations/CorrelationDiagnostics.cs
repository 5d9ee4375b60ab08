using Landward.Model;

namespace Landward.Detection.Correlations;

internal static class CorrelationDiagnostics
{
    public static Diagnostic Circle(string correlation, SourceSpan span) => Diagnostic.Error(
        "LW3000",
        "correlations count each other in a circle",
        $"Correlation `{correlation}` counts itself, directly or through others. It was left out.",
        span);

    public static Diagnostic TooManyGroups(string correlation, int limit) => Diagnostic.Error(
        "LW3018",
        "a correlation has more groups than are held",
        $"Correlation `{correlation}` met more than {limit} groups; the others were not counted. Group by a field with fewer values, or read fewer logs at once.");

    public static Diagnostic LateEvents(long count) => Diagnostic.Warning(
        "LW3019",
        "events came too late to be correlated",
        $"{count} matches were older than what had been decided already and were not counted by correlations. Allow more lateness.");
}
