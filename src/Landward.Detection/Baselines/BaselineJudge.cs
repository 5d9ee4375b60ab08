using System.Globalization;

namespace Landward.Detection.Baselines;

/// <summary>What is said about a value of a dimension at some time.</summary>
internal enum Verdict
{
    /// <summary>There is no value, or the principal shows so many that one more says nothing.</summary>
    NotJudged,

    /// <summary>The principal is still being learned.</summary>
    Learning,

    Known,

    New,
}

/// <summary>
/// Decides what is new, when everything is read: from first times only, which do not depend on the order of events.
/// </summary>
/// <remarks>
/// A dimension of a principal is learned from its first value on. A value is new when it was first seen after the window, for half a
/// window from then; after that without a finding it belongs to the principal. A value that raised a finding stays new until
/// somebody accepts it. A principal who shows three or more other new values in the half window before is not judged by that dimension.
/// </remarks>
internal sealed class BaselineJudge(PrincipalTable principals)
{
    /// <summary>A history of fewer events describes nobody.</summary>
    private const uint LeastEvents = 5;

    private const int Habit = 3;
    private const uint Day = 86_400;

    private readonly Dictionary<BaselineDimension, ValueSet> _organization = [];
    private uint? _start;

    /// <summary>When the first principal was seen.</summary>
    private uint Beginning => _start ??= principals.All.Select(principal => principal.First).DefaultIfEmpty(uint.MaxValue).Min();

    /// <summary>Whether anybody, or the organization, may be learned by then: before that nothing is new.</summary>
    public bool MayJudge(uint time, uint learn) => time >= (ulong)Beginning + learn;

    /// <summary>Whether the value is new for the principal; for one that is still being learned, whether it is for the whole organization.</summary>
    public Verdict Judge(PrincipalHistory principal, BaselineDimension dimension, ulong key, uint time, uint learn)
    {
        if (key == 0 || principal.Find(dimension) is not { } set)
            return Verdict.NotJudged;
        var verdict = Judge(set, key, Start(principal, dimension), Events(principal.Find(BaselineDimension.Region), Start(principal, dimension), learn), time, learn);
        return verdict == Verdict.Learning ? JudgeOrganization(dimension, key, time, learn) : verdict;
    }

    /// <summary>Whether the principal's own history says something about the dimension at that time.</summary>
    public static bool IsLearned(PrincipalHistory principal, BaselineDimension dimension, uint time, uint learn) =>
        IsLearned(Start(principal, dimension), Events(principal.Find(BaselineDimension.Region), Start(principal, dimension), learn), time, learn);

    /// <summary>The row compared with, for people.</summary>
    public string Describe(PrincipalHistory principal, BaselineDimension dimension, ulong key, uint time, uint learn)
    {
        var set = principal.Find(dimension)!;
        var isOwn = IsLearned(principal, dimension, time, learn);
        var basis = isOwn ? set : Organization(dimension);
        var rows = basis.Oldest().ToArray();
        var value = rows.FirstOrDefault(row => row.Key == key).Text ?? set.Oldest().FirstOrDefault(row => row.Key == key).Text ?? "another value";
        var known = rows.Where(row => row.Key != key && !row.IsHeld).ToArray();
        var events = known.Sum(row => (long)row.Count);
        var seen = known.Length == 0 ? "nothing" : string.Join(", ", known.Take(3).Select(row => row.Text)) + (known.Length > 3 ? $" and {known.Length - 3} more" : string.Empty);
        var since = known.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" since {DateTimeOffset.FromUnixTimeSeconds(known[0].First):yyyy-MM-dd}");
        var count = basis.Overflowed ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" in {events} events");
        return $"{Name(dimension)} {value} (before: {seen}{since}{count}{(isOwn ? string.Empty : ", the whole organization")})";
    }

    private static string Name(BaselineDimension dimension) => dimension switch
    {
        BaselineDimension.Api => "API",
        BaselineDimension.Country => "country",
        BaselineDimension.System => "network",
        BaselineDimension.Network => "address block",
        BaselineDimension.UserAgent => "user agent",
        BaselineDimension.Region => "Region",
        BaselineDimension.Account => "account",
        BaselineDimension.Role => "role",
        BaselineDimension.Bucket => "bucket",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Where an address is depends on files, which may come later than the principal; everything else starts with its first event.</summary>
    private static uint Start(PrincipalHistory principal, BaselineDimension dimension) =>
        dimension is BaselineDimension.Country or BaselineDimension.System ? First(principal.Find(dimension)) : principal.First;

    private static uint First(ValueSet? set)
    {
        var first = uint.MaxValue;
        foreach (var row in set is null ? [] : set.Rows)
        {
            if (row.Key != 0 && !row.IsHeld)
                first = Math.Min(first, row.First);
        }
        return first;
    }

    /// <summary>How many events there are to learn from: every event has a Region.</summary>
    private static ulong Events(ValueSet? regions, uint start, uint learn)
    {
        ulong events = 0;
        foreach (var row in regions is null ? [] : regions.Rows)
        {
            if (row.Key != 0 && !row.IsHeld && row.First < (ulong)start + learn)
                events += row.Count;
        }
        return events;
    }

    /// <summary>Whether the window is over, and there was something to learn from.</summary>
    private static bool IsLearned(uint start, ulong events, uint time, uint learn) => time >= (ulong)start + learn && events >= LeastEvents;

    private static Verdict Judge(ValueSet set, ulong key, uint start, ulong events, uint time, uint learn)
    {
        if (!IsLearned(start, events, time, learn))
            return Verdict.Learning;
        var slot = set.Find(key);
        if (slot < 0)
            return First(set) < start + learn && Latest(set) < start + learn ? Verdict.NotJudged : Verdict.New;
        ref var value = ref set.Row(slot);
        if (value.IsHeld)
            return Verdict.New;
        if (value.First < start + learn || time >= value.First + (learn / 2))
            return Verdict.Known;
        var others = 0;
        foreach (var row in set.Rows)
        {
            if (row.Key != 0 && row.First >= start + (learn / 2) && row.First + (learn / 2) >= value.First && row.First + Day <= value.First)
                others++;
        }
        return others >= Habit ? Verdict.NotJudged : Verdict.New;
    }

    private static uint Latest(ValueSet set)
    {
        uint latest = 0;
        foreach (var row in set.Rows)
            latest = row.Key != 0 ? Math.Max(latest, row.First) : latest;
        return latest;
    }

    private Verdict JudgeOrganization(BaselineDimension dimension, ulong key, uint time, uint learn)
    {
        var set = Organization(dimension);
        var start = dimension is BaselineDimension.Country or BaselineDimension.System ? First(set) : Beginning;
        return Judge(set, key, start, Events(Organization(BaselineDimension.Region), start, learn), time, learn);
    }

    /// <summary>What anybody shows. Values that raised a finding with one principal are held for all.</summary>
    private ValueSet Organization(BaselineDimension dimension)
    {
        if (_organization.TryGetValue(dimension, out var all))
            return all;
        all = new ValueSet(int.MaxValue);
        foreach (var principal in principals.All)
        {
            if (principal.Find(dimension) is { } set)
                all.Merge(set);
        }
        return _organization[dimension] = all;
    }
}
