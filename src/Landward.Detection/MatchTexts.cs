namespace Landward.Detection;

/// <summary>What matches of a rule by the same caller, from the same address, of the same operation say alike.</summary>
/// <param name="Position">The rule's.</param>
internal readonly record struct MatchContext(int Position, EventContext Event, EventDetails Details);

/// <summary>
/// The texts behind the matches that a worker holds as rows: most are shared by many matches, and rows name them by number. What is taken
/// in stays to the end; whoever holds rows counts what they cost.
/// </summary>
/// <param name="rules">In the order in which their positions are given.</param>
internal sealed class MatchTexts(IReadOnlyList<DetectionRule> rules)
{
    /// <summary>What the tables take besides the texts.</summary>
    private const int ContextCost = 1;
    private const int DetailsCost = 2;

    private readonly NumberTable _contextOfHash = new();
    private readonly List<MatchContext> _contexts = [];
    private readonly Dictionary<ulong, EventDetails> _details = [];
    private readonly EventDetailPaths?[] _paths = new EventDetailPaths?[rules.Count];
    private readonly List<string> _origins = [];
    private readonly List<string> _ids = [];

    /// <summary>What there is costs of the room for events.</summary>
    public int Cost { get; private set; }

    public MatchContext Context(int number) => _contexts[number];

    public string Origin(int number) => _origins[number];

    /// <summary>An event's id, from what a row says of it.</summary>
    /// <param name="number">As <see cref="AddId"/> says.</param>
    public EventId Id(Guid uuid, int number) => new(uuid, number < 0 ? null : _ids[number]);

    /// <param name="position">The rule's.</param>
    public int FindContext(int position, MatchedEvent matched)
    {
        var hash = KeyedHash.Combine(matched.ContextHash, (ulong)position + 1);
        // What a rule takes from elsewhere in the event is the event's own.
        var paths = _paths[position] ??= new EventDetailPaths(rules[position].Extension);
        var details = paths.IsEmpty ? 0 : KeyedHash.Combine(paths.Hash(matched.View), (ulong)position + 1);
        if (details != 0)
            hash = KeyedHash.Combine(hash, details);
        if (_contextOfHash.Find(hash) is >= 0 and var known)
            return known;
        _contextOfHash.Add(hash, _contexts.Count);
        _contexts.Add(new MatchContext(position, matched.Context, details == 0 ? EventDetails.None : FindDetails(details, paths, matched)));
        Cost += ContextCost + matched.Context.Cost;
        return _contexts.Count - 1;
    }

    public int FindOrigin(string origin)
    {
        if (_origins.Count == 0 || !ReferenceEquals(_origins[^1], origin))
            _origins.Add(origin);
        return _origins.Count - 1;
    }

    /// <summary>The number of an event's id; -1 for a UUID, which rows hold themselves.</summary>
    public int AddId(EventId id)
    {
        if (id.Other is not { } other)
            return -1;
        _ids.Add(other);
        Cost += 1 + (other.Length / 24);
        return _ids.Count - 1;
    }

    /// <summary>Takes over another worker's texts; what is to be added to its numbers.</summary>
    public (int Context, int Origin, int Id) Append(MatchTexts other)
    {
        var shift = (_contexts.Count, _origins.Count, _ids.Count);
        _contexts.AddRange(other._contexts);
        _origins.AddRange(other._origins);
        _ids.AddRange(other._ids);
        return shift;
    }

    private EventDetails FindDetails(ulong hash, EventDetailPaths paths, MatchedEvent matched)
    {
        if (!_details.TryGetValue(hash, out var details))
        {
            _details.Add(hash, details = paths.Read(matched.View));
            Cost += DetailsCost + details.Cost;
        }
        return details;
    }
}
