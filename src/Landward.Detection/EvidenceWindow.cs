using System.Collections.Immutable;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// The oldest and the newest of any number of events, in an order that does not depend on how they arrived. An event that was delivered
/// several times stands there once, from the first of its origins.
/// </summary>
internal struct EvidenceWindow
{
    private EvidenceRows _oldest;
    private EvidenceRows _newest;

    /// <summary>Later events are not among the oldest.</summary>
    private long _oldestEnd = long.MaxValue;

    /// <summary>Earlier events are not among the newest.</summary>
    private long _newestStart = long.MinValue;

    /// <summary>Later events come behind all of the newest.</summary>
    private long _newestEnd = long.MinValue;

    public EvidenceWindow(int capacity) =>
        (_oldest, _newest) = (new EvidenceRows(Math.Max(1, capacity - (capacity / 2))), new EvidenceRows(Math.Max(1, capacity / 2)));

    public readonly bool IsEmpty => _oldest.Count == 0;

    /// <summary>As many events are cited as there may be.</summary>
    public readonly bool IsFull => _oldest.IsFull && _newest.IsFull;

    /// <summary>How many events are cited; of many, those that are among the oldest and the newest both are counted twice.</summary>
    public readonly int Count => _oldest.IsFull ? _oldest.Count + _newest.Count : _oldest.Count;

    public readonly ref readonly EvidenceRow First => ref _oldest[0];

    public readonly ref readonly EvidenceRow Last => ref _newest[_newest.Count - 1];

    /// <summary>As <see cref="EvidenceContext.Excess"/>, of all that is cited.</summary>
    public readonly int Excess
    {
        get
        {
            var excess = 0;
            for (var i = 0; i < _oldest.Count; i++)
                excess += _oldest[i].Context.Excess;
            for (var i = 0; i < _newest.Count; i++)
                excess += _newest[i].Context.Excess;
            return excess;
        }
    }

    public void Add(in EvidenceRow row)
    {
        if (row.Ticks <= _oldestEnd && (!_oldest.IsFull || row.CompareWhole(_oldest[_oldest.Count - 1]) < 0))
        {
            _oldest.KeepOldest(row);
            if (_oldest.IsFull)
                _oldestEnd = _oldest[_oldest.Count - 1].Ticks;
        }
        // A log has any number of findings: what they hold is not looked at where times decide.
        if (row.Ticks > _newestEnd)
            _newest.Append(row);
        else if (row.Ticks >= _newestStart)
            _newest.KeepNewest(row);
        else
            return;
        _newestEnd = Math.Max(_newestEnd, row.Ticks);
        if (_newest.IsFull)
            _newestStart = _newest[0].Ticks;
    }

    public void Merge(in EvidenceWindow other)
    {
        for (var i = 0; i < other._oldest.Count; i++)
            Add(other._oldest[i]);
        for (var i = 0; i < other._newest.Count; i++)
            Add(other._newest[i]);
    }

    /// <summary>Oldest first.</summary>
    public readonly ImmutableArray<Evidence> ToEvidence()
    {
        var all = new EvidenceRows(_oldest.Count + _newest.Count);
        for (var i = 0; i < _oldest.Count; i++)
            all.KeepOldest(_oldest[i]);
        for (var i = 0; i < _newest.Count; i++)
            all.KeepOldest(_newest[i]);
        var evidence = ImmutableArray.CreateBuilder<Evidence>(all.Count);
        for (var i = 0; i < all.Count; i++)
            evidence.Add(all[i].ToEvidence());
        return evidence.ToImmutable();
    }
}
