using System.Collections.Immutable;
using Landward.LandingZone.Planning;
using Landward.Model;

namespace Landward.LandingZone.Applying;

public enum ChangeState
{
    Started,
    Applied,
    Failed,

    /// <summary>Something it depends on failed.</summary>
    Skipped,

    /// <summary>Apply was interrupted before it began.</summary>
    NotStarted,
}

/// <summary>Progress of one change.</summary>
/// <param name="Done">Changes that ended so far.</param>
/// <param name="Total">Changes of the plan.</param>
public sealed record ApplyEvent(PlannedChange Change, ChangeState State, string? Reason, int Done, int Total);

/// <summary>How one change ended.</summary>
public sealed record ChangeOutcome(PlannedChange Change, ChangeState State);

/// <param name="Outcomes">One per change, in the order of the plan.</param>
/// <param name="Partial">Some changes were not made; apply again continues.</param>
public sealed record ApplyResult(ImmutableArray<ChangeOutcome> Outcomes, ImmutableArray<Diagnostic> Diagnostics, bool Partial)
{
    public int Count(ChangeState state) => Outcomes.Count(outcome => outcome.State == state);
}

public sealed record ApplyOptions
{
    /// <summary>Changes under way at once. The default is 16; lanes limit each service further.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Apply a plan although part of the actual state could not be read. The default is false.</summary>
    public bool AllowPartial { get; init; }

    /// <summary>How long a change may take to be seen by reading it back. The default is 30 seconds.</summary>
    public TimeSpan ReadBackLimit { get; init; } = TimeSpan.FromSeconds(30);

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
