using System.Collections.Immutable;
using System.Globalization;

namespace Landward.Detection.Correlations;

/// <summary>
/// Holds the matches of correlated rules by group, and finds among them what correlations ask for. Adding is commutative and collectors
/// of several workers can be merged: the answer depends on the events alone. Not thread-safe; every worker has its own.
/// </summary>
/// <remarks>
/// Where everything is read before it is asked, <see cref="Finish"/> alone decides. Where logs are followed, <see cref="Advance"/> decides
/// about everything before the watermark and forgets what no later event can concern.
/// </remarks>
internal sealed class CorrelationCollector
{
    private readonly CorrelationPlan _plan;
    private readonly DetectionOptions _options;
    private readonly CorrelationGroups[] _groups;
    private DateTimeOffset _watermark = DateTimeOffset.MinValue;

    /// <summary>What is held costs of the room for events, which is counted in rows of 48 bytes.</summary>
    private long _cost;
    private bool _full;

    public CorrelationCollector(CorrelationPlan plan, DetectionOptions options)
    {
        _plan = plan;
        _options = options;
        _groups = [.. plan.Nodes.Select(node => new CorrelationGroups(node, options.MaxCorrelationGroups, options.MaxEvidence))];
    }

    public CorrelationPlan Plan => _plan;

    /// <summary>Matches that came after the watermark had passed them.</summary>
    public long LateEvents { get; private set; }

    /// <summary>What correlations need of an event that a rule matched; null when none counts it.</summary>
    /// <param name="fields">The values at a path of the event, none when it is absent; the first one decides about the group.</param>
    public CorrelatedMatch? Prepare(DetectionRule rule, EventMatch match, Func<string, IReadOnlyList<string>> fields)
    {
        var feeds = _plan.Feeds(rule.Id);
        if (feeds.IsEmpty)
            return null;
        var shared = fields("sharedEventID");
        var identity = shared.Count > 0 ? $"shared:{shared[0]}" : match.Evidence.EventId;
        var events = ImmutableArray.CreateBuilder<(int, string, CorrelatedEvent)>();
        foreach (var (node, slot, names) in feeds)
        {
            var view = node.View(names, fields);
            var ancestors = Array.ConvertAll(node.Ancestors, ancestor => ancestor.View([.. node.References(), .. names], fields));
            if (view.Group is null)
                continue;
            events.Add((node.Index, view.Group, new CorrelatedEvent
            {
                Time = match.Evidence.Time,
                Identity = identity,
                Slots = CorrelatedEvent.SlotBit(slot),
                Values = view.Values,
                Evidence = [match],
                Ancestors = ancestors,
            }));
        }
        return events.Count == 0 ? null : new CorrelatedMatch(events.ToImmutable());
    }

    public void Add(CorrelatedMatch match)
    {
        if (match.Events[0].Event.Time < _watermark)
        {
            LateEvents++;
            return;
        }
        foreach (var (node, key, @event) in match.Events)
        {
            if (_groups[node].Find(key) is { } group)
                Add(group, @event);
        }
    }

    /// <summary>Adds the events of one group, when no others follow.</summary>
    /// <param name="node">The correlation's position in the plan.</param>
    public void Add(int node, string key, IEnumerable<CorrelatedEvent> events)
    {
        if (_groups[node].Find(key) is not { } group)
            return;
        foreach (var @event in events)
            Add(group, @event);
    }

    /// <summary>Takes over what another worker's collector holds; that one must not have been advanced, and is empty afterwards.</summary>
    public void Merge(CorrelationCollector other)
    {
        for (var node = 0; node < _groups.Length; node++)
        {
            foreach (var group in other._groups[node].All)
                _groups[node].Find(group.Key)?.Merge(group);
            _groups[node].Overflowed |= other._groups[node].Overflowed;
            other._groups[node].Clear();
        }
        (_cost, other._cost) = (_cost + other._cost, 0);
        _full |= other._full;
        LateEvents += other.LateEvents;
    }

    /// <summary>
    /// Decides about all events before the watermark, and forgets those that no window from there on reaches. Whatever is added for
    /// earlier times later is late: counted, not correlated.
    /// </summary>
    public void Advance(DateTimeOffset watermark, FindingCollector findings)
    {
        if (watermark <= _watermark)
            return;
        _watermark = watermark;
        foreach (var node in _plan.Nodes)
        {
            foreach (var group in _groups[node.Index].All.ToArray())
            {
                var finding = $"{node.Definition.Header.Id}\n{group.Key}";
                _cost -= group.Advance(
                    watermark,
                    @event => Cite(node, finding, @event, findings),
                    (parent, time, members) => Complete(node, group.Key, parent, time, members));
                if (group.IsEmpty)
                    _groups[node.Index].Remove(group);
            }
        }
    }

    /// <summary>Decides about everything that is left.</summary>
    public void Finish(FindingCollector findings, DetectionTally tally)
    {
        Advance(DateTimeOffset.MaxValue, findings);
        if (_full)
            tally.Report(DetectionDiagnostics.TooManyMatches(_options.MaxHeldMatches));
        foreach (var node in _plan.Nodes.Where(node => _groups[node.Index].Overflowed))
            tally.Report(CorrelationDiagnostics.TooManyGroups(node.Correlation.Id, _options.MaxCorrelationGroups));
        if (LateEvents > 0)
            tally.Report(CorrelationDiagnostics.LateEvents(LateEvents));
    }

    private void Add(CorrelationGroup group, CorrelatedEvent @event)
    {
        if (_cost >= _options.MaxHeldMatches)
        {
            _full = true;
            return;
        }
        group.Add(@event);
        _cost += @event.Cost;
    }

    private static void Cite(CorrelationNode node, string key, CorrelatedEvent @event, FindingCollector findings)
    {
        foreach (var match in @event.Evidence)
            findings.Add(node.Definition.Header, node.Correlation.Extension, key, match);
    }

    private void Complete(CorrelationNode child, string group, CorrelationNode parent, DateTimeOffset time, IReadOnlyList<CorrelatedEvent> members)
    {
        // The newest event that has the fields of the parent's group says which group the completion is in.
        if (View(child, parent, members) is not { Group: { } parentGroup } view)
            return;
        var evidence = members.SelectMany(member => member.Evidence).Distinct().Order().ToList();
        if (evidence.Count > _options.MaxEvidence)
            evidence.RemoveRange(_options.MaxEvidence - (_options.MaxEvidence / 2), evidence.Count - _options.MaxEvidence);
        var slot = child.Parents.First(candidate => candidate.Node == parent).Slot;
        if (_groups[parent.Index].Find(parentGroup) is not { } events)
            return;
        Add(events, new CorrelatedEvent
        {
            Time = time,
            Identity = string.Create(CultureInfo.InvariantCulture, $"{child.Definition.Header.Id}\n{time.UtcTicks}\n{group}"),
            Slots = CorrelatedEvent.SlotBit(slot),
            Values = view.Values,
            Evidence = evidence,
            Ancestors = Array.ConvertAll(parent.Ancestors, ancestor => View(child, ancestor, members)),
        });
    }

    private static AncestorView View(CorrelationNode child, CorrelationNode ancestor, IReadOnlyList<CorrelatedEvent> members)
    {
        var place = Array.IndexOf(child.Ancestors, ancestor);
        for (var i = members.Count - 1; i >= 0; i--)
        {
            if (members[i].Ancestors[place] is { Group: not null } view)
                return view;
        }
        return default;
    }
}
