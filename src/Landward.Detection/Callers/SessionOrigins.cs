namespace Landward.Detection.Callers;

/// <summary>Who asked for the sessions whose beginning is in the logs.</summary>
/// <remarks>Bounded as <see cref="HourTable"/> is: of too many sessions, those with the smallest hashes are kept.</remarks>
internal sealed class SessionOrigins(int capacity)
{
    private readonly Dictionary<ulong, Caller> _callers = [];
    private ulong _limit = ulong.MaxValue;

    public int Count => _callers.Count;

    public void Add(ulong session, Caller caller)
    {
        if (session > _limit)
            return;
        // A key is given out once; should logs say otherwise, the choice does not depend on their order.
        if (!_callers.TryGetValue(session, out var known) || caller.Order < known.Order)
            _callers[session] = caller;
        if (_callers.Count >= capacity + Math.Max(1, capacity / 4))
            Trim();
    }

    public void Merge(SessionOrigins other)
    {
        foreach (var (session, caller) in other._callers)
            Add(session, caller);
        _limit = Math.Min(_limit, other._limit);
    }

    /// <summary>As <see cref="Merge"/>, and empties the other, which refuses from then on what this one refuses.</summary>
    public void Take(SessionOrigins other)
    {
        Merge(other);
        other._callers.Clear();
        other._callers.TrimExcess();
        other._limit = Math.Min(other._limit, _limit);
    }

    /// <summary>Who began the session; null when the logs do not say, an unknown caller when there were too many sessions to know.</summary>
    public Caller? Find(ulong session)
    {
        if (_callers.Count > capacity)
            Trim();
        return session > _limit ? default(Caller) : _callers.TryGetValue(session, out var caller) ? caller : null;
    }

    private void Trim()
    {
        var sessions = _callers.Keys.Order().ToArray();
        foreach (var session in sessions.AsSpan(capacity))
            _callers.Remove(session);
        _limit = sessions[capacity - 1];
    }
}
