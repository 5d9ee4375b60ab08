using Landward.Findings;
using Landward.Model;

namespace Landward.Cli.Output;

/// <summary>Findings for people.</summary>
internal static class FindingRenderer
{
    private static readonly string[] Columns = ["SEVERITY", "TYPE", "ACCOUNT", "REGION", "COUNT", "WORKFLOW", "TITLE", "ID"];

    public static void ShowTable(Terminal terminal, IReadOnlyCollection<FindingRecord> records)
    {
        if (records.Count == 0)
        {
            terminal.Progress("No findings.");
            return;
        }
        var rows = records.Select(IReadOnlyList<string> (record) =>
        [
            record.Finding.Severity.Label(), record.Finding.Type, record.Finding.Account, record.Finding.Region,
            record.Finding.Count.ToString(), record.Workflow.Label(), record.Finding.Title, record.Finding.Id,
        ]).ToList();
        foreach (var line in TextTable.Render(Columns, rows, terminal.IsInteractive))
            terminal.Line(line);
    }

    public static void ShowOne(Terminal terminal, FindingRecord record)
    {
        var finding = record.Finding;
        terminal.Line(terminal.Paint(finding.Severity.Label(), PaintOf(finding.Severity)) + "  " + finding.Title);
        terminal.Line(finding.Description);
        terminal.Line($"  type        {finding.Type}");
        terminal.Line($"  account     {finding.Account}  {finding.Region}");
        if (finding.Principal is { } principal)
            terminal.Line($"  principal   {principal}");
        terminal.Line($"  techniques  {string.Join(", ", finding.Techniques)}");
        terminal.Line($"  generator   {finding.Generator}");
        terminal.Line($"  seen        {finding.FirstSeen:yyyy-MM-dd HH:mm:ss} to {finding.LastSeen:yyyy-MM-dd HH:mm:ss} UTC, {finding.Count} times");
        terminal.Line($"  workflow    {record.Workflow.Label()}, {record.RecordState.Label()}");
        foreach (var resource in finding.Resources)
            terminal.Line($"  resource    {resource.Type} {resource.Id}");
        terminal.Line("  evidence");
        foreach (var evidence in finding.Evidence)
            terminal.Line($"    {evidence.Time:HH:mm:ss}  {evidence.EventSource} {evidence.EventName}{(evidence.ErrorCode is { } error ? $" ({error})" : string.Empty)}  {evidence.EventId}  {evidence.Origin}");
    }

    public static Paint PaintOf(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => Paint.Red,
        Severity.Medium => Paint.Yellow,
        _ => Paint.Cyan,
    };
}
