using Landward.Model;

namespace Landward.Access.History;

/// <summary>What is left out of recorded calls.</summary>
internal static class HistoryDiagnostics
{
    public static Diagnostic TooManyClasses(int limit, long calls) => Diagnostic.Warning(
        "LW2560",
        "there are more kinds of recorded calls than are analysed",
        $"After {limit} different (principal, action, resource, context) classes {calls} further calls of others were only counted: nothing is claimed about them. Read fewer accounts or days at a time.");
}
