namespace Landward.Detection.Baselines;

/// <summary>What runs have learned about principals: which values they showed since when, and how much they did on which day.</summary>
public sealed class BaselineHistory
{
    /// <summary>How long a principal is learned before it is judged, unless the user or a rule says otherwise.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromDays(14);

    internal BaselineHistory(PrincipalTable principals, VolumeTable volumes, uint through)
    {
        Principals = principals;
        Volumes = volumes;
        ThroughSeconds = through;
    }

    /// <summary>Nothing is learned yet.</summary>
    public static BaselineHistory Empty { get; } = new(new PrincipalTable(), new VolumeTable(), 0);

    /// <summary>How many principals are known.</summary>
    public int PrincipalCount => Principals.All.Count;

    /// <summary>The first event learned from; null when there is none.</summary>
    public DateTimeOffset? Since =>
        Principals.All.Count == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(Principals.All.Min(principal => principal.First));

    /// <summary>The newest event learned from: those up to it are not counted again. Null when there is none.</summary>
    public DateTimeOffset? Through => ThroughSeconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(ThroughSeconds);

    internal PrincipalTable Principals { get; }

    internal VolumeTable Volumes { get; }

    internal uint ThroughSeconds { get; }

    /// <summary>How many principals were learned for the window before their last event.</summary>
    public int Learned(TimeSpan window) =>
        Principals.All.Count(principal => principal.Last >= (ulong)principal.First + (ulong)window.TotalSeconds);

    /// <summary>
    /// Takes what raised findings as normal from now on, for principals whose name the pattern (<c>*</c>, <c>?</c>) fits.
    /// </summary>
    /// <returns>How many values were accepted.</returns>
    public int Accept(string pattern)
    {
        var accepted = 0;
        foreach (var principal in Principals.All.Where(principal => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, principal.Text, ignoreCase: false)))
        {
            foreach (var dimension in Enum.GetValues<BaselineDimension>())
                accepted += principal.Find(dimension)?.Accept(principal.First) ?? 0;
        }
        return accepted;
    }
}
