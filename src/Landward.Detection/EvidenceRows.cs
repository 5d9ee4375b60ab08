namespace Landward.Detection;

/// <summary>A number of rows in order, each event once, from the first of its origins. Adding one behind the last is cheap: most come in order.</summary>
/// <remarks>Mutable and part of what holds it: a log has any number of findings, and each step from one object to the next is one from memory.</remarks>
internal struct EvidenceRows(int capacity)
{
    private EvidenceRow[] _rows = new EvidenceRow[Math.Min(capacity, 2)];
    private int _start;

    public int Count { get; private set; }

    public readonly bool IsFull => Count == capacity;

    public readonly ref readonly EvidenceRow this[int index] => ref _rows[_start + index];

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

    /// <summary>Where the same event stands, or the place where it would stand.</summary>
    private readonly int Place(in EvidenceRow row, out bool isSame)
    {
        for (var at = Count; at > 0; at--)
        {
            var order = _rows[_start + at - 1].CompareEvent(row);
            isSame = order == 0;
            if (order <= 0)
                return isSame ? at - 1 : at;
        }
        isSame = false;
        return 0;
    }

    private readonly void Replace(int at, in EvidenceRow row)
    {
        if (row.CompareWhole(_rows[_start + at]) < 0)
            _rows[_start + at] = row;
    }

    private void Insert(int at, in EvidenceRow row, bool dropsFirst)
    {
        if (IsFull)
        {
            Count--;
            if (dropsFirst)
            {
                _start++;
                at--;
            }
        }
        if (_start + Count == _rows.Length)
            MakeRoom();
        var rows = _rows.AsSpan(_start, Count + 1);
        rows[at..Count].CopyTo(rows[(at + 1)..]);
        rows[at] = row;
        Count++;
    }

    /// <summary>Moves the rows to the front of an array with room for as many again, so that moving costs little per row.</summary>
    private void MakeRoom()
    {
        var target = _rows.Length < capacity * 2 && _start <= Count ? new EvidenceRow[Math.Min(capacity * 2, Math.Max(2, _rows.Length * 2))] : _rows;
        _rows.AsSpan(_start, Count).CopyTo(target);
        (_rows, _start) = (target, 0);
    }
}
