using System.Numerics;
using Landward.Logs;

namespace Landward.Detection.Scenes;

/// <summary>
/// The scenes that a worker met, as many as there is room for: of four with the same place in the table, the one that was not met for the
/// longest time goes. A scene is kept from its second event on, because a log may have as many scenes as events.
/// </summary>
internal sealed class SceneTable
{
    private const int Ways = 4;
    private const int SetBits = 12;

    /// <summary>No caller of CloudTrail's has a longer one.</summary>
    private const int LongestIdentity = 8192;

    /// <summary>What events of a scene say alike. The text of <c>userIdentity</c> stands for all of its parts.</summary>
    private static readonly CloudTrailField[] Fields =
    [
        CloudTrailField.UserIdentity, CloudTrailField.AwsRegion, CloudTrailField.SourceIpAddress, CloudTrailField.RecipientAccountId,
        CloudTrailField.VpcEndpointId, CloudTrailField.SessionCredentialFromConsole,
    ];

    private static readonly ulong Mask = Fields.Aggregate(0UL, (mask, field) => mask | (1UL << (int)field));

    private readonly (ulong Hash, Scene? Scene)[] _sets = new (ulong, Scene?)[Ways << SetBits];
    private readonly byte[] _identity = new byte[LongestIdentity];
    private int _identityLength = -1;
    private ulong _identityHash;

    /// <summary>Whether what stands at a path of an event is the same in all events of a scene.</summary>
    public static bool Covers(string path) =>
        path == "userIdentity" || path.StartsWith("userIdentity.", StringComparison.Ordinal)
        || (CloudTrailSigmaEvent.Fields.TryGetValue(path, out var field) && (Mask & (1UL << (int)field)) != 0);

    /// <summary>The event's scene; null for its first event, and for events that are no scene's because a field is not a text.</summary>
    public Scene? Find(CloudTrailEvent @event)
    {
        var hash = Hash(@event);
        if (hash == 0)
            return null;
        var set = _sets.AsSpan((int)(hash >> (64 - SetBits)) * Ways, Ways);
        if (set[0].Hash == hash)
            return set[0].Scene ??= new Scene(hash);
        var way = 1;
        while (way < Ways && set[way].Hash != hash)
            way++;
        // What is met moves to the front; what is behind falls out.
        var met = way < Ways ? set[way] : (hash, null);
        for (var i = Math.Min(way, Ways - 1); i > 0; i--)
            set[i] = set[i - 1];
        set[0] = met;
        return way < Ways ? set[0].Scene ??= new Scene(hash) : null;
    }

    /// <summary>Equal for events of the same scene; zero for an event that is of none.</summary>
    private ulong Hash(CloudTrailEvent @event)
    {
        var present = @event.Present & Mask;
        var identity = @event.Span(CloudTrailField.UserIdentity);
        if (@event.Structure(CloudTrailField.UserIdentity).IsEmpty || identity[0] != '{')
            return 0;
        var hash = KeyedHash.Combine(IdentityHash(identity), present ^ ((@event.Null & Mask) << 1));
        for (var left = present ^ (1UL << (int)CloudTrailField.UserIdentity); left != 0; left &= left - 1)
        {
            var field = BitOperations.TrailingZeroCount(left);
            var text = @event.Span((CloudTrailField)field);
            // An empty text, an object or a list: only the document tells.
            if (text.IsEmpty)
                return 0;
            hash = KeyedHash.Of(text, hash + (ulong)field);
        }
        return hash | 1;
    }

    /// <summary>Callers work in bursts, and comparing is cheaper than hashing.</summary>
    private ulong IdentityHash(ReadOnlySpan<byte> identity)
    {
        if (identity.Length == _identityLength && identity.SequenceEqual(_identity.AsSpan(0, _identityLength)))
            return _identityHash;
        if (identity.Length > LongestIdentity)
            return KeyedHash.Of(identity);
        identity.CopyTo(_identity);
        _identityLength = identity.Length;
        return _identityHash = KeyedHash.Of(identity);
    }
}
