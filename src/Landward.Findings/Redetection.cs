using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Findings;

/// <summary>Joins what an engine found now with what was stored under the same id, so that the same evidence counts once.</summary>
internal static class Redetection
{
    /// <summary>Most pieces of evidence kept with a finding; of more, the oldest and the newest stay.</summary>
    internal const int LargestEvidence = 100;

    public static Finding Join(Finding stored, Finding found)
    {
        var newest = found.LastSeen >= stored.LastSeen ? found : stored;
        var evidence = JoinEvidence(stored.Evidence, found.Evidence);
        return newest with
        {
            Techniques = Union(stored.Techniques, found.Techniques),
            Tactics = Union(stored.Tactics, found.Tactics),
            Resources = [.. stored.Resources.Union(found.Resources)],
            FirstSeen = stored.FirstSeen < found.FirstSeen ? stored.FirstSeen : found.FirstSeen,
            Count = JoinCount(stored, found, evidence.Length),
            Evidence = Cap(evidence),
            Facts = stored.Facts.SetItems(found.Facts),
        };
    }

    /// <summary>
    /// Exact while both sides carry all their evidence. Beyond the cap, runs that do not overlap in time add up, and of runs
    /// that do the larger counts: replaying either changes nothing.
    /// </summary>
    private static int JoinCount(Finding stored, Finding found, int distinct)
    {
        if (stored.Evidence.Length == stored.Count && found.Evidence.Length == found.Count)
            return distinct;
        var apart = found.FirstSeen > stored.LastSeen || found.LastSeen < stored.FirstSeen;
        return apart ? (int)Math.Min((long)stored.Count + found.Count, int.MaxValue) : Math.Max(stored.Count, found.Count);
    }

    private static ImmutableArray<Evidence> JoinEvidence(ImmutableArray<Evidence> stored, ImmutableArray<Evidence> found) =>
    [
        .. stored.Concat(found)
            .DistinctBy(evidence => evidence.EventId)
            .OrderBy(evidence => evidence.Time)
            .ThenBy(evidence => evidence.EventId, StringComparer.Ordinal),
    ];

    private static ImmutableArray<Evidence> Cap(ImmutableArray<Evidence> evidence) =>
        evidence.Length <= LargestEvidence ? evidence : [.. evidence[..(LargestEvidence / 2)], .. evidence[^(LargestEvidence / 2)..]];

    private static ImmutableArray<string> Union(ImmutableArray<string> stored, ImmutableArray<string> found) =>
        [.. stored.Union(found).Order(StringComparer.Ordinal)];
}
