using System.Collections.Immutable;
using Landward.Detection.Correlations;

namespace Landward.Detection;

/// <summary>A match whose gates have not seen enough yet.</summary>
/// <param name="Correlated">What correlations that count the rule need of it.</param>
/// <param name="Questions">The gates that wait, by position, with what they left.</param>
internal sealed record HeldMatch(DetectionRule Rule, EventMatch Match, CorrelatedMatch? Correlated, ImmutableArray<(int Gate, object Waiting)> Questions);

/// <summary>Matches that wait until everything is read, and how many of them there may be.</summary>
internal sealed class HeldMatches(int limit)
{
    private readonly List<HeldMatch> _matches = [];
    private long _count;

    public bool Overflowed => _count > limit;

    public void Add(DetectionRule rule, EventMatch match, CorrelatedMatch? correlated, ImmutableArray<(int Gate, object Waiting)> questions)
    {
        if (++_count <= limit)
            _matches.Add(new HeldMatch(rule, match, correlated, questions));
    }

    public void Merge(HeldMatches other)
    {
        _matches.AddRange(other._matches);
        _count += other._count;
    }

    /// <summary>By rule and event; an event that was delivered several times once, from the first of its origins.</summary>
    public IEnumerable<HeldMatch> InOrder()
    {
        HeldMatch? previous = null;
        foreach (var held in _matches.OrderBy(held => held.Rule.Id, StringComparer.Ordinal).ThenBy(held => held.Match))
        {
            if (previous?.Rule != held.Rule || !previous.Match.IsSameEvent(held.Match))
                yield return held;
            previous = held;
        }
    }
}
