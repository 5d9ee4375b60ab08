using Landward.Access.Escalations;
using Landward.Cli.Output;
using Landward.Model;

namespace Landward.Cli.Access;

/// <summary>Escalation paths and cuts for people.</summary>
internal static class EscalationRenderer
{
    public static void Show(Terminal terminal, EscalationReport report)
    {
        foreach (var path in report.Paths)
            Show(terminal, path);
        if (report.OrganizationPaths.Length > 0)
        {
            terminal.Line("Into the management account:");
            foreach (var path in report.OrganizationPaths)
                Show(terminal, path);
        }
        if (report.Cuts.Length > 0)
        {
            var best = report.Cuts[0];
            terminal.Line($"The one change that ends most paths ({best.Cut} of {best.PathsBefore}):");
            terminal.Line($"  {best.Change}");
            if (best.Document is { } document)
                terminal.Line($"    {document}");
            foreach (var cut in report.Cuts.Skip(1))
                terminal.Line($"  {cut.Cut} of {cut.PathsBefore}: {cut.Change}");
        }
        var conditional = report.Paths.Count(path => path.IsConditional);
        terminal.Line($"{report.Paths.Length} of {report.Principals} principals and entries have a path, {conditional} of them under conditions; {report.Administrators.Length} are at the goal already.");
        if (report.Partial)
            terminal.Line("The snapshot misses something: there may be more paths.");
    }

    private static void Show(Terminal terminal, EscalationPath path)
    {
        var severity = EscalationFindings.SeverityOf(path);
        terminal.Line($"{terminal.Paint(severity.Label(), severity >= Severity.High ? Paint.Red : Paint.Yellow)}  {path.From} -> {path.Goal}");
        for (var i = 0; i < path.Steps.Length; i++)
        {
            var step = path.Steps[i];
            terminal.Line($"  {i + 1}. {step.Title}: {step.To}{(step.Becomes is null ? string.Empty : $", {step.Becomes}")}{(step.Through is null ? string.Empty : $" (through {step.Through})")}");
            foreach (var request in step.Requests)
            {
                var by = request.AllowedBy.Select(statement => $"{statement} ({statement.Statement.Span})");
                terminal.Line($"     {request.Action} on {request.Resource}{(request.AllowedBy.IsEmpty ? string.Empty : ", allowed by " + string.Join(" and ", by))}");
            }
            foreach (var condition in step.Conditions)
                terminal.Line($"     if {condition}");
        }
        foreach (var condition in path.GoalConditions)
            terminal.Line($"  administrator if {condition}");
    }
}
