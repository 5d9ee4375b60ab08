namespace Landward.Detection.Correlations;

/// <summary>What one of the correlations further up makes of an event.</summary>
/// <param name="Group">The group the event is in there; null for none.</param>
/// <param name="Values">The values that are counted there.</param>
internal readonly record struct AncestorView(string? Group, IReadOnlyList<string> Values);

/// <summary>A rule's match, or a correlation's completion, as one correlation counts it.</summary>
internal sealed class CorrelatedEvent : IComparable<CorrelatedEvent>
{
    private const int OwnCost = 6;

    /// <summary>When it happened; the time of the last event for a completion.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same for the same action, in however many accounts and by however many rules it is seen.</summary>
    public required string Identity { get; init; }

    /// <summary>The rules of the correlation that it matches: bit n for the n-th of the list, the last bit for all behind it.</summary>
    public required ulong Slots { get; init; }

    /// <summary>The values that are counted or computed with.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The events to cite, oldest first; never empty.</summary>
    public required IReadOnlyList<EventMatch> Evidence { get; init; }

    /// <summary>By the positions of the correlation's ancestors.</summary>
    public required AncestorView[] Ancestors { get; init; }

    /// <summary>What it costs of the room for events, with all texts that it may have alone.</summary>
    public int Cost
    {
        get
        {
            var length = LengthOf(Values);
            foreach (var view in Ancestors)
                length += (view.Group?.Length ?? 0) + (view.Values is { } values ? LengthOf(values) : 0);
            foreach (var match in Evidence)
                length += match.Length;
            return OwnCost + (length / 24);
        }
    }

    public static ulong SlotBit(int slot) => 1UL << Math.Min(slot, 63);

    /// <summary>By time, then by what does not depend on how events were read.</summary>
    public int CompareTo(CorrelatedEvent? other)
    {
        if (other is null)
            return 1;
        var byTime = Time.CompareTo(other.Time);
        if (byTime != 0)
            return byTime;
        var byIdentity = string.CompareOrdinal(Identity, other.Identity);
        if (byIdentity != 0)
            return byIdentity;
        var byEvidence = Evidence[0].CompareTo(other.Evidence[0]);
        return byEvidence != 0 ? byEvidence : Slots.CompareTo(other.Slots);
    }

    /// <summary>The same action as seen by another rule, or in another account.</summary>
    public CorrelatedEvent And(CorrelatedEvent other) => new()
    {
        Time = Time,
        Identity = Identity,
        Slots = Slots | other.Slots,
        Values = Values.Count == 0 ? other.Values : Values,
        Evidence = Evidence,
        Ancestors = [.. Ancestors.Select((view, i) => view.Group is null ? other.Ancestors[i] : view)],
    };

    private static int LengthOf(IReadOnlyList<string> texts)
    {
        var length = 0;
        foreach (var text in texts)
            length += 16 + text.Length;
        return length;
    }
}
