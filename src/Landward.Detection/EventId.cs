using Landward.Logs;

namespace Landward.Detection;

/// <summary>What an event is known by: CloudTrail's id, or the hash of the event where it has none. Ordered as the texts are.</summary>
/// <param name="Uuid">The id, when it is a UUID as CloudTrail writes it.</param>
/// <param name="Other">The id otherwise.</param>
internal readonly record struct EventId(Guid Uuid, string? Other) : IComparable<EventId>
{
    public static EventId Of(CloudTrailEvent @event) =>
        EvidenceRow.TryParseId(@event, out var uuid) ? new EventId(uuid, null) : new EventId(default, EventMatchReader.EventId(@event));

    public int CompareTo(EventId other) =>
        Other is null && other.Other is null ? Uuid.CompareTo(other.Uuid) : string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => Other ?? Uuid.ToString();
}
