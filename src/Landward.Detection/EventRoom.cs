namespace Landward.Detection;

/// <summary>
/// Room for events that wait until everything is read, counted in rows of 48 bytes. The workers of a run share it, and all in them that hold
/// such events: each takes a little in advance, so that it rarely has to ask.
/// </summary>
internal sealed class EventRoom(int rows)
{
    private readonly int _portion = Math.Clamp(rows / 1024, 1, 1024);
    private long _left = rows;

    /// <summary>Takes at least so much; zero when nothing is left. Safe to call from several threads.</summary>
    public int Take(int cost)
    {
        if (Volatile.Read(ref _left) <= 0)
            return 0;
        var taken = Math.Max(cost, _portion);
        Interlocked.Add(ref _left, -taken);
        return taken;
    }

    /// <summary>Makes room again.</summary>
    public void Give(long cost) => Interlocked.Add(ref _left, cost);
}

/// <summary>What one holder of events has taken of the room. Mutable, and part of its holder.</summary>
internal struct RoomShare(EventRoom room)
{
    private int _left;

    /// <summary>What was used.</summary>
    public long Used { get; private set; }

    /// <summary>Something did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Uses room, if there is some left: the last one may take a little more than that.</summary>
    public bool TryUse(int cost)
    {
        if (_left <= 0 && (_left += room.Take(cost - _left)) <= 0)
        {
            Overflowed = true;
            return false;
        }
        _left -= cost;
        Used += cost;
        return true;
    }

    /// <summary>Uses room for what is held already: the next one may find none.</summary>
    public void Use(int cost)
    {
        _left -= cost;
        Used += cost;
    }

    /// <summary>Gives everything back, because nothing is held any more.</summary>
    public void Clear()
    {
        room.Give(Used + _left);
        (_left, Used) = (0, 0);
    }
}
