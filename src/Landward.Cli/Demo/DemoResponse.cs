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
    // What takes the credentials away comes before what repairs one thing.
    private static readonly string[] Preferred = ["contain-leaked-key", "revoke-role-sessions"];

    public async Task<ImmutableArray<FinishedRun>> RunAsync(ImmutableArray<FindingRecord> records, CancellationToken cancel)
    {
        var related = Related(records);
        if (Choose(records, related) is not { } playbook)
        {
            diagnostics.Add(Diagnostic.Warning("LW9014", "nothing triggers a playbook", "No severe finding about an access key or a role asks for a playbook of the catalogue."));
            stages.Say("   Nothing to contain: no severe finding triggers a playbook.");
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

    private static Playbook? Choose(ImmutableArray<FindingRecord> records, ImmutableArray<Finding> related)
    {
        var ids = related.Select(finding => finding.Id).ToHashSet(StringComparer.Ordinal);
        var catalogue = PlaybookCatalogue.Load([]).Catalogue;
        return records.Where(record => record.Finding.Severity >= Severity.High && ids.Contains(record.Finding.Id)).SelectMany(record => catalogue.Matching(record, null))
            .OrderBy(playbook => Array.IndexOf(Preferred, playbook.Id) is var place and >= 0 ? place : Preferred.Length).ThenBy(playbook => playbook.Id, StringComparer.Ordinal)
            .FirstOrDefault();
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
