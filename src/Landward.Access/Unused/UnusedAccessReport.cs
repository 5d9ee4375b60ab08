using System.Collections.Immutable;

namespace Landward.Access;

/// <summary>What was not used, and how much the logs can tell about that.</summary>
/// <param name="Findings">Ordered by account, principal, kind.</param>
/// <param name="Seen">The first and last event of the logs; null without events.</param>
/// <param name="NotTold">Granted actions, by principal ARN, whose use these logs cannot show; nothing is claimed about them.</param>
/// <param name="Undecided">Principals with policies that could not be read.</param>
/// <param name="Notes">What the report could not take into account, as sentences.</param>
public sealed record UnusedAccessReport(
    UnusedAccessOptions Options,
    ImmutableArray<UnusedAccess> Findings,
    (DateTimeOffset First, DateTimeOffset Last)? Seen,
    ImmutableSortedDictionary<string, ImmutableArray<string>> NotTold,
    ImmutableArray<string> Undecided,
    ImmutableArray<string> Notes)
{
    /// <summary>The logs reach over the whole tracking period.</summary>
    public bool CoversPeriod => Seen is { } seen && seen.First <= Options.Start.AddDays(1) && seen.Last >= Options.End.AddDays(-1);
}
