using System.Collections.Immutable;
using Landward.Rules.EventPatterns;

namespace Landward.Response.Alerts;

/// <summary>What findings of one alert have in common.</summary>
public enum AlertGrouping
{
    Account,
    Region,
    Type,
    Principal,
    Generator,
}

/// <summary>Which findings become alerts, and who is told.</summary>
/// <param name="Name">Unique among the routes; part of an alert's identity.</param>
/// <param name="Match">Over <see cref="FindingEvent"/>.</param>
/// <param name="Channels">Names of the channels told.</param>
/// <param name="GroupBy">Findings equal in these make one alert.</param>
/// <param name="Repeat">How long further findings of a group join the alert that was sent without another message.</param>
public sealed record AlertRoute(
    string Name,
    EventPattern Match,
    ImmutableArray<string> Channels,
    ImmutableArray<AlertGrouping> GroupBy,
    TimeSpan Repeat)
{
    /// <summary>By account and type.</summary>
    public static ImmutableArray<AlertGrouping> DefaultGrouping { get; } = [AlertGrouping.Account, AlertGrouping.Type];

    /// <summary>24 hours.</summary>
    public static TimeSpan DefaultRepeat { get; } = TimeSpan.FromHours(24);
}
