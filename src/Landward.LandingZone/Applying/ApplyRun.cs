using System.Collections.Concurrent;
using System.Collections.Immutable;
using Landward.LandingZone.Planning;
using Landward.LandingZone.Resources;
using Landward.Model;

namespace Landward.LandingZone.Applying;

/// <summary>One run of apply: which change is where.</summary>
internal sealed class ApplyRun(Plan plan, AwsCalls calls, ApplyOptions options, IProgress<ApplyEvent>? progress)
{
    private readonly ConcurrentDictionary<string, ChangeState> _states = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Diagnostic> _diagnostics = new();
    private int _done;

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(options.Concurrency, options.Concurrency);
        foreach (var wave in plan.Changes.Where(change => change.Action is not ChangeAction.Delete).GroupBy(change => change.Node.Wave).OrderBy(wave => wave.Key))
            await RunWaveAsync([.. wave], slots, cancellation);
        // Removals stand in reverse order of building: what depends on something goes before it.
        foreach (var change in plan.Changes.Where(change => change.Action is ChangeAction.Delete))
            await RunAsync(change, [], slots, cancellation);
    }

    public ApplyResult Result()
    {
        var outcomes = plan.Changes.Select(change => new ChangeOutcome(change, _states.GetValueOrDefault(change.Address, ChangeState.NotStarted))).ToImmutableArray();
        return new ApplyResult(
            outcomes,
            [.. _diagnostics.OrderBy(diagnostic => diagnostic.Address, StringComparer.Ordinal)],
            Partial: plan.Partial || outcomes.Any(outcome => outcome.State is not ChangeState.Applied));
    }

    private async Task RunWaveAsync(PlannedChange[] wave, SemaphoreSlim slots, CancellationToken cancellation)
    {
        var started = new Dictionary<string, Task>(StringComparer.Ordinal);
        // The plan lists dependencies before what needs them, so every dependency of this wave is in the dictionary already.
        foreach (var change in wave)
        {
            var before = change.Node.DependsOn.Where(started.ContainsKey).Select(address => started[address]).ToArray();
            started[change.Address] = RunAsync(change, before, slots, cancellation);
        }
        await Task.WhenAll(started.Values);
    }

    private async Task RunAsync(PlannedChange change, Task[] before, SemaphoreSlim slots, CancellationToken cancellation)
    {
        await Task.WhenAll(before);
        if (change.Node.DependsOn.FirstOrDefault(address => _states.TryGetValue(address, out var state) && state is not ChangeState.Applied) is { } missing)
        {
            End(change, cancellation.IsCancellationRequested ? ChangeState.NotStarted : ChangeState.Skipped, $"it depends on {missing}");
            return;
        }
        try
        {
            await slots.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            End(change, ChangeState.NotStarted, "apply was interrupted");
            return;
        }
        try
        {
            progress?.Report(new ApplyEvent(change, ChangeState.Started, null, Volatile.Read(ref _done), plan.Changes.Length));
            await ChangeExecution.RunAsync(change, calls, options, cancellation);
            End(change, ChangeState.Applied, null);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            End(change, ChangeState.Failed, "apply was interrupted while it was under way");
        }
        catch (ReadBackException error)
        {
            _diagnostics.Enqueue(PlanDiagnostics.ReadBackDiffers(change.Address, error.Message));
            End(change, ChangeState.Failed, "reading back shows other values for " + error.Message);
        }
        catch (Exception error) when (Failure.IsOfOneResource(error))
        {
            _diagnostics.Enqueue(PlanDiagnostics.ChangeFailed(change.Address, Failure.Describe(error)));
            End(change, ChangeState.Failed, Failure.Describe(error));
        }
        finally
        {
            slots.Release();
        }
    }

    private void End(PlannedChange change, ChangeState state, string? reason)
    {
        _states[change.Address] = state;
        var done = Interlocked.Increment(ref _done);
        progress?.Report(new ApplyEvent(change, state, reason, done, plan.Changes.Length));
    }
}
