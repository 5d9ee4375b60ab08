using System.Collections.Immutable;
using Landward.Cli.Commands;
using Landward.Cli.Workspaces;
using Landward.Findings;
using Landward.Model;
using Landward.Response.Playbooks;
using Landward.Storage;

namespace Landward.Cli.Demo;

/// <summary>The answering half of the demo: one playbook from plan to undo.</summary>
internal sealed class DemoResponse(Workspace workspace, Connection connection, Database database, DemoStages stages, List<Diagnostic> diagnostics)
{
    private const string PlaybookId = "contain-leaked-key";

    public async Task<ImmutableArray<FinishedRun>> RunAsync(ImmutableArray<FindingRecord> records, CancellationToken cancel)
    {
        var playbook = PlaybookCatalogue.Load([]).Catalogue.Find(PlaybookId) ?? throw new InvalidOperationException($"The catalogue lacks the playbook {PlaybookId}.");
        var related = Related(records);
        if (related.IsEmpty)
        {
            diagnostics.Add(Diagnostic.Warning("LW9014", "nothing triggers the playbook", $"No finding of an access key asks for the playbook `{PlaybookId}`."));
            stages.Say("   Nothing to contain: no severe finding about an access key.");
            return [];
        }
        using var journal = RespondCommand.OpenJournal(workspace, connection);
        var engine = RespondCommand.Engine(database, journal, connection);
        var planned = Take(await engine.PlanAsync(playbook, related, cancel));
        if (planned is null)
            return [];
        stages.Say($"   {playbook.Title}: {planned.Steps.Length} steps in run {planned.Id}");
        foreach (var step in planned.Steps)
        {
            foreach (var call in step.Calls)
                stages.Say($"   ~ {step.Step,-24} {call.Service}:{call.Operation}  {step.Resource}");
        }
        Take(await engine.ApproveAsync(planned.Id, "demo", cancel));
        var contained = Take(await engine.RunAsync(planned.Id, cancel));
        if (contained is null)
            return [];
        stages.Say($"   run: {Word(contained)}, state {contained.StateBefore?[..12]} -> {contained.StateAfter?[..12]}");
        var undone = Take(await engine.UndoAsync(planned.Id, cancel)) ?? contained;
        stages.Say($"   undo: {Word(undone)}, state {undone.StateAfter?[..12]}{(undone.StateAfter == undone.StateBefore ? ", exactly as before" : ", NOT as before")}");
        return
        [
            new FinishedRun(
                undone.Id, undone.Playbook, Word(undone), undone.StateBefore ?? string.Empty, contained.StateAfter ?? string.Empty,
                undone.StateAfter ?? string.Empty, planned.Steps.Sum(step => step.Calls.Length)),
        ];
    }

    /// <summary>The findings about the principal that has the most of the severe ones: what one access key did.</summary>
    private static ImmutableArray<Finding> Related(ImmutableArray<FindingRecord> records)
    {
        var principal = records.Select(record => record.Finding)
            .Where(finding => finding is { Severity: >= Severity.High, Principal: not null } && finding.Facts.ContainsKey("accessKeyId"))
            .GroupBy(finding => finding.Principal!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault()?.Key;
        return principal is null ? [] : [.. records.Select(record => record.Finding).Where(finding => finding.Principal == principal)];
    }

    private PlaybookRun? Take(PlaybookOutcome outcome)
    {
        diagnostics.AddRange(outcome.Diagnostics);
        return outcome.Run;
    }

    private static string Word(PlaybookRun run) => run.State.ToString().ToLowerInvariant();
}
