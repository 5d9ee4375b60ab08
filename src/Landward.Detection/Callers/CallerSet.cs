namespace Landward.Detection.Callers;

/// <summary>
/// The different callers behind a finding. Of more than a few hundred a sample stands for all, the same in whatever order they come: it is
/// taken by a hash that callers cannot choose.
/// </summary>
internal sealed class CallerSet
{
    private const int Capacity = 256;
    private readonly HashSet<Caller> _callers = [];
    private Caller _last;
    private ulong _limit = ulong.MaxValue;

    public void Add(Caller caller)
    {
        if (_callers.Count > 0 && caller == _last)
            return;
        _last = caller;
        if (caller.Order > _limit || !_callers.Add(caller) || _callers.Count < 2 * Capacity)
            return;
        Trim();
    }

    public void Merge(CallerSet other)
    {
        foreach (var caller in other._callers)
            Add(caller);
    }

    /// <summary>Why such calls are every caller's daily business; null when they are not, or nobody is known to have called.</summary>
    public string? WhyEveryday(CallerHistory history)
    {
        if (_callers.Count > Capacity)
            Trim();
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var caller in _callers)
        {
            if (history.WhyEveryday(caller) is not { } reason)
                return null;
            reasons.Add(reason);
        }
        return reasons.Count == 0 ? null : string.Join(", ", reasons);
    }

    private void Trim()
    {
        var kept = _callers.OrderBy(caller => caller.Order).Take(Capacity).ToArray();
        _callers.Clear();
        _callers.UnionWith(kept);
        _limit = kept[^1].Order;
    }
}
