using Landward.Cli.Output;
using Landward.Model;

namespace Landward.Cli.Demo;

/// <summary>The last screen of the demo.</summary>
internal static class DemoSummary
{
    public static void Show(Terminal terminal, DemoReport report)
    {
        terminal.Line();
        terminal.Line(terminal.Paint("Summary", Paint.Bold));
        terminal.Line($"  organization  {report.Created} resources made; {(report.SecondPlanChanges == 0 ? "nothing left to do" : $"{report.SecondPlanChanges} changes LEFT")}");
        terminal.Line($"  calls         {report.Calls} signed API calls, {report.Denied.Length} denied{(report.Denied.IsEmpty ? string.Empty : ", each found again in the delivered trail:")}");
        foreach (var group in report.Denied.GroupBy(call => call.Guardrail ?? "(no guardrail)").OrderBy(group => group.Key, StringComparer.Ordinal))
            terminal.Line($"                {group.Key,-36} {string.Join(", ", group.Select(call => call.Action).Distinct())}");
        terminal.Line("  findings      " + Findings(report));
        foreach (var alert in report.Alerts)
            terminal.Line($"  alert         {alert.Channel}: {alert.Title}{(alert.Delivered ? string.Empty : " (NOT delivered)")}");
        foreach (var run in report.PlaybookRuns)
        {
            var equal = run.StateBefore == run.StateAfter ? "state as before" : "state DIFFERS from before";
            terminal.Line($"  playbook      {run.Playbook}: {run.Changes} changes, {run.State}, {equal} ({run.StateBefore[..12]})");
        }
        terminal.Line($"  time          {string.Join(", ", report.Times.Select(time => $"{time.Stage} {time.Time.TotalSeconds:0.0} s"))}");
        terminal.Line($"  kept in       {report.Home}");
        terminal.Line();
        terminal.Line("Look further:");
        terminal.Line($"  landward findings list --home {report.Home}");
        terminal.Line($"  landward respond list --home {report.Home}");
        terminal.Line($"  landward sandbox start --home {report.Home} --port 4566      # then: aws --endpoint-url http://127.0.0.1:4566 organizations list-accounts");
    }

    private static string Findings(DemoReport report)
    {
        if (report.Findings.IsEmpty)
            return "none";
        var severities = report.Findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key).Select(group => $"{group.Count()} {group.Key.Label()}");
        return $"{report.Findings.Length} of {report.Findings.Select(finding => finding.Type).Distinct().Count()} types: {string.Join(", ", severities)}";
    }
}
