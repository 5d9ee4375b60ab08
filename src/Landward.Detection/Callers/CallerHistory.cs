using Landward.Logs;

namespace Landward.Detection.Callers;

/// <summary>
/// What a run shows about callers beyond single events: which sessions began with a long-term key, and from which address a key has been
/// at work through the day. Adding is commutative, and each table is bounded: what does not fit counts as unknown, which weighs more.
/// </summary>
internal sealed class CallerHistory
{
    /// <summary>A key that was used from an address in so many different hours is at home there.</summary>
    private const int HoursAtHome = 4;

    private const int MaxPlaces = 200_000;
    private const int MaxSessions = 200_000;

    private readonly Dictionary<ulong, ulong> _hours = [];
    private readonly HashSet<ulong> _sessionsOfKeys = [];
    private bool _sessionsOverflowed;

    public void See(CloudTrailEvent @event)
    {
        if (!CallerReader.IsUser(@event.Span(CloudTrailField.IdentityType)) || CallerReader.HasMfa(@event))
            return;
        if (CallerReader.Place(@event) is not 0 and var place)
            AddHours(place, CallerReader.Hour(@event));
        if (@event.Span(CloudTrailField.EventName).SequenceEqual("AssumeRole"u8)
            && EventPaths.First(@event.Root, "responseElements.credentials.accessKeyId") is { } session)
        {
            AddSession(KeyedHash.Of(System.Text.Encoding.UTF8.GetBytes(session)));
        }
    }

    public void Merge(CallerHistory other)
    {
        foreach (var (place, hours) in other._hours)
            AddHours(place, hours);
        foreach (var session in other._sessionsOfKeys)
            AddSession(session);
        _sessionsOverflowed |= other._sessionsOverflowed;
    }

    /// <summary>Whether such work is this caller's daily business as far as the logs show, so that it alone is no reason for an alert.</summary>
    public bool IsEverydayCaller(Caller caller) => caller.Kind switch
    {
        CallerKind.Session => !_sessionsOverflowed && !_sessionsOfKeys.Contains(caller.Credential),
        CallerKind.MultiFactor or CallerKind.Service => true,
        CallerKind.LongTerm => caller.Place != 0 && CallerReader.Hours(_hours.GetValueOrDefault(caller.Place)) >= HoursAtHome,
        _ => false,
    };

    private void AddHours(ulong place, ulong hours)
    {
        if (_hours.TryGetValue(place, out var before))
        {
            if ((before & hours) != hours)
                _hours[place] = before | hours;
        }
        else if (_hours.Count < MaxPlaces)
            _hours.Add(place, hours);
    }

    private void AddSession(ulong session)
    {
        if (_sessionsOfKeys.Count < MaxSessions)
            _sessionsOfKeys.Add(session);
        else
            _sessionsOverflowed |= !_sessionsOfKeys.Contains(session);
    }
}
