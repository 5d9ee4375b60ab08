using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>
/// Rules that all match within the timespan, each by an event of its own. A completed match uses up what came before it: the group starts
/// afresh.
/// </summary>
internal sealed class TemporalScanner(SigmaCorrelation definition) : WindowScanner
{
    private readonly Queue<CorrelatedEvent>[] _bySlot = [.. definition.Rules.Select(_ => new Queue<CorrelatedEvent>())];

    public override bool IsEmpty => Array.TrueForAll(_bySlot, queue => queue.Count == 0);

    public override void Expire(DateTimeOffset oldest)
    {
        foreach (var queue in _bySlot)
        {
            while (queue.TryPeek(out var first) && first.Time < oldest)
                queue.Dequeue();
        }
    }

    public override void Scan(IReadOnlyList<CorrelatedEvent> moment, CompletionSink sink)
    {
        var time = moment[0].Time;
        Expire(time - definition.Timespan);
        foreach (var @event in moment)
        {
            for (var slot = 0; slot < _bySlot.Length; slot++)
            {
                if ((@event.Slots & CorrelatedEvent.SlotBit(slot)) != 0)
                    _bySlot[slot].Enqueue(@event);
            }
        }
        if (Match() is not { } members)
            return;
        Array.Sort(members);
        foreach (var member in members)
            sink.Cite(member);
        sink.Complete(time, members);
        foreach (var queue in _bySlot)
            queue.Clear();
    }

    private CorrelatedEvent[]? Match()
    {
        // As many candidates as there are rules are enough: the others cannot take them all.
        var candidates = _bySlot.Select(IReadOnlyList<CorrelatedEvent> (queue) => [.. queue.Take(_bySlot.Length)]).ToArray();
        if (definition.Presence.IsEmpty)
        {
            var assignment = new DistinctEvents(candidates);
            var assigned = Enumerable.Range(0, candidates.Length).Where(assignment.Assign).Count();
            return definition.Condition.Holds(assigned) ? [.. candidates.Select((_, slot) => assignment[slot]).OfType<CorrelatedEvent>()] : null;
        }
        foreach (var set in definition.Presence)
        {
            if (set.Any(slot => candidates[slot].Count == 0))
                continue;
            var assignment = new DistinctEvents(candidates);
            if (set.All(assignment.Assign))
                return [.. set.Select(slot => assignment[slot]!)];
        }
        return null;
    }
}
