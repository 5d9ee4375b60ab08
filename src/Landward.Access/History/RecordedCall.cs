using System.Collections.Immutable;
using Landward.Policy;

namespace Landward.Access;

/// <summary>What became of a recorded call's authorization.</summary>
public enum CallOutcome
{
    /// <summary>Policies let it pass, whether or not it then failed for another reason.</summary>
    Authorized,

    /// <summary>Denied by policies.</summary>
    Denied,
}

/// <summary>
/// All recorded calls that are the same question to the policies: one principal, one action, one resource, one context. A call that
/// is checked against several resources is in one class for each.
/// </summary>
public sealed record RecordedCall
{
    /// <summary>Sessions of a role count as the role, unless <see cref="HistoryOptions.KeepSessions"/>.</summary>
    public required Principal Principal { get; init; }

    /// <summary>In IAM's words, such as <c>s3:ListBucket</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN; <c>*</c> for an action without resource types; a pattern where <see cref="ResourceIsPattern"/>.</summary>
    public required string Resource { get; init; }

    /// <summary>The event does not say the whole ARN: it is one of those that <see cref="Resource"/>, with its <c>*</c>, covers.</summary>
    public bool ResourceIsPattern { get; init; }

    /// <summary>12 digits.</summary>
    public required string ResourceAccount { get; init; }

    /// <summary>What the event tells about the keys of <see cref="HistoryOptions.ContextKeys"/>, ordered by key; other keys are unknown.</summary>
    public ImmutableArray<RecordedKey> Context { get; init; } = [];

    public required CallOutcome Outcome { get; init; }

    /// <summary>Calls of this class.</summary>
    public required long Count { get; init; }

    public required DateTimeOffset FirstSeen { get; init; }

    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The <c>eventID</c> of one of them.</summary>
    public required string EventId { get; init; }

    /// <summary>The log that holds that event.</summary>
    public required string Origin { get; init; }
}

/// <param name="Value">Null when the request is known not to carry the key.</param>
public readonly record struct RecordedKey(string Key, ContextValue? Value);
