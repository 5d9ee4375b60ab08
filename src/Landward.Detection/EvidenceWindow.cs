using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// The oldest and the newest of any number of matches, in an order that does not depend on how they arrived. An event that was delivered
/// several times stands there once, from the first of its origins.
/// </summary>
internal sealed class EvidenceWindow(int capacity)
{
    private readonly List<EventMatch> _oldest = [];
    private readonly List<EventMatch> _newest = [];

    public EventMatch First => _oldest[0];

    public EventMatch Last => _newest[^1];

    public void Add(EventMatch match)
    {
        Insert(_oldest, match);
        if (_oldest.Count > Math.Max(1, capacity - (capacity / 2)))
            _oldest.RemoveAt(_oldest.Count - 1);
        Insert(_newest, match);
        if (_newest.Count > Math.Max(1, capacity / 2))
            _newest.RemoveAt(0);
    }

    public void Merge(EvidenceWindow other)
    {
        foreach (var match in other._oldest.Concat(other._newest))
            Add(match);
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Evidence> ToEvidence()
    {
        var all = new List<EventMatch>(_oldest);
        foreach (var match in _newest)
            Insert(all, match);
        return [.. all.Select(match => match.Evidence)];
    }

    private static void Insert(List<EventMatch> matches, EventMatch match)
    {
        var at = matches.Count;
        while (at > 0 && matches[at - 1].CompareTo(match) > 0)
            at--;
        if (at > 0 && matches[at - 1].IsSameEvent(match))
            return;
        if (at < matches.Count && matches[at].IsSameEvent(match))
            matches[at] = match;
        else
            matches.Insert(at, match);
    }
}
