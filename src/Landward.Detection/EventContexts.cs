using System.Runtime.InteropServices;
using Landward.Detection.Callers;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// The contexts that a worker met, so that what is held of its events shares them. Bounded: beyond the limit it starts afresh, and what
/// is held keeps its context.
/// </summary>
internal sealed class EventContexts
{
    private const int MaxContexts = 1 << 14;
    private const int MaxTexts = 1 << 14;

    /// <summary>Of all contexts, as <see cref="EventContext.Cost"/>: texts may be longer than those of callers are.</summary>
    private const int MaxCost = MaxContexts * 16;

    /// <summary>What a context takes from an event besides the names its caller is known by.</summary>
    private static readonly CloudTrailField[] Fields =
    [
        CloudTrailField.EventSource, CloudTrailField.EventName, CloudTrailField.ErrorCode, CloudTrailField.AwsRegion, CloudTrailField.SourceIpAddress,
        CloudTrailField.AccessKeyId,
    ];

    private readonly NumberTable _numbers = new();
    private readonly List<EventContext> _contexts = [];
    private readonly Dictionary<ulong, string?> _texts = [];
    private int _cost;

    /// <summary>Different for events of different contexts.</summary>
    /// <param name="caller">As <see cref="EventActor.Hash"/>.</param>
    public static ulong Hash(CloudTrailEvent @event, ulong caller, in Caller credentials)
    {
        var hash = caller + credentials.Order;
        foreach (var field in Fields)
            hash += KeyedHash.Of(@event.Span(field), (ulong)field + 1);
        return hash;
    }

    /// <param name="hash">As <see cref="Hash"/>.</param>
    public EventContext Find(CloudTrailEvent @event, ulong hash, in Caller credentials)
    {
        if (_numbers.Find(hash) is >= 0 and var known)
            return _contexts[known];
        if (_contexts.Count == MaxContexts || _cost >= MaxCost)
        {
            _numbers.Clear();
            _contexts.Clear();
            _texts.Clear();
            _cost = 0;
        }
        _numbers.Add(hash, _contexts.Count);
        var context = Read(@event, credentials);
        _contexts.Add(context);
        _cost += context.Cost;
        return context;
    }

    private EventContext Read(CloudTrailEvent @event, in Caller credentials) =>
        EventMatchReader.Context(@event, credentials, field => Text(@event.Span(field)));

    private string? Text(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return null;
        if (_texts.Count >= MaxTexts)
            _texts.Clear();
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, KeyedHash.Of(text), out _);
        return known ??= ShownText.Of(text);
    }
}
