namespace Landward.Detection.Callers;

/// <summary>The different callers behind a finding, as long as they are few.</summary>
internal sealed class CallerSet
{
    private const int MaxCallers = 256;
    private readonly HashSet<Caller> _callers = [];
    private bool _overflowed;

    public void Add(Caller caller)
    {
        if (_callers.Count < MaxCallers)
            _callers.Add(caller);
        else
            _overflowed |= !_callers.Contains(caller);
    }

    public void Merge(CallerSet other)
    {
        foreach (var caller in other._callers)
            Add(caller);
        _overflowed |= other._overflowed;
    }

    /// <summary>Every caller is one whose daily business such calls are. False when there were too many to know.</summary>
    public bool AreEveryday(CallerHistory history) => !_overflowed && _callers.Count > 0 && _callers.All(history.IsEverydayCaller);
}
