using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Access.External;
using Landward.Cli.Access;
using Landward.Cli.CommandLine;
using Landward.Findings;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Cli.Output;

/// <param name="Shown">The findings to show: without those archived, unless asked for.</param>
internal sealed record ExternalAnswer(ExternalAccessReport Report, ImmutableArray<ExternalFinding> Shown, AccessSnapshot Snapshot, ZoneOfTrust Zone, DateTimeOffset Now);

/// <summary>External access findings for people and machines.</summary>
internal static class ExternalRenderer
{
    private const int ActionsShown = 4;

    public static async Task ShowAsync(Invocation invocation, ExternalAnswer answer, CancellationToken cancel)
    {
        switch (invocation.Output)
        {
            case "json":
                invocation.Terminal.Document(Json(answer));
                break;
            case "jsonl":
                foreach (var finding in answer.Shown)
                    invocation.Terminal.Record(ExternalFindingJson.Write(finding, answer.Now));
                UnreadRenderer.Show(invocation.Terminal, answer.Snapshot.Unread);
                break;
            case "asff":
                await FindingExporter.WriteAsffAsync(answer.Shown.Select(finding => Record(finding, answer.Now)), invocation.Terminal.Result, cancel);
                UnreadRenderer.Show(invocation.Terminal, answer.Snapshot.Unread);
                break;
            default:
                ShowText(invocation.Terminal, answer);
                UnreadRenderer.Show(invocation.Terminal, answer.Snapshot.Unread);
                break;
        }
    }

    private static JsonObject Json(ExternalAnswer answer) => new()
    {
        ["schemaVersion"] = 1,
        ["zoneOfTrust"] = answer.Zone.ToString().ToUpperInvariant(),
        ["analyzedAt"] = answer.Now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        ["resources"] = answer.Report.Resources,
        ["partial"] = answer.Report.Partial,
        ["findings"] = new JsonArray([.. answer.Shown.Select(finding => ExternalFindingJson.Write(finding, answer.Now))]),
        ["unread"] = UnreadRenderer.Json(answer.Snapshot.Unread),
    };

    private static void ShowText(Terminal terminal, ExternalAnswer answer)
    {
        if (answer.Shown.IsEmpty)
        {
            terminal.Line(answer.Report.Partial ? "No findings in what could be read." : "Nobody outside gets in.");
            return;
        }
        var informational = answer.Shown.Count(finding => finding.Severity == Severity.Informational);
        foreach (var group in answer.Shown.Where(finding => finding.Severity > Severity.Informational).GroupBy(finding => finding.Resource, StringComparer.Ordinal))
        {
            terminal.Line(terminal.Paint(group.Key, Paint.Bold) + $"  ({group.First().ResourceType}, account {group.First().ResourceOwnerAccount})");
            foreach (var finding in group)
                ShowFinding(terminal, finding);
        }
        // Identity Center keeps its provider in every role it makes: for people one line is enough.
        if (informational > 0)
            terminal.Line($"{informational} roles of Identity Center trust its own SAML provider (informational; -o json lists them).");
    }

    private static void ShowFinding(Terminal terminal, ExternalFinding finding)
    {
        var archived = finding.Status == ExternalFindingStatus.Archived ? $"  archived by {finding.ArchivedBy}" : string.Empty;
        terminal.Line($"  {terminal.Paint(finding.Severity.Label().PadRight(13), FindingRenderer.PaintOf(finding.Severity))} {HubFindings.Title(finding)}{archived}");
        if (!finding.Action.IsEmpty)
            terminal.Line($"    may        {string.Join(", ", finding.Action.Take(ActionsShown))}{(finding.Action.Length > ActionsShown ? $" and {finding.Action.Length - ActionsShown} more" : string.Empty)}");
        foreach (var (key, value) in finding.Condition)
            terminal.Line($"    only with  {key} = {value}");
        if (!finding.Sources.IsEmpty)
            terminal.Line($"    through    {string.Join(", ", finding.Sources.Select(source => source.Detail is null ? source.Type : $"{source.Type} {source.Detail}"))}");
        if (finding.Witness is { } witness)
            terminal.Line($"    proof      {witness.Principal} calls {witness.Action} on {witness.Resource}: allowed by {witness.Statement}");
        if (finding.ResourceControlPolicyRestriction != "NOT_APPLICABLE")
            terminal.Line($"    RCPs       {finding.ResourceControlPolicyRestriction}");
        foreach (var warning in finding.Warnings)
            terminal.Line($"    {terminal.Paint("note", Paint.Yellow)}       {warning}");
    }

    private static FindingRecord Record(ExternalFinding finding, DateTimeOffset now) => new()
    {
        Finding = finding.ToFinding(now),
        ProductArn = Asff.ProductArn(finding.ResourceOwnerAccount, finding.Region),
        CreatedAt = now,
        UpdatedAt = now,
        RecordState = finding.Status == ExternalFindingStatus.Active ? RecordState.Active : RecordState.Archived,
    };
}
