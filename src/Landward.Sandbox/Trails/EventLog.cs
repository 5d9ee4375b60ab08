namespace Landward.Sandbox.Trails;

/// <summary>
/// The newest events of the sandbox, in the order of their sequence numbers. Used under the engine's gate; the oldest are dropped
/// above the capacity (the store keeps them).
/// </summary>
internal sealed class EventLog(int capacity)
{
    private const int SmallestRing = 64;

    // A ring that grows up to the capacity: the oldest event is at _start.
    private RecordedEvent[] _ring = [];
    private int _start;
    private int _count;

    /// <summary>Sequence number of the newest event; 0 when there is none.</summary>
    public long LastSequence { get; private set; }

    public void Add(RecordedEvent recorded)
    {
        LastSequence = recorded.Sequence;
        if (capacity == 0)
            return;
        if (_count == _ring.Length && _count < capacity)
            Grow();
        if (_count == _ring.Length)
            _start = (_start + 1) % _ring.Length;
        else
            _count++;
        _ring[Place(_count - 1)] = recorded;
    }

    /// <summary>Events after a sequence number, oldest first.</summary>
    public IReadOnlyList<RecordedEvent> Since(long sequence, int limit = int.MaxValue)
    {
        var first = FirstAfter(sequence);
        var events = new RecordedEvent[Math.Min(limit, _count - first)];
        for (var i = 0; i < events.Length; i++)
            events[i] = _ring[Place(first + i)];
        return events;
    }

    /// <summary>Events of one account and Region, newest first. To be read before the next event is added.</summary>
    public IEnumerable<RecordedEvent> Newest(string account, string region)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            var recorded = _ring[Place(i)];
            if (recorded.Account == account && recorded.Region == region)
                yield return recorded;
        }
    }

    public void Clear()
    {
        _ring = [];
        _start = 0;
        _count = 0;
        LastSequence = 0;
    }

    // Only full rings that have not wrapped yet grow: they wrap at the capacity.
    private void Grow() => Array.Resize(ref _ring, Math.Min(capacity, Math.Max(SmallestRing, _ring.Length * 2)));

    private int Place(int index) => (_start + index) % _ring.Length;

    private int FirstAfter(long sequence)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ring[Place(middle)].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
