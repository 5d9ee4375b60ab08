namespace Landward.Sandbox.Clock;

/// <summary>
/// The sandbox's virtual clock: the real one plus an offset, or frozen at an instant. Never runs backwards except by
/// <see cref="Set"/>. Thread-safe.
/// </summary>
internal sealed class SandboxClock(TimeProvider real) : TimeProvider
{
    // Handlers count days back and forth from now: both ends leave them room inside what DateTimeOffset can say.
    public static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    public static readonly DateTimeOffset Latest = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private TimeSpan _offset;
    private DateTimeOffset? _frozenAt;

    public bool IsFrozen
    {
        get
        {
            lock (_gate)
                return _frozenAt is not null;
        }
    }

    /// <summary>How far the clock is ahead of the real one while it runs.</summary>
    public TimeSpan Offset
    {
        get
        {
            lock (_gate)
                return _frozenAt is { } frozen ? frozen - real.GetUtcNow() : _offset;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _frozenAt ?? real.GetUtcNow() + _offset;
    }

    /// <summary>Sets the clock to an instant; a frozen clock stays frozen there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is outside the years the clock can show; the clock is unchanged.</exception>
    public void Set(DateTimeOffset instant)
    {
        RequireShowable(instant);
        lock (_gate)
        {
            _offset = instant - real.GetUtcNow();
            if (_frozenAt is not null)
                _frozenAt = instant;
        }
    }

    /// <summary>Moves the clock forward.</summary>
    /// <exception cref="ArgumentOutOfRangeException">By less than nothing, or beyond the years the clock can show; the clock is unchanged.</exception>
    public void Step(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(by, Latest - (_frozenAt ?? real.GetUtcNow() + _offset));
            _offset += by;
            if (_frozenAt is { } frozen)
                _frozenAt = frozen + by;
        }
    }

    /// <summary>Stops the clock where it is, or lets it run on from there.</summary>
    public void Freeze(bool frozen)
    {
        lock (_gate)
        {
            if (frozen)
            {
                _frozenAt ??= real.GetUtcNow() + _offset;
            }
            else if (_frozenAt is { } instant)
            {
                _offset = instant - real.GetUtcNow();
                _frozenAt = null;
            }
        }
    }

    private static void RequireShowable(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instant, Latest);
    }

    /// <summary>Restores a stored state: offset, or the instant it was frozen at.</summary>
    internal void Restore(TimeSpan offset, DateTimeOffset? frozenAt)
    {
        lock (_gate)
        {
            _offset = offset;
            _frozenAt = frozenAt;
        }
    }
}
