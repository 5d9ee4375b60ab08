using Landward.Access.Escalations;
using Landward.Cli.Output;

namespace Landward.Cli.Access;

/// <summary>The paths as a graph in the DOT language of Graphviz; conditional steps are dashed.</summary>
internal static class EscalationGraph
{
    public static void Write(Terminal terminal, EscalationReport report)
    {
        terminal.Line("digraph escalations {");
        terminal.Line("  rankdir=LR; node [shape=box];");
        foreach (var goal in report.Paths.Concat(report.OrganizationPaths).Select(path => path.Steps[^1]).Select(Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            terminal.Line($"  {Quote(goal)} [peripheries=2];");
        var edges = report.Paths.Concat(report.OrganizationPaths).SelectMany(Edges).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var edge in edges)
            terminal.Line(edge);
        terminal.Line("}");
    }

    private static IEnumerable<string> Edges(EscalationPath path)
    {
        var from = path.From;
        foreach (var step in path.Steps)
        {
            yield return $"  {Quote(from)} -> {Quote(Target(step))} [label={Quote(step.Technique)}{(step.IsConditional ? ", style=dashed" : string.Empty)}];";
            from = Target(step);
        }
    }

    private static string Target(EscalationStep step) => step.Becomes is null ? step.To : $"{step.To} ({step.Becomes})";

    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
