using System.Collections.Immutable;
using Landward.Detection.Correlations;

namespace Landward.Detection;

/// <summary>A match whose gates have not seen enough yet. Few of many hold in the end, so what a finding says is put together only then.</summary>
internal sealed class HeldMatch : IComparable<HeldMatch>
{
    private readonly EventContext _context;
    private readonly EventDetails _details;
    private readonly long _ticks;
    private readonly EventId _id;
    private readonly string _origin;
    private EventMatch? _match;

    /// <param name="correlated">What correlations that count the rule need of it.</param>
    /// <param name="questions">The gates that wait, by position, with what they left.</param>
    public HeldMatch(DetectionRule rule, MatchedEvent matched, string? why, CorrelatedMatch? correlated, ImmutableArray<(int Gate, object Waiting)> questions)
    {
        (Rule, Why, Correlated, Questions) = (rule, why, correlated, questions);
        (_context, _ticks, _id, _origin) = (matched.Context, matched.Ticks, matched.Id, matched.Origin);
        _details = matched.Details(rule.Extension);
    }

    public DetectionRule Rule { get; }

    public CorrelatedMatch? Correlated { get; }

    public ImmutableArray<(int Gate, object Waiting)> Questions { get; }

    /// <summary>What its texts, and what correlations need of it, cost of the room.</summary>
    public int Cost => _context.Cost + _details.Cost + (Correlated is null ? 0 : Correlated.Events.Sum(item => item.Event.Cost));

    /// <summary>What a gate said when it was asked.</summary>
    public string? Why { get; }

    /// <summary>What the finding will say.</summary>
    public EventMatch Match
    {
        get => _match ??= _context.Match(_id.ToString(), new DateTimeOffset(_ticks, TimeSpan.Zero), _origin, _details) with { Why = Why };
        set => _match = value;
    }

    /// <summary>Tells deliveries in one log apart.</summary>
    public long Number { get; set; }

    /// <summary>By time, event id and origin.</summary>
    public int CompareTo(HeldMatch? other)
    {
        if (other is null)
            return 1;
        var byTime = _ticks.CompareTo(other._ticks);
        if (byTime != 0)
            return byTime;
        var byId = _id.CompareTo(other._id);
        if (byId != 0)
            return byId;
        var byOrigin = string.CompareOrdinal(_origin, other._origin);
        return byOrigin != 0 ? byOrigin : Number.CompareTo(other.Number);
    }

    /// <summary>Whether the other is the same event, delivered once more.</summary>
    public bool IsSameEvent(HeldMatch other) => _ticks == other._ticks && _id == other._id;
}

/// <summary>Matches that wait until everything is read, and how many of them there may be.</summary>
/// <param name="room">That of the run.</param>
internal sealed class HeldMatches(EventRoom room)
{
    /// <summary>What a match costs of the room, texts aside.</summary>
    private const int MatchCost = 8;

    private readonly Dictionary<string, List<HeldMatch>> _byRule = new(StringComparer.Ordinal);
    private RoomShare _room = new(room);
    private long _count;
    private bool _overflowed;

    public bool Overflowed => _overflowed || _room.Overflowed;

    public void Add(HeldMatch match)
    {
        match.Number = ++_count;
        if (!_room.TryUse(MatchCost + match.Cost))
            return;
        if (!_byRule.TryGetValue(match.Rule.Id, out var matches))
            _byRule.Add(match.Rule.Id, matches = []);
        matches.Add(match);
    }

    public void Merge(HeldMatches other)
    {
        foreach (var (rule, theirs) in other._byRule)
        {
            if (_byRule.TryGetValue(rule, out var mine))
                mine.AddRange(theirs);
            else
                _byRule.Add(rule, theirs);
        }
        _overflowed |= other.Overflowed;
        _count += other._count;
    }

    /// <summary>By rule and event; an event that was delivered several times once, from the first of its origins.</summary>
    public IEnumerable<HeldMatch> InOrder()
    {
        foreach (var (_, matches) in _byRule.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            matches.Sort();
            for (var i = 0; i < matches.Count; i++)
            {
                if (i == 0 || !matches[i].IsSameEvent(matches[i - 1]))
                    yield return matches[i];
            }
        }
    }
}
