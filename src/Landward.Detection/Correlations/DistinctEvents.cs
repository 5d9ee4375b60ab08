namespace Landward.Detection.Correlations;

/// <summary>
/// Finds a different event for each of several rules, where an event may match more than one of them: a matching in the graph of rules and
/// events, grown by augmenting paths.
/// </summary>
/// <param name="candidates">By rule: the events that match it.</param>
internal sealed class DistinctEvents(IReadOnlyList<IReadOnlyList<CorrelatedEvent>> candidates)
{
    private readonly Dictionary<CorrelatedEvent, int> _ruleOf = [];
    private readonly CorrelatedEvent?[] _eventOf = new CorrelatedEvent?[candidates.Count];

    /// <summary>The rule's event; null where none was assigned.</summary>
    public CorrelatedEvent? this[int rule] => _eventOf[rule];

    /// <summary>Gives one more rule an event, moving the others' where needed; false when there are not enough events.</summary>
    public bool Assign(int rule) => Assign(rule, []);

    private bool Assign(int rule, HashSet<CorrelatedEvent> tried)
    {
        foreach (var candidate in candidates[rule])
        {
            if (!tried.Add(candidate))
                continue;
            if (_ruleOf.TryGetValue(candidate, out var other) && !Assign(other, tried))
                continue;
            _ruleOf[candidate] = rule;
            _eventOf[rule] = candidate;
            return true;
        }
        return false;
    }
}
