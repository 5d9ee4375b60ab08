using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// The oldest and the newest of any number of events, in an order that does not depend on how they arrived. An event that was delivered
/// several times stands there once, from the first of its origins.
/// </summary>
internal sealed class EvidenceWindow(int capacity)
{
    private readonly List<EvidenceRow> _oldest = [];
    private readonly List<EvidenceRow> _newest = [];

    public EvidenceRow First => _oldest[0];

    public EvidenceRow Last => _newest[^1];

    private int MaxOldest => Math.Max(1, capacity - (capacity / 2));

    private int MaxNewest => Math.Max(1, capacity / 2);

    public void Add(in EvidenceRow row)
    {
        if (_oldest.Count < MaxOldest || row.CompareWhole(_oldest[^1]) < 0)
        {
            Insert(_oldest, row);
            if (_oldest.Count > MaxOldest)
                _oldest.RemoveAt(_oldest.Count - 1);
        }
        if (_newest.Count == MaxNewest && row.CompareEvent(_newest[0]) < 0)
            return;
        Insert(_newest, row);
        if (_newest.Count > MaxNewest)
            _newest.RemoveAt(0);
    }

    public void Merge(EvidenceWindow other)
    {
        foreach (var row in other._oldest)
            Add(row);
        foreach (var row in other._newest)
            Add(row);
    }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<Evidence> ToEvidence()
    {
        var all = new List<EvidenceRow>(_oldest);
        foreach (var row in _newest)
            Insert(all, row);
        return [.. all.Select(row => row.ToEvidence())];
    }

    private static void Insert(List<EvidenceRow> rows, in EvidenceRow row)
    {
        var at = rows.Count;
        while (at > 0 && rows[at - 1].CompareWhole(row) > 0)
            at--;
        if (at > 0 && rows[at - 1].CompareEvent(row) == 0)
            return;
        if (at < rows.Count && rows[at].CompareEvent(row) == 0)
            rows[at] = row;
        else
            rows.Insert(at, row);
    }
}
