namespace Landward.Detection.Correlations;

/// <summary>The events of one group of one correlation: those not yet looked at, and what the window holds of the others.</summary>
internal sealed class CorrelationGroup(string key, CorrelationNode node, int maxEvidence)
{
    private List<CorrelatedEvent> _pending = [];
    private Dictionary<string, DateTimeOffset>? _known;
    private (WindowScanner Scanner, bool Cites, Func<CorrelationNode, bool> Feeds)[]? _scanners;

    public string Key => key;

    /// <summary>Nothing of it can matter any more.</summary>
    public bool IsEmpty => _pending.Count == 0 && (_scanners is null || Array.TrueForAll(_scanners, scanner => scanner.Scanner.IsEmpty));

    public void Add(CorrelatedEvent @event) => _pending.Add(@event);

    public void Merge(CorrelationGroup other) => _pending.AddRange(other._pending);

    /// <summary>Looks at the events before a time; later calls must not add earlier ones.</summary>
    /// <returns>What the events that were looked at cost of the room.</returns>
    public long Advance(DateTimeOffset until, Action<CorrelatedEvent> cite, Action<CorrelationNode, DateTimeOffset, IReadOnlyList<CorrelatedEvent>> complete)
    {
        var due = _pending.FindAll(@event => @event.Time < until);
        var cost = due.Sum(@event => (long)@event.Cost);
        if (due.Count > 0)
        {
            _pending = _pending.Count == due.Count ? [] : _pending.FindAll(@event => @event.Time >= until);
            due.Sort();
            Scan(Distinct(due), cite, complete);
        }
        if (until == DateTimeOffset.MaxValue)
            return cost;
        var oldest = until - node.Definition.Timespan;
        foreach (var (scanner, _, _) in _scanners ?? [])
            scanner.Expire(oldest);
        foreach (var identity in _known?.Where(known => known.Value < oldest).Select(known => known.Key).ToArray() ?? [])
            _known!.Remove(identity);
        return cost;
    }

    private void Scan(List<CorrelatedEvent> events, Action<CorrelatedEvent> cite, Action<CorrelationNode, DateTimeOffset, IReadOnlyList<CorrelatedEvent>> complete)
    {
        _scanners ??= Scanners();
        var sinks = Array.ConvertAll(_scanners, scanner => new Sink(node, scanner.Cites ? cite : null, scanner.Feeds, complete));
        for (var first = 0; first < events.Count;)
        {
            var next = first + 1;
            while (next < events.Count && events[next].Time == events[first].Time)
                next++;
            var moment = events.GetRange(first, next - first);
            for (var i = 0; i < sinks.Length; i++)
                _scanners[i].Scanner.Scan(moment, sinks[i]);
            first = next;
        }
    }

    /// <summary>
    /// Once for each action: an event that several rules matched, or that was delivered to several accounts, is one event. The first of
    /// them stays.
    /// </summary>
    private List<CorrelatedEvent> Distinct(List<CorrelatedEvent> sorted)
    {
        _known ??= new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var distinct = new List<CorrelatedEvent>(sorted.Count);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var @event in sorted)
        {
            if (places.TryGetValue(@event.Identity, out var place))
                distinct[place] = distinct[place].And(@event);
            else if (_known.TryAdd(@event.Identity, @event.Time))
            {
                places.Add(@event.Identity, distinct.Count);
                distinct.Add(@event);
            }
        }
        return distinct;
    }

    private (WindowScanner, bool, Func<CorrelationNode, bool>)[] Scanners()
    {
        var definition = node.Definition;
        if (definition.Type == Rules.Sigma.SigmaCorrelationType.Temporal)
            return [(new TemporalScanner(definition), node.Alerts, _ => true)];
        if (definition.Type == Rules.Sigma.SigmaCorrelationType.TemporalOrdered)
            return [(new OrderedScanner(definition), node.Alerts, _ => true)];
        // What counts completions must count each event once; what asks whether and when there was one must see every window.
        var scanners = new List<(WindowScanner, bool, Func<CorrelationNode, bool>)>();
        if (node.Alerts || node.Parents.Any(parent => parent.Node.Definition.IsTemporal))
            scanners.Add((new CountingScanner(definition, maxEvidence, once: false), node.Alerts, parent => parent.Definition.IsTemporal));
        if (node.Parents.Any(parent => !parent.Node.Definition.IsTemporal))
            scanners.Add((new CountingScanner(definition, maxEvidence, once: true), false, parent => !parent.Definition.IsTemporal));
        return [.. scanners];
    }

    private sealed class Sink(
        CorrelationNode node,
        Action<CorrelatedEvent>? cite,
        Func<CorrelationNode, bool> feeds,
        Action<CorrelationNode, DateTimeOffset, IReadOnlyList<CorrelatedEvent>> complete) : CompletionSink
    {
        public override void Cite(CorrelatedEvent @event) => cite?.Invoke(@event);

        public override void Complete(DateTimeOffset time, IReadOnlyList<CorrelatedEvent> members)
        {
            foreach (var (parent, _) in node.Parents)
            {
                if (feeds(parent))
                    complete(parent, time, members);
            }
        }
    }
}
