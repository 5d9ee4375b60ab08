using System.Runtime.CompilerServices;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>The candidates of a worker for "never did that before": the first event of each group, which waits until everything is read.</summary>
/// <param name="rules">In the order in which their positions are given.</param>
/// <param name="texts">Those of the worker.</param>
/// <param name="room">That of the run.</param>
internal sealed class FirstSeenLedger(IReadOnlyList<DetectionRule> rules, MatchTexts texts, DetectionOptions options, EventRoom room)
{
    private const int RememberedAnswers = 1 << 15;

    /// <summary>What a row costs of the room, with its place in the table.</summary>
    private const int RowCost = 4;

    private readonly FirstSeenRows _rows = new();
    private readonly Dictionary<BaselineQuestion, int> _positions = Positions(rules);
    private readonly uint _window = (uint)options.Learn.TotalSeconds;

    /// <summary>What earlier runs learned: most values of most events are old, and their events need not wait.</summary>
    private readonly PrincipalTable _known = options.Baseline.Principals;
    private readonly HashSet<(BaselineDimension Dimension, ulong Value)> _held = Held(options.Baseline.Principals);

    /// <summary>Groups without an event that waits, in which nothing is new from a time on.</summary>
    private readonly (ulong Group, uint From)[] _answers = new (ulong, uint)[RememberedAnswers];
    private RoomShare _room = new(room);
    private bool _overflowed;

    /// <summary>Events were left out because there were too many.</summary>
    public bool Overflowed => _overflowed || _room.Overflowed;

    /// <summary>Whether the event waits; null when it cannot hold, or when an earlier one of the same kind waits already.</summary>
    public FirstSeenCandidate? Ask(FirstSeenQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        var position = _positions[question];
        var row = Meet(position, question, @event, observer, out var group);
        return row < 0 ? null : new FirstSeenCandidate(group, position, observer.Current!.Key, [.. observer.Values], observer.Time, Id(_rows[row]));
    }

    /// <summary>Lets an event wait here about which nothing else is asked, if it is the first of its kind so far.</summary>
    public void Hold(int position, FirstSeenQuestion question, MatchedEvent matched, BaselineObserver observer)
    {
        var number = Meet(position, question, matched.Event, observer, out _);
        if (number < 0)
            return;
        ref var row = ref _rows[number];
        // The same event, delivered once more.
        if (row.Context >= 0 && string.CompareOrdinal(texts.Origin(row.Origin), matched.Origin) <= 0)
            return;
        row.Ticks = EventActor.Time(matched.Event).UtcTicks;
        var known = texts.Cost;
        row.Context = texts.FindContext(position, matched);
        _room.Use(texts.Cost - known);
        row.Origin = texts.FindOrigin(matched.Origin);
    }

    public void Merge(FirstSeenLedger other)
    {
        _overflowed |= other.Overflowed;
        var shift = texts.Append(other.Texts);
        foreach (ref readonly var theirs in other._rows.Groups)
        {
            if (theirs.Key == 0)
                continue;
            ref var group = ref _rows.Find(theirs.Key);
            var row = other._rows[theirs.Row];
            row.OtherId += row.OtherId < 0 ? 0 : shift.Id;
            row.Context += row.Context < 0 ? 0 : shift.Context;
            row.Origin += row.Context < 0 ? 0 : shift.Origin;
            if (Unsafe.IsNullRef(ref group))
                group = ref _rows.Add(theirs.Key);
            else if (!IsBefore(theirs.Time, row, group))
                continue;
            group.Time = theirs.Time;
            _rows[group.Row] = row;
        }
    }

    /// <summary>The answers, when everything is read and merged.</summary>
    public FirstSeenJudge Judge(PrincipalTable principals) => new(rules, _rows, texts, principals, _window);

    private MatchTexts Texts => texts;

    /// <summary>The row of the event's group, when the event is the first of it so far, or the same that was; else -1.</summary>
    private int Meet(int position, FirstSeenQuestion question, CloudTrailEvent @event, BaselineObserver observer, out ulong key)
    {
        key = 0;
        if (observer.Current is not { } principal)
            return -1;
        SeeRare(question, @event, observer);
        key = Group(question, observer);
        ref var group = ref _rows.Find(key);
        var isKnown = !Unsafe.IsNullRef(ref group);
        if (isKnown && group.Time < observer.Time)
            return -1;
        ref var answer = ref _answers[key & (RememberedAnswers - 1)];
        if (answer.Group == key && answer.From <= observer.Time)
            return -1;
        if (!MayHold(question, observer, principal))
        {
            answer = (key, observer.Time);
            return -1;
        }
        var id = EventId.Of(@event);
        if (isKnown && group.Time == observer.Time && Id(_rows[group.Row]) is var first && first.CompareTo(id) <= 0)
            return first == id ? group.Row : -1;
        if (!_room.TryUse(isKnown ? 1 : RowCost))
            return -1;
        if (!isKnown)
            group = ref _rows.Add(key);
        group.Time = observer.Time;
        ref var row = ref _rows[group.Row];
        var known = texts.Cost;
        row = new FirstSeenRow { Principal = principal.Key, Id = id.Uuid, OtherId = texts.AddId(id), Position = position, Context = -1 };
        _room.Use(texts.Cost - known);
        observer.Values.CopyTo(row.Values);
        return group.Row;
    }

    private EventId Id(in FirstSeenRow row) => texts.Id(row.Id, row.OtherId);

    /// <summary>By time, event id and origin.</summary>
    private bool IsBefore(uint time, in FirstSeenRow row, in FirstSeenGroup group)
    {
        if (time != group.Time)
            return time < group.Time;
        ref readonly var mine = ref _rows[group.Row];
        var byId = Id(row).CompareTo(Id(mine));
        return byId < 0 || (byId == 0 && row.Context >= 0 && string.CompareOrdinal(texts.Origin(row.Origin), texts.Origin(mine.Origin)) < 0);
    }

    private uint Learn(FirstSeenQuestion question) => question.Learn is { } learn ? (uint)learn.TotalSeconds : _window;

    /// <summary>Values that are learned only from events that rules ask about: once, however many rules ask.</summary>
    private static void SeeRare(FirstSeenQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        observer.SeeApi(@event);
        if (question.AsksForBucket && observer.Values[(int)BaselineDimension.Bucket] == 0)
            observer.See(BaselineDimension.Bucket, EventTexts.Text(@event.Span(CloudTrailField.RequestParameters), "\"bucketName\":"u8));
        if (question.AsksForRole && observer.Values[(int)BaselineDimension.Role] == 0)
            observer.See(BaselineDimension.Role, EventTexts.Text(@event.Span(CloudTrailField.RequestParameters), "\"roleArn\":"u8));
    }

    /// <summary>What events of one day have in common of which the first one waits; never zero.</summary>
    private static ulong Group(FirstSeenQuestion question, BaselineObserver observer)
    {
        var values = observer.Values;
        var role = question.AsksForRole ? values[(int)BaselineDimension.Role] : 0;
        var bucket = question.AsksForBucket ? values[(int)BaselineDimension.Bucket] : 0;
        var rare = KeyedHash.Combine(values[(int)BaselineDimension.Api], KeyedHash.Combine(role, bucket));
        return KeyedHash.Combine(KeyedHash.Combine(observer.Call.Hash, rare), KeyedHash.Combine(question.Key, observer.Time / 86_400)) is not 0 and var group ? group : 1;
    }

    /// <summary>Whether enough values may be new.</summary>
    private bool MayHold(FirstSeenQuestion question, BaselineObserver observer, PrincipalHistory principal)
    {
        if (!principal.HasLookedEarlier)
            (principal.Earlier, principal.HasLookedEarlier) = (_known.Find(principal.Key), true);
        var learn = Learn(question);
        var possible = 0;
        foreach (var factor in question.Factors)
        {
            foreach (var dimension in factor.Dimensions())
            {
                if (!MayBeNew(principal, dimension, observer.Values[(int)dimension], observer.Time, learn))
                    continue;
                possible++;
                break;
            }
            if (possible == question.Least)
                return true;
        }
        return false;
    }

    /// <summary>False only when no event that is still to be read can make the value new: first times only become earlier.</summary>
    private bool MayBeNew(PrincipalHistory principal, BaselineDimension dimension, ulong key, uint time, uint learn)
    {
        if (key == 0)
            return false;
        // What raised a finding with anybody is new for whoever is compared with the organization.
        if (_held.Contains((dimension, key)))
            return true;
        var first = uint.MaxValue;
        if (principal.Find(dimension) is { } set && set.Find(key) is >= 0 and var slot)
            first = principal.FirstOf(dimension, set.Row(slot));
        if (principal.Earlier?.Find(dimension) is { } before && before.Find(key) is >= 0 and var past)
            first = Math.Min(first, before.Row(past).First);
        return time < (ulong)first + (learn / 2);
    }

    private static Dictionary<BaselineQuestion, int> Positions(IReadOnlyList<DetectionRule> rules)
    {
        var positions = new Dictionary<BaselineQuestion, int>(ReferenceEqualityComparer.Instance);
        for (var position = 0; position < rules.Count; position++)
        {
            if (rules[position].Extension.Baseline is FirstSeenQuestion question)
                positions[question] = position;
        }
        return positions;
    }

    private static HashSet<(BaselineDimension, ulong)> Held(PrincipalTable known)
    {
        var held = new HashSet<(BaselineDimension, ulong)>();
        foreach (var principal in known.All)
        {
            for (var dimension = 0; dimension < BaselineFactors.DimensionCount; dimension++)
            {
                foreach (var row in principal.Find((BaselineDimension)dimension) is { } set ? set.Rows : [])
                {
                    if (row.Key != 0 && row.IsHeld)
                        held.Add(((BaselineDimension)dimension, row.Key));
                }
            }
        }
        return held;
    }
}
