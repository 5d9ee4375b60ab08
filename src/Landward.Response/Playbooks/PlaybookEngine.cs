using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Findings.SecurityHub;
using Landward.Model;
using Landward.Response.Actions;
using Landward.Response.Resources;
using Landward.Storage;

namespace Landward.Response.Playbooks;

/// <summary>A run as it stands now, and what there is to say about it. Without a run nothing was planned or found.</summary>
public sealed record PlaybookOutcome(PlaybookRun? Run, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>
/// Plans, approves, runs, verifies and undoes playbooks. Every state is stored before what follows from it, and every change is in
/// the journal before it is made: a killed run is run again or undone, and running a finished one again changes nothing.
/// </summary>
/// <param name="callerFor">Calls with the credentials of an account in a Region.</param>
/// <param name="clock">The time at which sessions are issued: the sandbox's clock when the sandbox is the target.</param>
public sealed class PlaybookEngine(Database database, CallJournal journal, Func<AccountId, string, AwsCall> callerFor, TimeProvider clock)
{
    private const int ReadBacks = 5;
    private static readonly TimeSpan ReadBackWait = TimeSpan.FromSeconds(2);

    private readonly PlaybookRunStore _store = new(database);
    private readonly ResourceReaders _readers = new(callerFor);

    /// <summary>The tables, to be named when the database is opened.</summary>
    public static Schema Schema => PlaybookRunStore.Schema;

    /// <summary>The newest runs first.</summary>
    public ImmutableArray<PlaybookRun> ListRuns(int limit = 100) => _store.List(limit);

    public PlaybookRun? FindRun(string id) => _store.Find(id);

    /// <summary>
    /// What the playbook would do about these related findings: the calls, and who is affected. Reads, changes nothing, and stores
    /// the plan as a run.
    /// </summary>
    public async Task<PlaybookOutcome> PlanAsync(Playbook playbook, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        var outcome = await new PlaybookPlanner(_readers, id => _store.Find(id) is not null, clock).PlanAsync(playbook, findings, cancellationToken);
        if (outcome.Run is not null)
            await _store.SaveAsync(outcome.Run, cancellationToken);
        return outcome;
    }

    /// <summary>Lets a planned run go ahead.</summary>
    /// <param name="by">Who says so.</param>
    public async Task<PlaybookOutcome> ApproveAsync(string runId, string by, CancellationToken cancellationToken)
    {
        if (_store.Find(runId) is not { } run)
            return Unknown(runId);
        if (run.State is PlaybookRunState.Approved)
            return new PlaybookOutcome(run, []);
        if (run.State is not PlaybookRunState.Planned)
            return WrongState(run, "Only a planned run can be approved.");
        return new PlaybookOutcome(await SaveAsync(run with { State = PlaybookRunState.Approved, ApprovedBy = by }, cancellationToken), []);
    }

    /// <summary>
    /// Does what was approved, or goes on where it stopped. A step that fails does not stop the others; the run then ends as failed.
    /// </summary>
    public async Task<PlaybookOutcome> RunAsync(string runId, CancellationToken cancellationToken)
    {
        if (_store.Find(runId) is not { } run)
            return Unknown(runId);
        switch (run.State)
        {
            case PlaybookRunState.Verified:
                return new PlaybookOutcome(run, []);
            case PlaybookRunState.Planned when run.Approval is not PlaybookApproval.Automatic:
                return WrongState(run, $"Approve it first:\n  landward respond approve {run.Id}");
            case PlaybookRunState.Undoing or PlaybookRunState.Undone:
                return WrongState(run, "Plan the playbook again to do it once more.");
        }
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        if (await BeginAsync(run, diagnostics, cancellationToken) is not { } begun)
            return new PlaybookOutcome(run, diagnostics.ToImmutable());
        run = begun;
        for (var i = 0; i < run.Steps.Length; i++)
        {
            if (run.Steps[i].State is not (PlaybookStepState.Pending or PlaybookStepState.Failed))
                continue;
            var step = await AttemptAsync(run, run.Steps[i], diagnostics, cancellationToken);
            run = await SaveAsync(run with { Steps = run.Steps.SetItem(i, step) }, cancellationToken);
        }
        return new PlaybookOutcome(await VerifyAsync(run, diagnostics, cancellationToken), diagnostics.ToImmutable());
    }

    /// <summary>
    /// Puts back what was there before the run, last step first. What somebody else changed since is left alone and reported.
    /// <see cref="PlaybookRun.StateAfter"/> then equals <see cref="PlaybookRun.StateBefore"/> exactly when every resource is as it was.
    /// </summary>
    public async Task<PlaybookOutcome> UndoAsync(string runId, CancellationToken cancellationToken)
    {
        if (_store.Find(runId) is not { } run)
            return Unknown(runId);
        if (run.State is PlaybookRunState.Undone)
            return new PlaybookOutcome(run, []);
        if (run.Before is null)
            return WrongState(run, "Nothing was changed yet, so there is nothing to undo.");
        run = await SaveAsync(run with { State = PlaybookRunState.Undoing }, cancellationToken);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        for (var i = run.Steps.Length - 1; i >= 0; i--)
        {
            if (run.Steps[i].State is PlaybookStepState.Undone or PlaybookStepState.Kept)
                continue;
            var step = await UndoStepAsync(run, run.Steps[i], diagnostics, cancellationToken);
            run = await SaveAsync(run with { Steps = run.Steps.SetItem(i, step) }, cancellationToken);
        }
        if (await ReadAllAsync(run, diagnostics, cancellationToken) is not { } documents)
            return new PlaybookOutcome(run, diagnostics.ToImmutable());
        var failed = run.Steps.Any(step => step.State == PlaybookStepState.Failed);
        run = await SaveAsync(
            run with { State = failed ? PlaybookRunState.Undoing : PlaybookRunState.Undone, StateAfter = CanonicalState.Hash(documents) },
            cancellationToken);
        if (run.StateAfter != run.StateBefore)
            diagnostics.Add(ResponseDiagnostics.StateDiffers(run.Id, Differences(run.Before!, documents)));
        return new PlaybookOutcome(run, diagnostics.ToImmutable());
    }

    /// <summary>The run with its state before recorded; null when that cannot be read, and then nothing may be changed.</summary>
    private async Task<PlaybookRun?> BeginAsync(PlaybookRun run, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        if (run.Before is not null)
            return await SaveAsync(run with { State = PlaybookRunState.Running }, cancellationToken);
        if (await ReadAllAsync(run, diagnostics, cancellationToken) is not { } documents)
            return null;
        return await SaveAsync(
            run with
            {
                State = PlaybookRunState.Running,
                StartedAt = clock.GetUtcNow(),
                Before = documents,
                StateBefore = CanonicalState.Hash(documents),
            },
            cancellationToken);
    }

    private async Task<PlaybookRunStep> AttemptAsync(PlaybookRun run, PlaybookRunStep step, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            var document = await _readers.ReadAsync(step.Resource, cancellationToken);
            if (document is null)
                return Fail(step, "the resource is gone.", diagnostics);
            var calls = ResponseActions.Get(step.Action).Changes(document, Target(run, step));
            foreach (var call in calls)
                await ChangeAsync(run, step, call, "respond", cancellationToken);
            return step with { State = calls.Count == 0 ? PlaybookStepState.Unneeded : PlaybookStepState.Done, Error = null };
        }
        catch (AwsApiException error)
        {
            return Fail(step, error.Describe(), diagnostics);
        }
    }

    /// <summary>Reads every resource back, more than once where AWS answers what was before.</summary>
    private async Task<PlaybookRun> VerifyAsync(PlaybookRun run, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await ReadAllAsync(run, diagnostics, cancellationToken) is not { } documents)
                return await SaveAsync(run with { State = PlaybookRunState.Failed }, cancellationToken);
            var unseen = run.Steps
                .Where(step => step.State is PlaybookStepState.Done or PlaybookStepState.Unneeded)
                .Where(step => documents[step.Resource.ToString()] is not JsonObject document || ResponseActions.Get(step.Action).Changes(document, Target(run, step)).Count > 0)
                .ToList();
            if (unseen.Count > 0 && attempt < ReadBacks)
            {
                await Task.Delay(ReadBackWait, clock, cancellationToken);
                continue;
            }
            var steps = run.Steps.Select(step => unseen.Contains(step) ? Fail(step, "the change is not seen when the resource is read back.", diagnostics) : step);
            var failed = unseen.Count > 0 || run.Steps.Any(step => step.State == PlaybookStepState.Failed);
            return await SaveAsync(
                run with
                {
                    Steps = [.. steps],
                    State = failed ? PlaybookRunState.Failed : PlaybookRunState.Verified,
                    After = documents,
                    StateAfter = CanonicalState.Hash(documents),
                },
                cancellationToken);
        }
    }

    private async Task<PlaybookRunStep> UndoStepAsync(PlaybookRun run, PlaybookRunStep step, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        var action = ResponseActions.Get(step.Action);
        var target = Target(run, step);
        try
        {
            if (run.Before![step.Resource.ToString()] is not JsonObject before || await _readers.ReadAsync(step.Resource, cancellationToken) is not { } document)
                return Keep(step, ResponseDiagnostics.ChangedSince(step.Step, step.Resource.Name), diagnostics);
            var was = action.Aspect(before, target);
            var now = action.Aspect(document, target);
            if (JsonNode.DeepEquals(was, now))
                return step with { State = PlaybookStepState.Undone, Error = null };
            if (action.Irreversible is { } why)
                return Keep(step, ResponseDiagnostics.NotReversible(step.Step, why), diagnostics);
            // Without a read-back the run was killed: what differs from before is then its own doing.
            if (run.After?[step.Resource.ToString()] is JsonObject after && !JsonNode.DeepEquals(action.Aspect(after, target), now))
                return Keep(step, ResponseDiagnostics.ChangedSince(step.Step, step.Resource.Name), diagnostics);
            foreach (var call in action.Restore(was, now, target))
                await ChangeAsync(run, step, call, "undo", cancellationToken);
            return step with { State = PlaybookStepState.Undone, Error = null };
        }
        catch (AwsApiException error)
        {
            return Fail(step, error.Describe(), diagnostics);
        }
    }

    private async Task ChangeAsync(PlaybookRun run, PlaybookRunStep step, ActionCall call, string phase, CancellationToken cancellationToken)
    {
        var entry = journal.Begin(new JournalIntent(
            $"{run.Id}/{phase}/{step.Step}/{step.Resource}/{call.Operation}",
            $"{(phase == "undo" ? "Undo" : "Run")} step {step.Step} of playbook {run.Playbook}",
            call.Service,
            call.Operation,
            step.Resource.Account,
            step.Resource.Region,
            call.Input));
        try
        {
            var answer = await _readers.CallerFor(step.Resource)(call.Service, call.Operation, (JsonObject)call.Input.DeepClone(), cancellationToken);
            journal.Complete(entry.Id, answer);
        }
        catch (AwsApiException error) when (error.Code != AwsApiException.NoAnswer)
        {
            journal.Fail(entry.Id, error);
            throw;
        }
    }

    private async Task<JsonObject?> ReadAllAsync(PlaybookRun run, ImmutableArray<Diagnostic>.Builder diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            return await _readers.ReadAllAsync(run.Resources, cancellationToken);
        }
        catch (AwsApiException error)
        {
            diagnostics.Add(ResponseDiagnostics.Unreadable(run.Id, error.Describe()));
            return null;
        }
    }

    private async Task<PlaybookRun> SaveAsync(PlaybookRun run, CancellationToken cancellationToken)
    {
        var saved = run with { UpdatedAt = clock.GetUtcNow() };
        await _store.SaveAsync(saved, cancellationToken);
        return saved;
    }

    private static ActionTarget Target(PlaybookRun run, PlaybookRunStep step) => new(step.Parameters, run.Id, run.StartedAt ?? run.CreatedAt);

    private static PlaybookRunStep Fail(PlaybookRunStep step, string error, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        diagnostics.Add(ResponseDiagnostics.StepFailed(step.Step, error));
        return step with { State = PlaybookStepState.Failed, Error = error };
    }

    private static PlaybookRunStep Keep(PlaybookRunStep step, Diagnostic why, ImmutableArray<Diagnostic>.Builder diagnostics)
    {
        diagnostics.Add(why);
        return step with { State = PlaybookStepState.Kept, Error = null };
    }

    private static string Differences(JsonObject before, JsonObject after) =>
        string.Join(", ", before.Where(pair => CanonicalState.Text(pair.Value) != CanonicalState.Text(after[pair.Key])).Select(pair => $"`{pair.Key}`"));

    private static PlaybookOutcome Unknown(string runId) => new(null, [ResponseDiagnostics.UnknownRun(runId)]);

    private static PlaybookOutcome WrongState(PlaybookRun run, string wanted) =>
        new(run, [ResponseDiagnostics.WrongState(run.Id, run.State.ToString().ToLowerInvariant(), wanted)]);
}
