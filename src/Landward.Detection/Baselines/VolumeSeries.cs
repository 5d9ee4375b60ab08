using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>What a principal did on a day, as far as a rule counts it.</summary>
internal struct DayVolume
{
    /// <summary>Days since 1970.</summary>
    public uint Day;

    public ulong Amount;

    /// <summary>An event of this run is of the day.</summary>
    public bool IsSeen;

    /// <summary>The first of them.</summary>
    public uint Time;

    public EventId Id;
}

/// <summary>The days of a principal for a rule, perhaps of one bucket.</summary>
internal sealed class VolumeSeries(string principal, string rule, string by)
{
    /// <summary>How far back days are compared and kept.</summary>
    public const uint MaxDays = 60;

    public string Principal => principal;

    public string Rule => rule;

    /// <summary>The bucket or other thing that is counted apart; empty when nothing is.</summary>
    public string By => by;

    /// <summary>The same in every process: which series are kept when there are too many.</summary>
    public ulong Rank { get; } = PrincipalHistory.RankOf(string.Join('\n', principal, rule, by));

    public VolumeDays Days { get; } = new();

    /// <summary>What the days and the name take, as <see cref="ValueSet.Cost"/>.</summary>
    public int Cost => ValueSet.CostOf(by) + Days.Count;

    public void Merge(VolumeSeries other)
    {
        foreach (ref readonly var theirs in other.Days.All)
        {
            ref var mine = ref Days.GetOrAdd(theirs.Day);
            if (Unsafe.IsNullRef(ref mine))
                continue;
            mine.Amount += theirs.Amount;
            if (theirs.IsSeen && (!mine.IsSeen || IsBefore(theirs.Time, theirs.Id, mine)))
                (mine.IsSeen, mine.Time, mine.Id) = (true, theirs.Time, theirs.Id);
        }
    }

    public static bool IsBefore(uint time, EventId id, in DayVolume day) => time < day.Time || (time == day.Time && id.CompareTo(day.Id) < 0);
}
