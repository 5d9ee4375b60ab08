namespace Landward.Detection.Baselines;

/// <summary>A value of a dimension: when a principal showed it for the first and the last time, and in how many events.</summary>
internal struct ValueRow
{
    /// <summary>A keyed hash of the text, never zero.</summary>
    public ulong Key;

    /// <summary>Seconds of Unix time.</summary>
    public uint First;

    public uint Last;

    public uint Count;

    /// <summary>It raised a finding nobody has accepted: it stays new.</summary>
    public bool IsHeld;

    public string Text;

    /// <summary>Adds events between two times.</summary>
    public void Add(uint first, uint last, uint count)
    {
        First = Math.Min(First, first);
        Last = Math.Max(Last, last);
        Count = (uint)Math.Min(uint.MaxValue, (ulong)Count + count);
    }
}
