using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.LandingZone.Desired;
using Landward.LandingZone.Specification;
using Landward.Model;

namespace Landward.LandingZone.Planning;

public enum ChangeAction
{
    Create,
    Update,
    Delete,
}

/// <summary>What a change endangers. A change can carry several.</summary>
public enum Risk
{
    /// <summary>Data or an identity is lost for good.</summary>
    Destroy,

    /// <summary>A policy would deny Landward's own role.</summary>
    Lockout,

    /// <summary>Something is recorded, detected or forbidden less than before.</summary>
    CoverageLoss,

    /// <summary>AWS bills by use from then on.</summary>
    Cost,
}

/// <summary>One difference between the spec and the real organization.</summary>
/// <param name="Before">The managed properties as they are; null for a create.</param>
/// <param name="After">The managed properties as they shall be; null for a delete. Ids not known yet stand as <c>${...}</c>.</param>
public sealed record PlannedChange(ResourceNode Node, ChangeAction Action, JsonObject? Before, JsonObject? After, ImmutableArray<Risk> Risks)
{
    public string Address => Node.Address;

    /// <summary>Members of before and after that differ, ordered by name.</summary>
    public IEnumerable<string> ChangedMembers => Action is ChangeAction.Update
        ? ChangeBuilder.Differences(Node, After!, Before!).Order(StringComparer.Ordinal)
        : [];
}

/// <summary>
/// What apply would do: only changes, no no-ops, deletes last. A plan is a snapshot: it is made from actual state read at
/// one moment and says nothing about what changes afterwards.
/// </summary>
/// <param name="Partial">Part of the actual state could not be read. What is missing is unknown, not unchanged.</param>
/// <param name="Facts">Ids of what exists, by the names of placeholders.</param>
public sealed record Plan(
    Spec Spec,
    ImmutableArray<PlannedChange> Changes,
    ImmutableArray<Diagnostic> Diagnostics,
    bool Partial,
    ImmutableSortedDictionary<string, string> Facts)
{
    /// <summary>How the guardrails of each target are packed, and the room left there.</summary>
    public ImmutableArray<Desired.GuardrailPacking> Guardrails { get; init; } = [];

    public int Count(ChangeAction action) => Changes.Count(change => change.Action == action);

    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error);
}
