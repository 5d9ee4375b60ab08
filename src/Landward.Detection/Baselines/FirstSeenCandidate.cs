namespace Landward.Detection.Baselines;

/// <summary>An event that was the first of its group when it was read, and is held elsewhere, because more is asked about it.</summary>
/// <param name="Group">Rule, principal, values and day.</param>
/// <param name="Position">The rule's.</param>
/// <param name="Principal">The principal's key.</param>
/// <param name="Values">By dimension, the keys of the event's values.</param>
internal sealed record FirstSeenCandidate(ulong Group, int Position, ulong Principal, ulong[] Values, uint Time, EventId Id);
