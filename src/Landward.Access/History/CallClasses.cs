using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Landward.Policy;

namespace Landward.Access.History;

/// <summary>The classes of calls found so far. Texts are kept once; a class is a handful of numbers until it is asked for.</summary>
internal sealed class CallClasses(int limit)
{
    private readonly Dictionary<ClassKey, int> _indexes = [];
    private readonly List<ClassKey> _keys = [];
    private readonly List<ClassUse> _uses = [];
    private readonly Interned<string> _texts = new(StringComparer.Ordinal);
    private readonly Interned<Principal> _principals = new(EqualityComparer<Principal>.Default);
    private readonly Interned<ImmutableArray<RecordedKey>> _contexts = new(new ContextComparer());

    public int Count => _keys.Count;

    /// <summary>The class's index; -1 when there is no room for another.</summary>
    public int Find(Principal principal, string action, in CalledResource resource, ImmutableArray<RecordedKey> context, CallOutcome outcome)
    {
        var key = new ClassKey(
            _principals.Index(principal), _texts.Index(action), _texts.Index(resource.Text), _texts.Index(resource.Account), _contexts.Index(context), resource.IsPattern, outcome);
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, key, out var exists);
        if (exists)
            return index;
        if (_keys.Count >= limit)
        {
            _indexes.Remove(key);
            return -1;
        }
        index = _keys.Count;
        _keys.Add(key);
        _uses.Add(new ClassUse { First = long.MaxValue, Last = long.MinValue });
        return index;
    }

    /// <summary>Counts one call.</summary>
    /// <param name="time">UTC ticks.</param>
    /// <returns>Whether the call may be the class's example: none seen is earlier.</returns>
    public bool CountOne(int index, long time)
    {
        ref var use = ref CollectionsMarshal.AsSpan(_uses)[index];
        use.Count++;
        use.Last = Math.Max(use.Last, time);
        return time <= use.First;
    }

    /// <summary>Keeps the event as the example unless the one there is as early and has the smaller id: so the order of files does not matter.</summary>
    public void OfferExample(int index, long time, UInt128 eventId, string? otherId, int origin)
    {
        ref var use = ref CollectionsMarshal.AsSpan(_uses)[index];
        if (time == use.First && use.EventId <= eventId)
            return;
        (use.First, use.EventId, use.OtherId, use.Origin) = (time, eventId, otherId, origin);
    }

    /// <summary>Adds the classes of another collection, which is not used afterwards.</summary>
    /// <param name="firstOrigin">What its origins' numbers are counted from here.</param>
    /// <returns>Calls of classes for which there was no room.</returns>
    public long Join(CallClasses other, int firstOrigin)
    {
        var uncounted = 0L;
        for (var i = 0; i < other._keys.Count; i++)
        {
            var (key, use) = (other._keys[i], other._uses[i]);
            var resource = new CalledResource(other._texts[key.Resource], key.ResourceIsPattern, other._texts[key.ResourceAccount]);
            var index = Find(other._principals[key.Principal], other._texts[key.Action], resource, other._contexts[key.Context], key.Outcome);
            if (index < 0)
            {
                uncounted += use.Count;
                continue;
            }
            ref var own = ref CollectionsMarshal.AsSpan(_uses)[index];
            own.Count += use.Count;
            own.Last = Math.Max(own.Last, use.Last);
            // The earliest is the example, whichever worker read it.
            if (use.First > own.First || (use.First == own.First && use.EventId >= own.EventId))
                continue;
            own.First = use.First;
            (own.EventId, own.OtherId, own.Origin) = (use.EventId, use.OtherId, use.Origin + firstOrigin);
        }
        return uncounted;
    }

    public ImmutableArray<RecordedCall> ToCalls(IReadOnlyList<string> origins)
    {
        var calls = new RecordedCall[_keys.Count];
        for (var i = 0; i < calls.Length; i++)
            calls[i] = Call(_keys[i], _uses[i], origins);
        Array.Sort(calls, Compare);
        return ImmutableCollectionsMarshal.AsImmutableArray(calls);
    }

    private RecordedCall Call(in ClassKey key, in ClassUse use, IReadOnlyList<string> origins) => new()
    {
        Principal = _principals[key.Principal],
        Action = _texts[key.Action],
        Resource = _texts[key.Resource],
        ResourceIsPattern = key.ResourceIsPattern,
        ResourceAccount = _texts[key.ResourceAccount],
        Context = _contexts[key.Context],
        Outcome = key.Outcome,
        Count = use.Count,
        FirstSeen = new DateTimeOffset(use.First, TimeSpan.Zero),
        LastSeen = new DateTimeOffset(use.Last, TimeSpan.Zero),
        EventId = use.OtherId ?? EventIdText.Of(use.EventId),
        Origin = origins[use.Origin],
    };

    private static int Compare(RecordedCall left, RecordedCall right)
    {
        var order = string.CompareOrdinal(left.Principal.Arn, right.Principal.Arn);
        if (order == 0)
            order = string.CompareOrdinal(left.Action, right.Action);
        if (order == 0)
            order = string.CompareOrdinal(left.Resource, right.Resource);
        if (order == 0)
            order = left.Outcome.CompareTo(right.Outcome);
        if (order == 0)
            order = left.FirstSeen.CompareTo(right.FirstSeen);
        return order != 0 ? order : string.CompareOrdinal(left.EventId, right.EventId);
    }

    private readonly record struct ClassKey(int Principal, int Action, int Resource, int ResourceAccount, int Context, bool ResourceIsPattern, CallOutcome Outcome);

    private struct ClassUse
    {
        public long Count;
        public long First;
        public long Last;
        public UInt128 EventId;
        public string? OtherId;
        public int Origin;
    }

    private sealed class Interned<T>(IEqualityComparer<T> comparer)
        where T : notnull
    {
        private readonly Dictionary<T, int> _indexes = new(comparer);
        private readonly List<T> _values = [];

        public T this[int index] => _values[index];

        public int Index(T value)
        {
            ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, value, out var exists);
            if (!exists)
            {
                index = _values.Count;
                _values.Add(value);
            }
            return index;
        }
    }

    private sealed class ContextComparer : IEqualityComparer<ImmutableArray<RecordedKey>>
    {
        public bool Equals(ImmutableArray<RecordedKey> x, ImmutableArray<RecordedKey> y)
        {
            if (x.Length != y.Length)
                return false;
            for (var i = 0; i < x.Length; i++)
            {
                if (x[i].Key != y[i].Key || !Same(x[i].Value, y[i].Value))
                    return false;
            }
            return true;
        }

        public int GetHashCode(ImmutableArray<RecordedKey> context)
        {
            var hash = default(HashCode);
            foreach (var (key, value) in context)
            {
                hash.Add(key);
                hash.Add(value?.Knowledge);
                foreach (var text in value?.Values ?? [])
                    hash.Add(text);
            }
            return hash.ToHashCode();
        }

        private static bool Same(ContextValue? x, ContextValue? y) =>
            x is null || y is null ? x is null && y is null : x.Knowledge == y.Knowledge && x.Multivalued == y.Multivalued && x.Values.AsSpan().SequenceEqual(y.Values.AsSpan());
    }
}
