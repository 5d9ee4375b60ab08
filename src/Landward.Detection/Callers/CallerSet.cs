namespace Landward.Detection.Callers;

/// <summary>
/// The different callers behind a finding. Of more than a few hundred a sample stands for all, the same in whatever order they come: it is
/// taken by a hash that callers cannot choose.
/// </summary>
internal sealed class CallerSet
{
    private const int Capacity = 256;

    /// <summary>Null while there is one caller at most, as behind most findings.</summary>
    private HashSet<Caller>? _callers;
    private Caller _last;
    private bool _isEmpty = true;
    private ulong _limit = ulong.MaxValue;

    /// <summary>How many callers are known.</summary>
    public int Count => _callers?.Count ?? (_isEmpty ? 0 : 1);

    /// <returns>Whether the caller was not known.</returns>
    public bool Add(in Caller caller)
    {
        if (_isEmpty)
        {
            (_last, _isEmpty) = (caller, false);
            return true;
        }
        if (caller == _last)
            return false;
        _callers ??= [_last];
        _last = caller;
        if (caller.Order > _limit || !_callers.Add(caller))
            return false;
        if (_callers.Count >= 2 * Capacity)
            Trim(_callers);
        return true;
    }

    public void Merge(CallerSet other)
    {
        foreach (var caller in other.All)
            Add(caller);
    }

    /// <summary>Why such calls are every caller's daily business; null when they are not, or nobody is known to have called.</summary>
    public string? WhyEveryday(CallerHistory history)
    {
        if (_callers is { Count: > Capacity } callers)
            Trim(callers);
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var caller in All)
        {
            if (history.WhyEveryday(caller) is not { } reason)
                return null;
            reasons.Add(reason);
        }
        return reasons.Count == 0 ? null : string.Join(", ", reasons);
    }

    private IEnumerable<Caller> All => _callers is not null ? _callers : _isEmpty ? [] : [_last];

    private void Trim(HashSet<Caller> callers)
    {
        var kept = callers.OrderBy(caller => caller.Order).Take(Capacity).ToArray();
        callers.Clear();
        callers.UnionWith(kept);
        _limit = kept[^1].Order;
    }
}
