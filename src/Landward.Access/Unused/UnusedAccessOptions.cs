namespace Landward.Access;

public sealed record UnusedAccessOptions
{
    /// <summary>The tracking period in days, back from <see cref="End"/>. The default is 90, as Access Analyzer's.</summary>
    public int Days { get; init; } = 90;

    /// <summary>The end of the tracking period: what happened later is not looked at.</summary>
    public required DateTimeOffset End { get; init; }

    public DateTimeOffset Start => End.AddDays(-Days);
}
