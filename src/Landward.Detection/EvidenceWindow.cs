using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// The oldest and the newest of any number of events, in an order that does not depend on how they arrived. An event that was delivered
/// several times stands there once, from the first of its origins.
/// </summary>
internal sealed class EvidenceWindow(int capacity)
{
    private readonly List<EvidenceEntry> _oldest = [];
    private readonly List<EvidenceEntry> _newest = [];

    public EvidenceEntry First => _oldest[0];

    public EvidenceEntry Last => _newest[^1];

    private int MaxOldest => Math.Max(1, capacity - (capacity / 2));

    private int MaxNewest => Math.Max(1, capacity / 2);

    /// <summary>
    /// Adds an event if it is among the oldest or newest. The entry is the window's afterwards; what comes back is free to be used for
    /// the next event.
    /// </summary>
    public EvidenceEntry Add(EvidenceEntry entry)
    {
        if (_oldest.Count < MaxOldest || entry.CompareWhole(_oldest[^1]) < 0)
        {
            Insert(_oldest, entry.Copy());
            if (_oldest.Count > MaxOldest)
                _oldest.RemoveAt(_oldest.Count - 1);
        }
        if (_newest.Count == MaxNewest && entry.CompareEvent(_newest[0]) < 0)
            return entry;
        var free = Insert(_newest, entry);
        if (_newest.Count <= MaxNewest)
            return free ?? new EvidenceEntry();
        free = _newest[0];
        _newest.RemoveAt(0);
        return free;
    }

    public void Merge(EvidenceWindow other)
    {
        foreach (var entry in other._oldest.Concat(other._newest))
            Add(entry.Copy());
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Evidence> ToEvidence()
    {
        var all = new List<EvidenceEntry>(_oldest);
        foreach (var entry in _newest)
            Insert(all, entry);
        return [.. all.Select(entry => entry.ToEvidence())];
    }

    /// <summary>Puts the entry in its place; answers the one that is not needed after all, if the event stood there already.</summary>
    private static EvidenceEntry? Insert(List<EvidenceEntry> entries, EvidenceEntry entry)
    {
        var at = entries.Count;
        while (at > 0 && entries[at - 1].CompareWhole(entry) > 0)
            at--;
        if (at > 0 && entries[at - 1].CompareEvent(entry) == 0)
            return entry;
        if (at < entries.Count && entries[at].CompareEvent(entry) == 0)
        {
            var replaced = entries[at];
            entries[at] = entry;
            return replaced;
        }
        entries.Insert(at, entry);
        return null;
    }
}
