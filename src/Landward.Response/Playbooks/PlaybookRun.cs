using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Response.Actions;
using Landward.Response.Resources;

namespace Landward.Response.Playbooks;

/// <summary>How far a run has come.</summary>
public enum PlaybookRunState
{
    Planned,
    Approved,

    /// <summary>Begun; after a crash it is taken up by running or undoing it.</summary>
    Running,

    /// <summary>Everything is done and was read back.</summary>
    Verified,

    /// <summary>A step failed or was not seen in the read-back; it can be run again or undone.</summary>
    Failed,

    /// <summary>Being undone; after a crash it is taken up by undoing it.</summary>
    Undoing,
    Undone,
}

public enum PlaybookStepState
{
    Pending,
    Done,

    /// <summary>What the step is for was so already.</summary>
    Unneeded,
    Failed,
    Undone,

    /// <summary>Left as it is at undo; the run's notes say why.</summary>
    Kept,
}

/// <summary>One step of a run, on one resource.</summary>
/// <param name="Step">The playbook's step.</param>
/// <param name="Calls">The calls as planned; running computes them anew from the resource as it is then.</param>
/// <param name="BlastRadius">Who and what is affected, as read when planned.</param>
public sealed record PlaybookRunStep(
    string Step,
    string Action,
    ResourceAddress Resource,
    ImmutableSortedDictionary<string, string> Parameters,
    ImmutableArray<ActionCall> Calls,
    JsonObject BlastRadius,
    PlaybookStepState State,
    string? Error);

/// <summary>One plan of a playbook and what became of it.</summary>
public sealed record PlaybookRun
{
    public required string Id { get; init; }
    public required string Playbook { get; init; }
    public required string Title { get; init; }
    public required PlaybookApproval Approval { get; init; }
    public required PlaybookRunState State { get; init; }

    /// <summary>Ids of the findings it answers.</summary>
    public required ImmutableArray<string> Findings { get; init; }

    public required ImmutableArray<PlaybookRunStep> Steps { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public string? ApprovedBy { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The complete document of every resource by address, read before the first change.</summary>
    public JsonObject? Before { get; init; }

    /// <summary>The same, read back after the last change of the run.</summary>
    public JsonObject? After { get; init; }

    /// <summary>SHA-256 of the documents before the first change.</summary>
    public string? StateBefore { get; init; }

    /// <summary>SHA-256 of the documents as last read back: after the run, and again after its undo.</summary>
    public string? StateAfter { get; init; }

    /// <summary>Every resource the run touches.</summary>
    internal IEnumerable<ResourceAddress> Resources => Steps.Select(step => step.Resource).Distinct();
}
