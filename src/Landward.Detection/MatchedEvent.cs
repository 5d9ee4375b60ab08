using Landward.Logs;

namespace Landward.Detection;

/// <summary>An event that rules matched, as it is held: read once however many rules match it, and no more of it than somebody asks for.</summary>
/// <param name="digest">Of the same event.</param>
internal sealed class MatchedEvent(EventDigest digest, CloudTrailSigmaEvent view)
{
    private readonly EventContexts _contexts = new();
    private readonly Dictionary<RuleExtension, EventDetailPaths> _details = new(ReferenceEqualityComparer.Instance);
    private EventContext? _context;
    private ulong _contextHash;
    private bool _hasContextHash;

    public CloudTrailEvent Event { get; private set; } = null!;

    public string Origin { get; private set; } = string.Empty;

    /// <summary>The event as rules see it.</summary>
    public CloudTrailSigmaEvent View => view;

    /// <summary>The event's time, UTC.</summary>
    public long Ticks => digest.Row.Ticks;

    public EventId Id => new(digest.Row.Id, digest.Row.OtherId);

    /// <summary>As <see cref="EventActor.Hash"/>.</summary>
    public ulong Caller => digest.Caller;

    /// <summary>As <see cref="EventContexts.Hash"/>.</summary>
    public ulong ContextHash
    {
        get
        {
            if (!_hasContextHash)
                (_contextHash, _hasContextHash) = (EventContexts.Hash(Event, Caller, digest.Credentials), true);
            return _contextHash;
        }
    }

    public EventContext Context => _context ??= _contexts.Find(Event, ContextHash, digest.Credentials);

    /// <summary>The id that deliveries of the event to several accounts share; null where it has none.</summary>
    public string? SharedEventId => ShownText.Of(Event, CloudTrailField.SharedEventId);

    /// <summary>The event that is asked about from now on.</summary>
    public void Set(CloudTrailEvent @event, string origin)
    {
        (Event, Origin, _context) = (@event, origin, null);
        _hasContextHash = false;
    }

    /// <summary>What the rule takes from elsewhere in the event.</summary>
    public EventDetails Details(RuleExtension extension)
    {
        if (!_details.TryGetValue(extension, out var paths))
            _details.Add(extension, paths = new EventDetailPaths(extension));
        return paths.Read(view);
    }

    public EventMatch Read(RuleExtension extension) => Context.Match(Id.ToString(), new DateTimeOffset(Ticks, TimeSpan.Zero), Origin, Details(extension));
}
