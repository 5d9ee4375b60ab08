using System.Runtime.InteropServices;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection.Correlations;

/// <summary>
/// One worker's matches of rules that only feed correlations which count events or values. They are held as rows of hashes, and become
/// events for the <see cref="CorrelationCollector"/>, which decides, only where some window of their group may satisfy the correlation.
/// </summary>
internal sealed class CountedMatches
{
    private const int ChunkLength = 1 << 14;

    /// <summary>What a text costs of the room that is counted in matches.</summary>
    private const int ContextCost = 30;
    private const int GroupCost = 8;

    /// <summary>What a match takes from an event besides its caller, its id and its time.</summary>
    private static readonly CloudTrailField[] ContextFields =
    [
        CloudTrailField.EventSource, CloudTrailField.EventName, CloudTrailField.ErrorCode, CloudTrailField.AwsRegion, CloudTrailField.SourceIpAddress,
        CloudTrailField.AccessKeyId, CloudTrailField.IdentityType, CloudTrailField.IdentityInvokedBy, CloudTrailField.IdentityArn,
        CloudTrailField.MfaAuthenticated,
    ];

    private readonly CorrelationPlan _plan;
    private readonly int _limit;
    private readonly bool[] _isCounted;
    private readonly EventFieldHash[][] _groupBy;
    private readonly EventFieldHash?[] _counts;
    private readonly Dictionary<string, CountedGroup>[] _groups;
    private readonly Dictionary<ulong, CountedGroup?> _groupOfHash = [];
    private readonly Dictionary<ulong, int> _contextOfHash = [];
    private readonly List<CountedContext> _contexts = [];
    private readonly List<CountedOddity> _oddities = [];
    private readonly List<string> _origins = [];
    private readonly List<CountedMatch[]> _chunks = [];
    private readonly List<CountedMatches> _others = [];
    private readonly List<ulong> _hashes = [];
    private int _length;
    private long _cost;

    /// <param name="rules">In the order in which their positions are given.</param>
    /// <param name="isAsked">By position: whether a gate is asked, which may answer only at the end.</param>
    public CountedMatches(IReadOnlyList<DetectionRule> rules, Func<int, bool> isAsked, CorrelationPlan plan, int limit)
    {
        _plan = plan;
        _limit = limit;
        _isCounted = Counted(rules, isAsked, plan);
        _groupBy = [.. plan.Nodes.Select(node => node.Definition.GroupBy.Select(path => new EventFieldHash(path)).ToArray())];
        _counts = [.. plan.Nodes.Select(node => node.Definition is { Type: SigmaCorrelationType.ValueCount, ValueFields: [var path] } ? new EventFieldHash(path) : null)];
        _groups = [.. plan.Nodes.Select(_ => new Dictionary<string, CountedGroup>(StringComparer.Ordinal))];
    }

    public bool Overflowed => _cost > _limit || _others.Exists(other => other.Overflowed);

    /// <summary>Whether the rule's matches are held here.</summary>
    public bool Holds(int position) => _isCounted[position];

    public void Add(int position, DetectionRule rule, CloudTrailEvent @event, CloudTrailSigmaEvent view, string origin)
    {
        if (_cost >= _limit)
        {
            _cost = _limit + 1L;
            return;
        }
        var context = -1;
        foreach (var feed in _plan.Feeds(rule.Id))
        {
            var node = feed.Node.Index;
            if (FindGroup(feed, @event, view) is not { } group)
                continue;
            if (context < 0)
                context = FindContext(position, rule, @event, origin);
            _hashes.Clear();
            _counts[node]?.Read(@event, view, _hashes);
            var oddity = Oddity(@event, out var id);
            Append(group, new CountedMatch(EventActor.Time(@event).UtcTicks, id, oddity < 0 && _hashes.Count > 0 ? _hashes[0] : 0, context, FindOrigin(origin), group.Head, oddity));
        }
    }

    public void Merge(CountedMatches other) => _others.Add(other);

    /// <summary>Hands what may matter to the collector.</summary>
    public void Finish(CorrelationCollector collector)
    {
        CountedMatches[] stores = [this, .. _others];
        foreach (var node in _plan.Nodes)
        {
            var window = new CountedWindow(node.Definition);
            foreach (var key in stores.SelectMany(store => store._groups[node.Index].Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                var matches = stores.SelectMany(store => store.Matches(node.Index, key)).OrderBy(match => match.Row.Ticks).ToArray();
                if (!window.MayHold([.. matches.Select(match => (match.Row.Ticks, match.Store.ValuesOf(match.Row, node.Index)))]))
                    continue;
                foreach (var (store, row) in matches)
                    collector.Add(new CorrelatedMatch([(node.Index, key, store.ToEvent(row, node))]));
            }
        }
    }

    /// <summary>
    /// Rules that feed nothing but correlations that count, do not feed others and know no aliases, and whose other rules are like that, too.
    /// </summary>
    private static bool[] Counted(IReadOnlyList<DetectionRule> rules, Func<int, bool> isAsked, CorrelationPlan plan)
    {
        var nodes = plan.Nodes.Select(node => node.Parents.Count == 0
            && !plan.Nodes.Any(child => child.Parents.Any(parent => parent.Node == node))
            && node.Definition.Aliases.IsEmpty
            && node.Definition.ValueFields.Length <= 1
            && !node.Definition.ValueFields.Contains("principal")
            && node.Definition.Type is SigmaCorrelationType.EventCount or SigmaCorrelationType.ValueCount).ToArray();
        var counted = Enumerable.Range(0, rules.Count).Select(position => !plan.Feeds(rules[position].Id).IsEmpty && !isAsked(position)).ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var position = 0; position < rules.Count; position++)
            {
                var feeds = plan.Feeds(rules[position].Id);
                if (counted[position] && feeds.All(feed => nodes[feed.Node.Index]))
                    continue;
                changed |= counted[position] || feeds.Any(feed => nodes[feed.Node.Index]);
                counted[position] = false;
                foreach (var feed in feeds)
                    nodes[feed.Node.Index] = false;
            }
        }
        return counted;
    }

    private CountedGroup? FindGroup(CorrelationFeed feed, CloudTrailEvent @event, CloudTrailSigmaEvent view)
    {
        var hash = (ulong)feed.Node.Index + 1;
        foreach (var field in _groupBy[feed.Node.Index])
        {
            _hashes.Clear();
            field.Read(@event, view, _hashes);
            // An event that lacks a field of the group is in no group.
            if (_hashes.Count == 0)
                return null;
            hash = KeyedHash.Of(MemoryMarshal.AsBytes([_hashes[0]]), hash);
        }
        if (_groupOfHash.TryGetValue(hash, out var group))
            return group;
        _cost += GroupCost;
        if (feed.Node.View(feed.Names, path => EventActor.Values(@event, path)).Group is { } key)
        {
            ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups[feed.Node.Index], key, out _);
            group = found ??= new CountedGroup();
        }
        _groupOfHash.Add(hash, group);
        return group;
    }

    private int FindContext(int position, DetectionRule rule, CloudTrailEvent @event, string origin)
    {
        var hash = EventActor.Hash(@event, (ulong)position);
        foreach (var field in ContextFields)
            hash = KeyedHash.Of(@event.Span(field), hash);
        // What a rule takes from elsewhere in the event is the event's own.
        if (!rule.Extension.Resources.IsEmpty || !rule.Extension.Facts.IsEmpty)
            hash = KeyedHash.Of(@event.Json.Span, hash);
        ref var context = ref CollectionsMarshal.GetValueRefOrAddDefault(_contextOfHash, hash, out var known);
        if (!known)
        {
            _cost += ContextCost;
            context = _contexts.Count;
            _contexts.Add(new CountedContext(rule.Id, EventMatchReader.Read(@event, rule.Extension, origin)));
        }
        return context;
    }

    private int FindOrigin(string origin)
    {
        if (_origins.Count == 0 || !ReferenceEquals(_origins[^1], origin))
            _origins.Add(origin);
        return _origins.Count - 1;
    }

    private int Oddity(CloudTrailEvent @event, out Guid id)
    {
        var isPlain = EvidenceRow.TryParseId(@event, out id);
        var shared = @event.Json.Span.IndexOf("\"sharedEventID\""u8) >= 0 ? EventActor.Values(@event, "sharedEventID") : [];
        if (isPlain && shared.Length == 0 && _hashes.Count <= 1)
            return -1;
        var eventId = EventMatchReader.EventId(@event);
        _oddities.Add(new CountedOddity(eventId, shared.Length > 0 ? $"shared:{shared[0]}" : eventId, [.. _hashes]));
        _cost++;
        return _oddities.Count - 1;
    }

    private void Append(CountedGroup group, CountedMatch match)
    {
        if (_length == _chunks.Count * ChunkLength)
            _chunks.Add(new CountedMatch[ChunkLength]);
        _chunks[_length / ChunkLength][_length % ChunkLength] = match;
        group.Head = _length++;
        group.Count++;
        _cost++;
    }

    private IEnumerable<(CountedMatches Store, CountedMatch Row)> Matches(int node, string key)
    {
        if (!_groups[node].TryGetValue(key, out var group))
            yield break;
        for (var at = group.Head; at >= 0;)
        {
            var row = _chunks[at / ChunkLength][at % ChunkLength];
            at = row.Next;
            yield return (this, row);
        }
    }

    private ulong[] ValuesOf(CountedMatch row, int node) =>
        row.Oddity >= 0 ? _oddities[row.Oddity].Values : _counts[node] is null || row.Value == 0 ? [] : [row.Value];

    private CorrelatedEvent ToEvent(CountedMatch row, CorrelationNode node)
    {
        var context = _contexts[row.Context];
        var oddity = row.Oddity < 0 ? null : _oddities[row.Oddity];
        var id = oddity?.EventId ?? row.Id.ToString();
        var time = new DateTimeOffset(row.Ticks, TimeSpan.Zero);
        var evidence = context.Match.Evidence with { EventId = id, Time = time, Origin = _origins[row.Origin] };
        return new CorrelatedEvent
        {
            Time = time,
            Identity = oddity?.Identity ?? id,
            Slots = CorrelatedEvent.SlotBit(_plan.Feeds(context.Rule).First(feed => feed.Node == node).Slot),
            Values = [.. ValuesOf(row, node.Index).Select(CountedWindow.Text)],
            Evidence = [context.Match with { Evidence = evidence }],
            Ancestors = [],
        };
    }
}
