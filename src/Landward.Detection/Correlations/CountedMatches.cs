using System.Collections.Immutable;
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

    /// <summary>What a group costs of the room.</summary>
    private const int GroupCost = 8;

    private readonly CorrelationPlan _plan;
    private readonly MatchTexts _texts;
    private readonly bool[] _isCounted;
    private readonly CorrelationFeed[][] _feeds;
    private readonly bool[] _isByCaller;
    private readonly EventFieldHash[][] _groupBy;
    private readonly EventFieldHash?[] _counts;

    /// <summary>By correlation: the numbers of its groups.</summary>
    private readonly Dictionary<string, int>[] _numbers;
    private readonly NumberTable _numberOfHash = new();

    /// <summary>The groups by number; the first one stands for none.</summary>
    private readonly List<CountedGroup> _groups = [default];
    private readonly Dictionary<int, EventMatch> _matchOfContext = [];
    private readonly List<CountedOddity> _oddities = [];
    private readonly List<CountedMatch[]> _chunks = [];
    private readonly List<CountedMatches> _others = [];
    private readonly List<ulong> _hashes = [];
    private int _length;
    private RoomShare _room;

    /// <param name="rules">In the order in which their positions are given.</param>
    /// <param name="isAsked">By position: whether a gate is asked, which may answer only at the end.</param>
    /// <param name="texts">Those of the worker.</param>
    /// <param name="room">That of the run.</param>
    public CountedMatches(IReadOnlyList<DetectionRule> rules, Func<int, bool> isAsked, CorrelationPlan plan, MatchTexts texts, EventRoom room)
    {
        (_plan, _texts, _room) = (plan, texts, new RoomShare(room));
        _isCounted = Counted(rules, isAsked, plan);
        _feeds = [.. rules.Select(rule => plan.Feeds(rule.Id).ToArray())];
        _isByCaller = [.. plan.Nodes.Select(node => node.Definition.GroupBy is ["account", "principal"] or ["principal", "account"])];
        _groupBy = [.. plan.Nodes.Select(node => node.Definition.GroupBy.Select(path => new EventFieldHash(path)).ToArray())];
        _counts = [.. plan.Nodes.Select(node => node.Definition is { Type: SigmaCorrelationType.ValueCount, ValueFields: [var path] } ? new EventFieldHash(path) : null)];
        _numbers = [.. plan.Nodes.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    }

    public bool Overflowed => _room.Overflowed || _others.Exists(other => other.Overflowed);

    /// <summary>Whether the rule's matches are held here.</summary>
    public bool Holds(int position) => _isCounted[position];

    public void Add(int position, MatchedEvent matched)
    {
        if (!_room.TryUse(0))
            return;
        var context = -1;
        foreach (var feed in _feeds[position])
        {
            var number = FindGroup(feed, matched);
            if (number == 0)
                continue;
            if (context < 0)
                context = FindContext(position, matched);
            _hashes.Clear();
            _counts[feed.Node.Index]?.Read(matched.Event, matched.View, _hashes);
            var oddity = Oddity(matched);
            ref var group = ref CollectionsMarshal.AsSpan(_groups)[number];
            group.Values += _hashes.Count;
            Append(ref group, new CountedMatch
            {
                Ticks = matched.Ticks,
                Id = matched.Id.Uuid,
                Value = oddity < 0 && _hashes.Count > 0 ? _hashes[0] : 0,
                Context = context,
                Origin = _texts.FindOrigin(matched.Origin),
                Next = group.Head,
                Oddity = oddity,
            });
        }
    }

    public void Merge(CountedMatches other) => _others.Add(other);

    /// <summary>Hands what may matter to the collector.</summary>
    public void Finish(CorrelationCollector collector)
    {
        CountedMatches[] stores = [this, .. _others];
        var entries = new List<CountedEntry>();
        foreach (var node in _plan.Nodes)
        {
            var window = new CountedWindow(node.Definition);
            var keys = stores.SelectMany(store => store._numbers[node.Index].Keys).Distinct(StringComparer.Ordinal);
            foreach (var key in keys.Where(key => window.MayHold(SumOf(stores, node, key, group => group.Count), SumOf(stores, node, key, group => group.Values))).Order(StringComparer.Ordinal))
            {
                Gather(stores, node, key, entries);
                if (!window.MayHold(entries, stores))
                    continue;
                collector.Add(node.Index, key, entries.Select(entry => stores[entry.Store].ToEvent(entry.Row, node)));
            }
        }
    }

    /// <summary>The values of a match that are counted.</summary>
    public ReadOnlySpan<ulong> ValuesOf(int at)
    {
        ref readonly var row = ref Row(at);
        if (row.Oddity >= 0)
            return _oddities[row.Oddity].Values;
        return row.Value == 0 ? [] : new ReadOnlySpan<ulong>(in row.Value);
    }

    private static long SumOf(CountedMatches[] stores, CorrelationNode node, string key, Func<CountedGroup, long> number) =>
        stores.Sum(store => number(store.GroupOf(node, key)));

    /// <summary>Puts the matches of a group in the order of their times; most logs are read in that order.</summary>
    private static void Gather(CountedMatches[] stores, CorrelationNode node, string key, List<CountedEntry> entries)
    {
        entries.Clear();
        for (var store = stores.Length - 1; store >= 0; store--)
        {
            var group = stores[store].GroupOf(node, key);
            for (var at = group.Head; at >= 0; at = stores[store].Row(at).Next)
                entries.Add(new CountedEntry(stores[store].Row(at).Ticks, store, at));
        }
        entries.Reverse();
        for (var i = 1; i < entries.Count; i++)
        {
            if (entries[i].Ticks < entries[i - 1].Ticks)
            {
                entries.Sort();
                return;
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

    /// <summary>The number of the match's group; zero where it is in none.</summary>
    private int FindGroup(CorrelationFeed feed, MatchedEvent matched)
    {
        var node = feed.Node.Index;
        if (!TryHashGroup(node, matched, out var hash))
            return 0;
        if (_numberOfHash.Find(hash) is >= 0 and var known)
            return known;
        _room.Use(GroupCost);
        var number = NewGroup(feed, matched.Event);
        _numberOfHash.Add(hash, number);
        return number;
    }

    private int NewGroup(CorrelationFeed feed, CloudTrailEvent @event)
    {
        if (feed.Node.GroupOf(feed.Names, path => EventActor.Values(@event, path)) is not { } key)
            return 0;
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers[feed.Node.Index], key, out var isKnown);
        if (!isKnown)
        {
            _room.Use(key.Length / 24);
            number = _groups.Count;
            _groups.Add(new CountedGroup { Head = -1 });
        }
        return number;
    }

    private CountedGroup GroupOf(CorrelationNode node, string key) =>
        _numbers[node.Index].TryGetValue(key, out var number) ? _groups[number] : new CountedGroup { Head = -1 };

    /// <summary>False for an event that lacks a field of the group: it is in no group.</summary>
    private bool TryHashGroup(int node, MatchedEvent matched, out ulong hash)
    {
        hash = (ulong)node + 1;
        if (_isByCaller[node])
        {
            hash = KeyedHash.Combine(matched.Caller, hash);
            return EventActor.HasPrincipal(matched.Event);
        }
        foreach (var field in _groupBy[node])
        {
            _hashes.Clear();
            field.Read(matched.Event, matched.View, _hashes);
            if (_hashes.Count == 0)
                return false;
            hash = KeyedHash.Combine(_hashes[0], hash);
        }
        return true;
    }

    private int FindContext(int position, MatchedEvent matched)
    {
        var before = _texts.Cost;
        var context = _texts.FindContext(position, matched);
        _room.Use(_texts.Cost - before);
        return context;
    }

    private int Oddity(MatchedEvent matched)
    {
        if (matched.Id.Other is null && _hashes.Count <= 1 && matched.SharedEventId is null)
            return -1;
        var id = matched.Id.ToString();
        _oddities.Add(new CountedOddity(id, matched.SharedEventId is { } shared ? $"shared:{shared}" : id, [.. _hashes]));
        _room.Use(4 + ((id.Length + _hashes.Count) / 6));
        return _oddities.Count - 1;
    }

    private void Append(ref CountedGroup group, in CountedMatch match)
    {
        if (_length == _chunks.Count * ChunkLength)
            _chunks.Add(new CountedMatch[ChunkLength]);
        _chunks[_length / ChunkLength][_length % ChunkLength] = match;
        group.Head = _length++;
        group.Count++;
        _room.Use(1);
    }

    private ref readonly CountedMatch Row(int at) => ref _chunks[at / ChunkLength][at % ChunkLength];

    private CorrelatedEvent ToEvent(int at, CorrelationNode node)
    {
        ref readonly var row = ref Row(at);
        var context = _texts.Context(row.Context);
        var oddity = row.Oddity < 0 ? null : _oddities[row.Oddity];
        var id = oddity?.EventId ?? row.Id.ToString();
        var time = new DateTimeOffset(row.Ticks, TimeSpan.Zero);
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (var value in ValuesOf(at))
            values.Add(CountedWindow.Text(value));
        return new CorrelatedEvent
        {
            Time = time,
            Identity = oddity?.Identity ?? id,
            Slots = CorrelatedEvent.SlotBit(Array.Find(_feeds[context.Position], feed => feed.Node == node)!.Slot),
            Values = values.ToImmutable(),
            Evidence = [Match(row.Context, id, time, _texts.Origin(row.Origin))],
            Ancestors = [],
        };
    }

    /// <summary>Matches of a context share what they say alike.</summary>
    private EventMatch Match(int context, string id, DateTimeOffset time, string origin)
    {
        if (!_matchOfContext.TryGetValue(context, out var match))
            _matchOfContext.Add(context, match = _texts.Context(context).Event.Match(id, time, origin, _texts.Context(context).Details));
        return match with { Evidence = match.Evidence with { EventId = id, Time = time, Origin = origin } };
    }
}
