using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Access;

/// <summary>What logs recorded, reduced to classes of calls.</summary>
public sealed record CallHistory
{
    /// <summary>Ordered by principal, action, resource.</summary>
    public required ImmutableArray<RecordedCall> Calls { get; init; }

    /// <summary>Events that are no calls of an IAM action, or could not be read as one: nothing is claimed about them. Ordered by count.</summary>
    public required ImmutableArray<UnmappedCalls> Unmapped { get; init; }

    /// <summary>Every event that was read.</summary>
    public required long Events { get; init; }

    public required int Files { get; init; }

    /// <summary>The time of the first event; null when there is none.</summary>
    public required DateTimeOffset? First { get; init; }

    public required DateTimeOffset? Last { get; init; }

    /// <summary>Whether object-level (data) events of S3, and invocations of Lambda, are among the events.</summary>
    public required bool HasDataEvents { get; init; }

    /// <summary>Something could not be read or was left out.</summary>
    public required bool Partial { get; init; }

    public required ImmutableArray<Diagnostic> Diagnostics { get; init; }
}

/// <summary>Events of one name that were not mapped to a request.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="IsCall">An API call that policies decide on, as opposed to sign-ins and events of services.</param>
public sealed record UnmappedCalls(string EventSource, string EventName, string Reason, bool IsCall, long Count);

public sealed record HistoryOptions
{
    /// <summary>The condition keys that the policies in question mention: only what the event tells about them divides classes.</summary>
    public ImmutableArray<string> ContextKeys { get; init; } = [];

    /// <summary>The same for calls that were denied; null when they are treated like the others.</summary>
    public ImmutableArray<string>? DeniedContextKeys { get; init; }

    /// <summary>Sessions of a role are told apart: needed where a policy names a session or tests <c>aws:userid</c>.</summary>
    public bool KeepSessions { get; init; }

    /// <summary>Users and roles as <c>111122223333:role/name</c> (without path) with their ARNs: events name them without their path.</summary>
    public IReadOnlyDictionary<string, string> Named { get; init; } = System.Collections.Frozen.FrozenDictionary<string, string>.Empty;

    /// <summary>Classes kept; calls of further ones are counted and reported, not analysed.</summary>
    public int MaxClasses { get; init; } = 1_000_000;

    /// <summary>Files read at the same time. The default is the number of processors.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>Calls before this moment are left out.</summary>
    public DateTimeOffset? Since { get; init; }
}
