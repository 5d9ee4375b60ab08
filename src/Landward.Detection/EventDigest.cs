using System.Text;
using Landward.Detection.Callers;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>What counting an event needs of it, read once and only when asked for, however many rules it matches.</summary>
internal sealed class EventDigest
{
    private const int TimeLength = 20;

    private readonly EvidenceContexts _contexts = new();
    private readonly byte[] _lastTime = new byte[TimeLength];
    private CloudTrailEvent _event = null!;
    private Scene? _scene;
    private string _origin = string.Empty;
    private long _lastTicks;
    private SceneCaller? _caller;
    private readonly SceneCaller _unshared = new();
    private Caller _credentials;
    private ulong _identity;
    private EvidenceRow _row;
    private bool _hasRow;
    private bool _hasCredentials;

    /// <summary>As <see cref="EventActor.Hash"/>.</summary>
    public ulong Caller => WhoCalled.Hash;

    /// <summary>What the call was made with.</summary>
    public ref readonly Caller Credentials
    {
        get
        {
            if (!_hasCredentials)
                (_credentials, _hasCredentials) = (WhoCalled.Credentials ?? CallerReader.Read(_event), true);
            return ref _credentials;
        }
    }

    /// <summary>The hash of the access key, when it is a user's; zero for temporary ones.</summary>
    public ulong LongTermKey => WhoCalled.LongTermKey;

    /// <summary>The hash of the event's id.</summary>
    public ulong Identity
    {
        get
        {
            ReadRow();
            return _identity;
        }
    }

    public ref readonly EvidenceRow Row
    {
        get
        {
            ReadRow();
            return ref _row;
        }
    }

    /// <summary>The event that is asked about from now on.</summary>
    /// <param name="scene">The event's, if it has one.</param>
    public void Set(CloudTrailEvent @event, string origin, Scene? scene) =>
        (_event, _origin, _scene, _caller, _hasRow, _hasCredentials) = (@event, origin, scene, scene?.Caller, false, false);

    private SceneCaller WhoCalled
    {
        get
        {
            if (_caller is not null)
                return _caller;
            if (_scene is null)
                _caller = _unshared;
            else
                _scene.Caller = _caller = new SceneCaller();
            _caller.Read(_event);
            return _caller;
        }
    }

    private void ReadRow()
    {
        if (_hasRow)
            return;
        _hasRow = true;
        var isUuid = EvidenceRow.TryParseId(_event, out var id);
        var otherId = isUuid ? null : EventMatchReader.EventId(_event);
        _identity = KeyedHash.Of(isUuid ? _event.Span(CloudTrailField.EventId) : Encoding.UTF8.GetBytes(otherId!));
        _row = new EvidenceRow(Ticks(), id, _contexts.Find(_event, _origin, otherId));
    }

    /// <summary>Most events are of the same second as the one before.</summary>
    private long Ticks()
    {
        var text = _event.Span(CloudTrailField.EventTime);
        if (text.SequenceEqual(_lastTime))
            return _lastTicks;
        var ticks = EventActor.Time(_event).UtcTicks;
        if (text.Length == TimeLength)
        {
            text.CopyTo(_lastTime);
            _lastTicks = ticks;
        }
        return ticks;
    }
}
