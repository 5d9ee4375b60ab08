using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection.Callers;

/// <summary>
/// What a run shows about callers beyond single events: who began sessions, and which roles, addresses and keys have been at work through
/// the day. Adding is commutative, and each table is bounded: what does not fit counts as unknown, which weighs more.
/// </summary>
/// <param name="run">Takes over what is more than the worker's part; null for what the whole run shows.</param>
internal sealed class CallerHistory(DetectionRun? run = null)
{
    /// <summary>How many roles, addresses, keys or sessions there are at most, each.</summary>
    public const int MaxEntries = 100_000;

    /// <summary>What was at work in so many different hours is at home in the logs.</summary>
    private const int HoursAtHome = 4;

    /// <summary>Roles that assume roles that assume roles.</summary>
    private const int MaxChain = 8;

    private const int Recent = 1024;
    private const int HourLength = 13;

    private readonly ulong[] _recent = new ulong[Recent];
    private readonly HourTable _keys = new(MaxEntries);
    private readonly HourTable _roles = new(MaxEntries);
    private readonly HourTable _addresses = new(MaxEntries);
    private readonly SessionOrigins _origins = new(MaxEntries);
    private readonly LogCoverage _coverage = new();

    /// <param name="scene">The event's, if it has one.</param>
    public void See(CloudTrailEvent @event, TrustedPrincipals trusted, Scene? scene = null)
    {
        _coverage.See(@event);
        var type = @event.Span(CloudTrailField.IdentityType);
        var isSession = type.SequenceEqual("AssumedRole"u8);
        // What fails makes nobody familiar, and gives nobody a session.
        if ((!isSession && !CallerReader.IsUser(type)) || !@event.Span(CloudTrailField.ErrorCode).IsEmpty)
            return;
        var begins = @event.Span(CloudTrailField.EventName).SequenceEqual("AssumeRole"u8);
        var hour = CallerReader.Hour(@event);
        if (!begins && (scene is null ? WasSeen(@event) : (scene.KnownHours & hour) != 0))
            return;
        if (run is not null && run.MustPutAside(this))
            run.PutAside(this);
        if (scene is not null)
            scene.KnownHours |= hour;
        if (isSession)
            _roles.Add(CallerReader.Role(@event), hour);
        if (isSession || CallerReader.HasMfa(@event))
            _addresses.Add(CallerReader.Address(@event), hour);
        else
            _keys.Add(CallerReader.UserAtAddress(@event), hour);
        if (begins && CallerReader.IssuedCredential(@event) is not 0 and var session)
            _origins.Add(session, trusted.Covers(@event) ? new Caller(CallerKind.Trusted) : CallerReader.Read(@event));
    }

    /// <summary>Whether an event with the same credentials, from the same address, in the same hour came a moment ago: it says nothing new.</summary>
    private bool WasSeen(CloudTrailEvent @event)
    {
        var credential = @event.Span(CloudTrailField.AccessKeyId);
        var time = @event.Span(CloudTrailField.EventTime);
        if (credential.IsEmpty || time.Length < HourLength)
            return false;
        var hash = KeyedHash.Of(credential, KeyedHash.Of(time[..HourLength]));
        hash = KeyedHash.Of(@event.Span(CloudTrailField.SourceIpAddress), hash);
        hash = KeyedHash.Of(@event.Span(CloudTrailField.IdentityArn), hash + (CallerReader.HasMfa(@event) ? 1UL : 0));
        ref var recent = ref _recent[hash % Recent];
        var wasSeen = recent == hash;
        recent = hash;
        return wasSeen;
    }

    public bool Exceeds(int entries) => _keys.Count > entries || _roles.Count > entries || _addresses.Count > entries || _origins.Count > entries;

    public void Merge(CallerHistory other)
    {
        Take(other);
        _coverage.Merge(other._coverage);
    }

    /// <summary>Takes over what another history knows of callers; it knows nobody afterwards.</summary>
    public void Take(CallerHistory other)
    {
        _keys.Take(other._keys);
        _roles.Take(other._roles);
        _addresses.Take(other._addresses);
        _origins.Take(other._origins);
    }

    /// <summary>Why such work is this caller's daily business as far as the logs show, so that it alone is no reason for an alert; else null.</summary>
    public string? WhyEveryday(Caller caller)
    {
        for (var link = 0; link < MaxChain; link++)
        {
            if (caller.Kind != CallerKind.Session || _origins.Find(caller.Credential) is not { } before)
                return Why(caller);
            caller = before;
        }
        return null;
    }

    private string? Why(Caller caller) => caller.Kind switch
    {
        CallerKind.Session when _roles.Hours(caller.Role) >= HoursAtHome => "the role was at work in at least four different hours of the logs",
        CallerKind.Session when _addresses.Hours(caller.Place) >= HoursAtHome => "sessions were at work from the same address in at least four different hours of the logs",
        CallerKind.Session when _coverage.HoldsBeginning(caller.Began) => "the logs reach back far enough to show the session's beginning and show no long-term key that began it",
        CallerKind.Federated => "the session began with a web identity, such as that of a build job",
        CallerKind.MultiFactor => "the caller used MFA",
        CallerKind.Service => "a service of AWS called",
        CallerKind.Trusted => "a trusted principal began the session",
        CallerKind.LongTerm when _keys.Hours(caller.Place) >= HoursAtHome => "the key was at work from the same address in at least four different hours of the logs",
        _ => null,
    };
}
