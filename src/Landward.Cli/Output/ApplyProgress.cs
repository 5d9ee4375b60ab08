using Landward.LandingZone.Applying;

namespace Landward.Cli.Output;

/// <summary>Apply's progress on stderr, one line a finished change.</summary>
internal sealed class ApplyProgress(Terminal terminal) : IProgress<ApplyEvent>
{
    public void Report(ApplyEvent value)
    {
        if (value.State is ChangeState.Started or ChangeState.NotStarted)
            return;
        var word = value.State switch { ChangeState.Applied => "done", ChangeState.Failed => "FAILED", _ => "skipped" };
        terminal.Progress($"[{value.Done,3}/{value.Total}] {word,-7} {value.Change.Action.ToString().ToLowerInvariant(),-6} {value.Change.Address}{(value.Reason is { } reason ? $": {reason}" : string.Empty)}");
    }
}
