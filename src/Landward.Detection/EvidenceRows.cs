namespace Landward.Detection;

/// <summary>
/// A number of rows in order, each event once, from the first of its origins, in a ring: adding one behind the last is cheap, and most
/// come in order.
/// </summary>
/// <remarks>Mutable and part of what holds it: a log has any number of findings, and each step from one object to the next is one from memory.</remarks>
internal struct EvidenceRows(int capacity)
{
    private EvidenceRow[] _rows = new EvidenceRow[1];
    private int _start;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == capacity;

    public readonly ref readonly EvidenceRow this[int index] => ref At(index);

    /// <summary>Adds a row; where there are too many then, the newest is dropped.</summary>
    public void KeepOldest(in EvidenceRow row)
    {
        var at = Place(row, out var isSame);
        if (isSame)
            Replace(at, row);
        else if (at < capacity)
            Insert(at, row, dropsFirst: false);
    }

    /// <summary>Adds a row; where there are too many then, the oldest is dropped.</summary>
    public void KeepNewest(in EvidenceRow row)
    {
        var at = Place(row, out var isSame);
        if (isSame)
            Replace(at, row);
        else if (at > 0 || !IsFull)
            Insert(at, row, dropsFirst: true);
    }

    /// <summary>Adds a row that is newer than all; where there are too many then, the oldest is dropped.</summary>
    public void Append(in EvidenceRow row) => Insert(Count, row, dropsFirst: true);

    private readonly ref EvidenceRow At(int index)
    {
        var at = _start + index;
        return ref _rows[at < _rows.Length ? at : at - _rows.Length];
    }

    /// <summary>Where the same event stands, or the place where it would stand.</summary>
    private readonly int Place(in EvidenceRow row, out bool isSame)
    {
        for (var at = Count; at > 0; at--)
        {
            var order = At(at - 1).CompareEvent(row);
            isSame = order == 0;
            if (order <= 0)
                return isSame ? at - 1 : at;
        }
        isSame = false;
        return 0;
    }

    private readonly void Replace(int at, in EvidenceRow row)
    {
        if (row.CompareWhole(At(at)) < 0)
            At(at) = row;
    }

    private void Insert(int at, in EvidenceRow row, bool dropsFirst)
    {
        if (IsFull)
        {
            Count--;
            if (dropsFirst)
            {
                _start = _start + 1 < _rows.Length ? _start + 1 : 0;
                at--;
            }
        }
        if (Count == _rows.Length)
            Grow();
        for (var i = Count; i > at; i--)
            At(i) = At(i - 1);
        At(at) = row;
        Count++;
    }

    private void Grow()
    {
        var larger = new EvidenceRow[Math.Min(capacity, Math.Max(2, _rows.Length * 2))];
        for (var i = 0; i < Count; i++)
            larger[i] = At(i);
        (_rows, _start) = (larger, 0);
    }
}
