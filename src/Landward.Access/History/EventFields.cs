using System.Collections.Immutable;
using Landward.Logs;

namespace Landward.Access.History;

/// <summary>The parts of an event that its request depends on, given the condition keys in question.</summary>
internal sealed class EventFields
{
    private static readonly CloudTrailField[] Always =
    [
        CloudTrailField.EventType, CloudTrailField.ErrorCode, CloudTrailField.AwsRegion,
        CloudTrailField.RecipientAccountId, CloudTrailField.IdentityType, CloudTrailField.IdentityAccountId, CloudTrailField.IdentityInvokedBy,
        CloudTrailField.SessionIssuerArn, CloudTrailField.Resources,
    ];

    private static readonly CloudTrailField[] OfContext =
    [
        CloudTrailField.SourceIpAddress, CloudTrailField.VpcEndpointId, CloudTrailField.MfaAuthenticated, CloudTrailField.SourceIdentity, CloudTrailField.WebIdFederationData,
    ];

    /// <summary>Names of events remembered; more than AWS has.</summary>
    private const int MaxShapes = 50_000;

    private readonly ImmutableArray<(string Key, EventContext.Reading Read)> _keys;
    private readonly ImmutableArray<(string Key, EventContext.Reading Read)> _keysOfDenied;
    private readonly string[] _parameters;
    private readonly EventActions _actions;
    private readonly Dictionary<UInt128, EventShape> _shapes = [];
    private readonly bool _keepSessions;
    private readonly bool _userAgent;

    public EventFields(HistoryOptions options, EventActions actions)
    {
        _actions = actions;
        _parameters = [.. EventContext.ParametersOf(options.ContextKeys.Union(options.DeniedContextKeys ?? [], StringComparer.OrdinalIgnoreCase))];
        _keys = EventContext.For(options.ContextKeys);
        _keysOfDenied = EventContext.For(options.DeniedContextKeys ?? options.ContextKeys);
        _keepSessions = options.KeepSessions;
        _userAgent = _keys.Concat(_keysOfDenied).Any(key => key.Key.Equals("aws:UserAgent", StringComparison.OrdinalIgnoreCase));
    }

    public EventShape Shape(CloudTrailEvent @event)
    {
        var name = new EventFingerprint();
        name.Add(@event.Span(CloudTrailField.EventSource));
        name.Add(@event.Span(CloudTrailField.EventName));
        if (_shapes.TryGetValue(name.Value, out var shape))
            return shape;
        if (_shapes.Count >= MaxShapes)
            _shapes.Clear();
        var (source, text) = (@event.Text(CloudTrailField.EventSource) ?? string.Empty, @event.Text(CloudTrailField.EventName) ?? string.Empty);
        return _shapes[name.Value] = new EventShape(source, text, _actions.Find(source, text), _parameters);
    }

    /// <summary>Equal for events that are the same request.</summary>
    public UInt128 Fingerprint(CloudTrailEvent @event, EventShape shape)
    {
        var fingerprint = new EventFingerprint();
        fingerprint.Add(@event.Span(CloudTrailField.EventSource));
        fingerprint.Add(@event.Span(CloudTrailField.EventName));
        shape.AddParameters(@event.Span(CloudTrailField.RequestParameters), ref fingerprint);
        foreach (var field in Always)
            fingerprint.Add(@event.Span(field));
        // The session's own name matters only where sessions are told apart.
        if (_keepSessions || @event.Span(CloudTrailField.SessionIssuerArn).IsEmpty)
        {
            fingerprint.Add(@event.Span(CloudTrailField.IdentityArn));
            fingerprint.Add(@event.Span(CloudTrailField.IdentityPrincipalId));
        }
        var keys = KeysFor(@event);
        if (keys.IsEmpty)
            return fingerprint.Value;
        foreach (var field in OfContext)
            fingerprint.Add(@event.Span(field));
        fingerprint.Add(@event.Span(CloudTrailField.AccessKeyId).StartsWith("ASIA"u8) ? "1"u8 : "0"u8);
        fingerprint.Add(@event.IsAbsent(CloudTrailField.TlsDetails) ? "0"u8 : "1"u8);
        if (_userAgent)
            fingerprint.Add(@event.Span(CloudTrailField.UserAgent));
        return fingerprint.Value;
    }

    public ImmutableArray<RecordedKey> Context(CloudTrailEvent @event, RequestParameters parameters)
    {
        var keys = KeysFor(@event);
        if (keys.IsEmpty)
            return [];
        var context = ImmutableArray.CreateBuilder<RecordedKey>(keys.Length);
        foreach (var (key, read) in keys)
        {
            if (read(@event, parameters, out var value))
                context.Add(new RecordedKey(key, value));
        }
        return context.DrainToImmutable();
    }

    private ImmutableArray<(string Key, EventContext.Reading Read)> KeysFor(CloudTrailEvent @event) =>
        @event.Span(CloudTrailField.ErrorCode).IsEmpty ? _keys : _keysOfDenied;
}
