using System.Text;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>What counting an event needs of it, read once however many rules it matches.</summary>
internal sealed class EventDigest
{
    private readonly EvidenceContexts _contexts = new();
    private bool _isRead;

    /// <summary>As <see cref="EventActor.Hash"/>.</summary>
    public ulong Caller { get; private set; }

    /// <summary>The hash of the event's id.</summary>
    public ulong Identity { get; private set; }

    public EvidenceRow Row { get; private set; }

    /// <summary>Forgets the last event.</summary>
    public void Clear() => _isRead = false;

    public void Read(CloudTrailEvent @event, string origin)
    {
        if (_isRead)
            return;
        _isRead = true;
        Caller = EventActor.Hash(@event, 0);
        var isUuid = EvidenceRow.TryParseId(@event, out var id);
        var otherId = isUuid ? null : EventMatchReader.EventId(@event);
        Identity = KeyedHash.Of(isUuid ? @event.Span(CloudTrailField.EventId) : Encoding.UTF8.GetBytes(otherId!));
        Row = new EvidenceRow(EventActor.Time(@event).UtcTicks, id, otherId, _contexts.Find(@event, origin));
    }
}
