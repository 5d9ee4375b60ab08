using System.Collections.Immutable;
using Landward.Rules.EventPatterns;

namespace Landward.Response.Playbooks;

/// <summary>Who decides that a playbook runs.</summary>
public enum PlaybookApproval
{
    /// <summary>Planned only when somebody asks for it, run only once approved.</summary>
    Manual,

    /// <summary>Planned as soon as its trigger matches, run only once approved.</summary>
    Approve,

    /// <summary>Planned and run as soon as its trigger matches.</summary>
    Automatic,
}

/// <summary>One step: an action and which finding facts fill its parameters.</summary>
/// <param name="Facts">Fact name by parameter name.</param>
/// <param name="Optional">Left out when no finding carries the facts; otherwise the playbook cannot be planned without them.</param>
public sealed record PlaybookStep(string Id, string Action, ImmutableSortedDictionary<string, string> Facts, bool Optional);

/// <summary>What to do about findings of a kind, as data.</summary>
/// <param name="Trigger">Over <see cref="Alerts.FindingEvent"/>.</param>
/// <param name="Inputs">Description by fact name.</param>
/// <param name="Origin">The file it was read from.</param>
public sealed record Playbook(
    string Id,
    string Title,
    string Description,
    EventPattern Trigger,
    PlaybookApproval Approval,
    ImmutableSortedDictionary<string, string> Inputs,
    ImmutableArray<PlaybookStep> Steps,
    string Origin);
