namespace Landward.Detection.Correlations;

/// <summary>
/// A match as correlations that count hold it: 48 bytes, because a log may hold millions of them and nobody knows before its end which
/// ones a window will cite.
/// </summary>
internal struct CountedMatch
{
    /// <summary>The event's time.</summary>
    public long Ticks;

    /// <summary>Its id, when it is a UUID as CloudTrail writes it.</summary>
    public Guid Id;

    /// <summary>The hash of the value that is counted; zero for none.</summary>
    public ulong Value;

    /// <summary>Which of the texts that many events share.</summary>
    public int Context;

    /// <summary>Which of the origins.</summary>
    public int Origin;

    /// <summary>The next one of the same group, or -1.</summary>
    public int Next;

    /// <summary>What does not fit in here, or -1.</summary>
    public int Oddity;
}

/// <summary>An event whose id is no UUID, that was delivered to several accounts, or that has any number of values but one.</summary>
internal sealed record CountedOddity(string EventId, string Identity, ulong[] Values);

/// <summary>The matches of one group, from the one added last.</summary>
internal struct CountedGroup
{
    public int Head;

    public int Count;

    /// <summary>How many values its matches have in all.</summary>
    public long Values;
}

/// <summary>A match among those of its group, in whichever worker's store it is.</summary>
internal readonly record struct CountedEntry(long Ticks, int Store, int Row) : IComparable<CountedEntry>
{
    public int CompareTo(CountedEntry other) => Ticks.CompareTo(other.Ticks);
}
