namespace Landward.Sandbox.Trails;

/// <summary>
/// The newest events of the sandbox, in the order of their sequence numbers. Used under the engine's gate; the oldest are dropped
/// above the capacity (the store keeps them).
/// </summary>
public sealed class EventLog(int capacity)
{
    private readonly Queue<RecordedEvent> _events = new();
    private RecordedEvent[]? _snapshot;

    /// <summary>Sequence number of the newest event; 0 when there is none.</summary>
    public long LastSequence { get; private set; }

    public void Add(RecordedEvent recorded)
    {
        _events.Enqueue(recorded);
        if (_events.Count > capacity)
            _events.Dequeue();
        LastSequence = recorded.Sequence;
        _snapshot = null;
    }

    /// <summary>Events after a sequence number, oldest first.</summary>
    public IReadOnlyList<RecordedEvent> Since(long sequence, int limit = int.MaxValue)
    {
        var events = _snapshot ??= [.. _events];
        var start = FirstAfter(events, sequence);
        return new ArraySegment<RecordedEvent>(events, start, Math.Min(limit, events.Length - start));
    }

    /// <summary>Events of one account and Region, newest first.</summary>
    public IEnumerable<RecordedEvent> Newest(string account, string region)
    {
        var events = _snapshot ??= [.. _events];
        for (var i = events.Length - 1; i >= 0; i--)
        {
            if (events[i].Account == account && events[i].Region == region)
                yield return events[i];
        }
    }

    public void Clear()
    {
        _events.Clear();
        _snapshot = null;
        LastSequence = 0;
    }

    private static int FirstAfter(RecordedEvent[] events, long sequence)
    {
        var (low, high) = (0, events.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (events[middle].Sequence <= sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
