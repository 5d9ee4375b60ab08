using System.Globalization;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>An event of a known country: it waits for one from another country soon before or after.</summary>
internal sealed record TravelCandidate(TravelQuestion Question, ulong Principal, uint Time, int Country);

/// <summary>Where a principal was when, as far as rules ask.</summary>
/// <param name="room">That of the run.</param>
internal sealed class TravelLedger(Locations locations, EventRoom room)
{
    /// <summary>What a principal costs of the room.</summary>
    private const int PrincipalCost = 4;

    private readonly Dictionary<(string Rule, ulong Principal), List<(uint Time, int Country)>> _places = [];
    private RoomShare _room = new(room);
    private bool _overflowed;
    private bool _ordered;

    /// <summary>Events were left out because there were too many.</summary>
    public bool Overflowed => _overflowed || _room.Overflowed;

    public TravelCandidate? Ask(TravelQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        if (observer.Current is not { } principal
            || !NetworkAddress.TryParse(@event.Span(CloudTrailField.SourceIpAddress), out var address)
            || locations.CountryCode(address) is not (not 0 and var country))
        {
            return null;
        }
        if (!_room.TryUse(1))
            return null;
        var key = (question.Rule, principal.Key);
        if (!_places.TryGetValue(key, out var places))
        {
            _places.Add(key, places = []);
            _room.Use(PrincipalCost);
        }
        places.Add((observer.Time, country));
        return new TravelCandidate(question, key.Item2, observer.Time, country);
    }

    public void Merge(TravelLedger other)
    {
        _overflowed |= other.Overflowed;
        foreach (var (key, theirs) in other._places)
        {
            if (_places.TryGetValue(key, out var mine))
                mine.AddRange(theirs);
            else
                _places.Add(key, theirs);
        }
    }

    /// <summary>Answers for a candidate; false when there was no other country within the time.</summary>
    public bool Settle(TravelCandidate candidate, HeldMatch held)
    {
        if (!_ordered)
        {
            foreach (var list in _places.Values)
                list.Sort();
            _ordered = true;
        }
        var places = _places[(candidate.Question.Rule, candidate.Principal)];
        var at = places.BinarySearch((candidate.Time, candidate.Country));
        if ((Near(places, at, -1, candidate) ?? Near(places, at, 1, candidate)) is not var (time, country))
            return false;
        var match = held.Match;
        held.Match = match with
        {
            Why = string.Create(
                CultureInfo.InvariantCulture,
                $"Seen: {match.Evidence.EventName} by {match.Principal} from {Name(candidate.Country)} at {At(candidate.Time)} and from {Name(country)} at {At(time)}: no journey is that short."),
        };
        return true;
    }

    /// <summary>The nearest event from another country in one direction of time. Neighbours of the same country are few: they are events that rules ask about.</summary>
    private static (uint Time, int Country)? Near(List<(uint Time, int Country)> places, int at, int step, TravelCandidate candidate)
    {
        var within = (long)candidate.Question.Within.TotalSeconds;
        for (var i = at + step; i >= 0 && i < places.Count && Math.Abs((long)places[i].Time - candidate.Time) <= within; i += step)
        {
            if (places[i].Country != candidate.Country)
                return places[i];
        }
        return null;
    }

    private static string At(uint time) => DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Name(int country) => string.Create(2, country, static (text, code) => (text[0], text[1]) = ((char)(code >> 8), (char)(code & 0xFF)));
}
