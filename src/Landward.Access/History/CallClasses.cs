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
    /// <returns>Whether the class wants this call as its example: the earliest seen.</returns>
    public bool CountOne(int index, long time)
    {
        ref var use = ref CollectionsMarshal.AsSpan(_uses)[index];
        use.Count++;
        use.Last = Math.Max(use.Last, time);
        if (time >= use.First)
            return false;
        use.First = time;
        return true;
    }

    public void SetExample(int index, UInt128 eventId, string? otherId, int origin)
    {
        ref var use = ref CollectionsMarshal.AsSpan(_uses)[index];
        (use.EventId, use.OtherId, use.Origin) = (eventId, otherId, origin);
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
