using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>By dimension, the keys of an event's values; zero where it has none.</summary>
[InlineArray(Length)]
internal struct DimensionValues
{
    public const int Length = 9;

    private ulong _first;
}

/// <summary>
/// The first event of its group so far, which waits until everything is read: 128 bytes without references, because a log may hold
/// a million of them, and nearly all turn out to be nothing new.
/// </summary>
internal struct FirstSeenRow
{
    public DimensionValues Values;

    /// <summary>The principal's key.</summary>
    public ulong Principal;

    /// <summary>The event's time.</summary>
    public long Ticks;

    /// <summary>Its id, when it is a UUID as CloudTrail writes it.</summary>
    public Guid Id;

    /// <summary>Which of <see cref="MatchTexts"/> is its id otherwise, or -1.</summary>
    public int OtherId;

    /// <summary>The rule's position.</summary>
    public int Position;

    /// <summary>Which of the contexts; -1 for an event that is held elsewhere, because more is asked about it.</summary>
    public int Context;

    /// <summary>Which of the origins.</summary>
    public int Origin;
}
