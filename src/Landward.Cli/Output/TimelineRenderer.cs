using Landward.Detection.Incidents;
using Landward.Model;

namespace Landward.Cli.Output;

/// <summary>Findings as what happened: per incident, in time order, with technique and tactic.</summary>
internal static class TimelineRenderer
{
    private static readonly string[] Columns = ["TIME (UTC)", "SEVERITY", "TECHNIQUE", "COUNT", "TYPE", "TITLE", "PRINCIPAL"];

    public static void Show(Terminal terminal, IReadOnlyCollection<Finding> findings, IReadOnlyCollection<Incident> incidents)
    {
        if (findings.Count == 0)
        {
            terminal.Progress("No findings.");
            return;
        }
        if (!terminal.IsInteractive)
        {
            var rows = findings.OrderBy(finding => finding.FirstSeen).ThenBy(finding => finding.Id, StringComparer.Ordinal).Select(Row).ToList();
            foreach (var line in TextTable.Render(Columns, rows, aligned: false))
                terminal.Line(line);
            return;
        }
        foreach (var incident in incidents)
        {
            terminal.Line(terminal.Paint(incident.Title, Paint.Bold));
            foreach (var finding in incident.Findings)
                terminal.Line("  " + TimelineLine(terminal, finding));
        }
        terminal.Line();
        var severities = findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key).Select(group => $"{group.Count()} {group.Key.Label()}");
        terminal.Line($"{findings.Count} findings of {findings.Select(finding => finding.Type).Distinct().Count()} types in {incidents.Count} incidents: {string.Join(", ", severities)}");
    }

    public static string TimelineLine(Terminal terminal, Finding finding)
    {
        var severity = terminal.Paint(finding.Severity.Label().PadRight(13), FindingRenderer.PaintOf(finding.Severity));
        return $"{finding.FirstSeen:MM-dd HH:mm:ss}  {severity} {Techniques(finding),-22} {finding.Title}{(finding.Count > 1 ? $" (x{finding.Count})" : string.Empty)}";
    }

    // An attack sequence names the techniques of all its stages.
    private static string Techniques(Finding finding) => finding.Techniques.Length <= 2
        ? string.Join(',', finding.Techniques)
        : $"{finding.Techniques[0]},{finding.Techniques[1]},+{finding.Techniques.Length - 2}";

    private static IReadOnlyList<string> Row(Finding finding) =>
    [
        finding.FirstSeen.ToString("yyyy-MM-ddTHH:mm:ssZ"), finding.Severity.Label(), string.Join(',', finding.Techniques), finding.Count.ToString(),
        finding.Type, finding.Title, finding.Principal ?? string.Empty,
    ];
}
