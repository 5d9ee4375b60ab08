using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>The oldest and the newest of any number of matches, in an order that does not depend on how they arrived.</summary>
internal sealed class EvidenceWindow(int capacity)
{
    private readonly SortedSet<EventMatch> _oldest = [];
    private readonly SortedSet<EventMatch> _newest = [];

    public EventMatch First => _oldest.Min!;

    public EventMatch Last => _newest.Max!;

    public void Add(EventMatch match)
    {
        _oldest.Add(match);
        if (_oldest.Count > Math.Max(1, capacity - (capacity / 2)))
            _oldest.Remove(_oldest.Max!);
        _newest.Add(match);
        if (_newest.Count > Math.Max(1, capacity / 2))
            _newest.Remove(_newest.Min!);
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Evidence> ToEvidence() => [.. _oldest.Union(_newest).Order().Select(match => match.Evidence)];
}
