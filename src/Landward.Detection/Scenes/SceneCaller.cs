using Landward.Detection.Callers;
using Landward.Logs;

namespace Landward.Detection.Scenes;

/// <summary>The caller of a scene, as findings and correlations know it.</summary>
internal sealed class SceneCaller
{
    /// <summary>As <see cref="EventActor.Hash"/>.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The hash of the access key, when it is a user's; zero for temporary ones.</summary>
    public ulong LongTermKey { get; private set; }

    /// <summary>What calls are made with; null when that depends on the event's time.</summary>
    public Caller? Credentials { get; private set; }

    public void Read(CloudTrailEvent @event)
    {
        var key = @event.Span(CloudTrailField.AccessKeyId);
        var credentials = CallerReader.Read(@event);
        Hash = EventActor.Hash(@event, 0);
        LongTermKey = key.StartsWith("AKIA"u8) ? KeyedHash.Of(key) | 1 : 0;
        Credentials = CallerReader.IsTimeless(@event, credentials) ? credentials : null;
    }
}
