using System.Collections.Immutable;
using Landward.Detection.Callers;
using Landward.Model;

namespace Landward.Detection;

/// <summary>An event that matched a rule: what findings need of it, detached from the reader's buffer.</summary>
/// <param name="Why">What was seen, a sentence for people, where a detector knows more than "this event by that caller".</param>
/// <param name="Severity">Lower than the rule's level, where this match alone is weaker evidence; null for the rule's level.</param>
internal sealed record EventMatch(
    Evidence Evidence,
    string Account,
    string Region,
    string? Principal,
    ImmutableArray<FindingResource> Resources,
    ImmutableSortedDictionary<string, string> Facts,
    string? Why = null,
    Severity? Severity = null) : IComparable<EventMatch>
{
    /// <summary>Who made the call; unknown for logs that do not say.</summary>
    public Caller Caller { get; init; }

    /// <summary>Of its texts, with what they stand in: what it takes is about twice as many bytes.</summary>
    public int Length
    {
        get
        {
            var length = 150 + (Why?.Length ?? 0) + (Principal?.Length ?? 0);
            foreach (var resource in Resources)
                length += 40 + resource.Id.Length;
            foreach (var (_, value) in Facts)
                length += 40 + value.Length;
            return length;
        }
    }

    /// <summary>By time, event id and origin: an order that does not depend on how the events were read.</summary>
    public int CompareTo(EventMatch? other)
    {
        if (other is null)
            return 1;
        var byTime = Evidence.Time.CompareTo(other.Evidence.Time);
        if (byTime != 0)
            return byTime;
        var byId = string.CompareOrdinal(Evidence.EventId, other.Evidence.EventId);
        return byId != 0 ? byId : string.CompareOrdinal(Evidence.Origin, other.Evidence.Origin);
    }

    /// <summary>Whether the other is the same event, delivered once more.</summary>
    public bool IsSameEvent(EventMatch other) =>
        Evidence.Time == other.Evidence.Time && string.Equals(Evidence.EventId, other.Evidence.EventId, StringComparison.Ordinal);
}
