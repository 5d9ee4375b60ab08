namespace Landward.Detection.Baselines;

/// <summary>The first event of a day with one combination of values that a rule asks about: it waits until everything is read.</summary>
/// <param name="Group">Rule, principal, values and day.</param>
/// <param name="Principal">The principal's key.</param>
/// <param name="Values">By dimension, the keys of the event's values.</param>
internal sealed record FirstSeenCandidate(ulong Group, FirstSeenQuestion Question, ulong Principal, ulong[] Values, uint Time, EventId Id)
{
    public ulong Api => Values[(int)BaselineDimension.Api];

    public uint Day => Time / 86_400;

    public bool IsBefore(uint time, EventId id) => Time < time || (Time == time && Id.CompareTo(id) < 0);
}
