namespace Landward.Detection.Baselines;

/// <summary>What a principal did on a day, as far as a rule counts it.</summary>
internal struct DayVolume
{
    public ulong Amount;

    /// <summary>The first event in this run.</summary>
    public uint Time;

    public string? EventId;
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

    /// <summary>By days since 1970.</summary>
    public Dictionary<uint, DayVolume> Days { get; } = [];

    public void Merge(VolumeSeries other)
    {
        foreach (var (day, theirs) in other.Days)
        {
            var mine = Days.GetValueOrDefault(day);
            var isTheirs = theirs.EventId is not null && (mine.EventId is null || IsBefore(theirs.Time, theirs.EventId, mine));
            Days[day] = new DayVolume
            {
                Amount = mine.Amount + theirs.Amount,
                Time = isTheirs ? theirs.Time : mine.Time,
                EventId = isTheirs ? theirs.EventId : mine.EventId,
            };
        }
    }

    public static bool IsBefore(uint time, string eventId, in DayVolume day) =>
        time < day.Time || (time == day.Time && string.CompareOrdinal(eventId, day.EventId) < 0);
}
