using System.Runtime.InteropServices;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>The contexts of the file that is being read.</summary>
internal sealed class EvidenceContexts
{
    /// <summary>More operations than a file of an honest trail names.</summary>
    private const int MaxRemembered = 2048;

    private readonly Dictionary<ulong, EvidenceContext> _contexts = [];
    private string? _origin;

    /// <param name="otherId">The event's id, when it is no UUID: then the context is its own.</param>
    public EvidenceContext Find(CloudTrailEvent @event, string origin, string? otherId)
    {
        if (otherId is not null)
            return Read(@event, origin, otherId);
        if (!ReferenceEquals(origin, _origin) || _contexts.Count >= MaxRemembered)
            _contexts.Clear();
        _origin = origin;
        var hash = KeyedHash.Of(@event.Span(CloudTrailField.EventName), 1);
        hash = KeyedHash.Of(@event.Span(CloudTrailField.EventSource), hash);
        hash = KeyedHash.Of(@event.Span(CloudTrailField.ErrorCode), hash);
        ref var context = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, hash, out _);
        return context ??= Read(@event, origin, otherId: null);
    }

    private static EvidenceContext Read(CloudTrailEvent @event, string origin, string? otherId) => new(
        ShownText.Of(@event, CloudTrailField.EventSource) ?? string.Empty,
        ShownText.Of(@event, CloudTrailField.EventName) ?? string.Empty,
        ShownText.Of(@event, CloudTrailField.ErrorCode),
        origin,
        otherId);
}
