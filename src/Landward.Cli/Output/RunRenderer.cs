using Landward.Response.Playbooks;

namespace Landward.Cli.Output;

/// <summary>A playbook run for people: its steps, the calls of each, who is affected, the state hashes.</summary>
internal static class RunRenderer
{
    public static void Show(Terminal terminal, PlaybookRun run)
    {
        terminal.Line($"{terminal.Paint(run.Title, Paint.Bold)}  ({run.Playbook})");
        terminal.Line($"  run {run.Id}: {run.State.ToString().ToLowerInvariant()}");
        foreach (var step in run.Steps)
        {
            terminal.Line($"  {Mark(step.State)} {step.Step,-24} {step.Resource}");
            foreach (var call in step.Calls)
                terminal.Line($"      {call.Service}:{call.Operation} {Shorten(call.Input.ToJsonString())}");
            if (step.BlastRadius.Count > 0)
                terminal.Line($"      affects {Shorten(step.BlastRadius.ToJsonString())}");
            if (step.Error is { } error)
                terminal.Line("      " + terminal.Paint(error, Paint.Red));
        }
        if (run.StateBefore is { } before)
            terminal.Line($"  state before {before}");
        if (run.StateAfter is { } after)
            terminal.Line($"  state after  {after}{(after == run.StateBefore ? "  (as before)" : string.Empty)}");
        if (Next(run) is { } next)
            terminal.Progress("Next: " + next);
    }

    private static string? Next(PlaybookRun run) => run.State switch
    {
        PlaybookRunState.Planned => $"landward respond approve {run.Id}",
        PlaybookRunState.Approved => $"landward respond run {run.Id}",
        PlaybookRunState.Verified => $"landward respond undo {run.Id}, if it was a false alarm",
        PlaybookRunState.Failed => $"landward respond run {run.Id} to try again, or landward respond undo {run.Id}",
        _ => null,
    };

    private static string Mark(PlaybookStepState state) => state switch
    {
        PlaybookStepState.Done => "+",
        PlaybookStepState.Undone => "-",
        PlaybookStepState.Failed => "x",
        PlaybookStepState.Unneeded => "=",
        PlaybookStepState.Kept => "!",
        _ => "~",
    };

    private static string Shorten(string text) => text.Length <= 220 ? text : text[..217] + "...";
}
