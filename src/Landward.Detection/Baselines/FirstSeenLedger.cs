using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>The candidates of a worker for "never did that before", and the answers when everything is read.</summary>
/// <param name="window">The run's learning window, in seconds.</param>
/// <param name="known">What earlier runs learned: most values of most events are old, and their events need not wait.</param>
internal sealed class FirstSeenLedger(uint window, PrincipalTable known)
{
    private const int RememberedAnswers = 1 << 15;

    /// <summary>By group: the first event so far.</summary>
    private readonly Dictionary<ulong, FirstSeenCandidate> _candidates = [];
    private readonly Dictionary<(string Rule, ulong Principal, uint Day), HashSet<ulong>> _newApis = [];
    private readonly HashSet<(ulong Principal, BaselineDimension Dimension, ulong Value)> _raised = [];
    private readonly HashSet<(BaselineDimension Dimension, ulong Value)> _held = Held(known);

    /// <summary>Groups whose events are not the first of their kind from a time on: what most events are compared with, in as few bytes as can be.</summary>
    private readonly (ulong Group, uint From)[] _answers = new (ulong, uint)[RememberedAnswers];
    private BaselineJudge? _judge;

    /// <summary>Values that raised findings: they do not teach.</summary>
    public IEnumerable<(ulong Principal, BaselineDimension Dimension, ulong Value)> Raised => _raised;

    /// <summary>Whether the event waits; null when it cannot hold, or when an earlier one of the same kind waits already.</summary>
    public FirstSeenCandidate? Ask(FirstSeenQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        if (observer.Current is not { } principal)
            return null;
        SeeRare(question, @event, observer);
        var group = Group(question, observer);
        ref var answer = ref _answers[group & (RememberedAnswers - 1)];
        if (answer.Group == group && answer.From <= observer.Time)
            return null;
        var hasEarlier = _candidates.TryGetValue(group, out var first) && first.Time < observer.Time;
        if (hasEarlier || !MayHold(question, observer, principal))
        {
            answer = (group, hasEarlier ? first!.Time + 1 : observer.Time);
            return null;
        }
        var id = EventId.Of(@event);
        if (first is not null && first.IsBefore(observer.Time, id))
            return null;
        var candidate = new FirstSeenCandidate(group, question, principal.Key, [.. observer.Values], observer.Time, id);
        if (first is null || candidate.IsBefore(first.Time, first.Id))
            _candidates[group] = candidate;
        return candidate;
    }

    public void Merge(FirstSeenLedger other)
    {
        foreach (var (group, theirs) in other._candidates)
        {
            if (!_candidates.TryGetValue(group, out var mine) || theirs.IsBefore(mine.Time, mine.Id))
                _candidates[group] = theirs;
        }
    }

    /// <summary>Answers for a candidate; false when it is not the first of its group, or what it did is known.</summary>
    public bool Settle(FirstSeenCandidate candidate, HeldMatch held, PrincipalTable principals)
    {
        Judge(principals);
        if (_candidates[candidate.Group] is var first && (first.Time != candidate.Time || first.Id != candidate.Id))
            return false;
        if (principals.Find(candidate.Principal) is not { } principal)
            return false;
        var question = candidate.Question;
        if (question.Apis > 1 && (!_newApis.TryGetValue((candidate.Question.Rule, candidate.Principal, candidate.Day), out var apis) || apis.Count < question.Apis))
            return false;
        var news = News(candidate, principal);
        if (news.Count == 0 || (news.Count < question.AtLeast && question.Otherwise is null))
            return false;
        foreach (var dimension in news)
            _raised.Add((candidate.Principal, dimension, candidate.Values[(int)dimension]));
        var learn = Learn(question);
        var rows = news.Select(dimension => _judge!.Describe(principal, dimension, candidate.Values[(int)dimension], candidate.Time, learn)).ToArray();
        var match = held.Match;
        held.Match = match with
        {
            Why = $"Seen: {match.Evidence.EventName} by {principal.Text}, for the first time with {string.Join("; ", rows)}.",
            Facts = match.Facts.SetItem("firstSeen", string.Join(", ", news.Select(dimension => dimension.ToString()))),
            Severity = news.Count < question.AtLeast ? question.Otherwise : null,
        };
        return true;
    }

    private uint Learn(FirstSeenQuestion question) => question.Learn is { } learn ? (uint)learn.TotalSeconds : window;

    /// <summary>Values that are learned only from events that rules ask about: once, however many rules ask.</summary>
    private void SeeRare(FirstSeenQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        observer.SeeApi(@event);
        if (question.AsksForBucket && observer.Values[(int)BaselineDimension.Bucket] == 0)
            observer.See(BaselineDimension.Bucket, EventTexts.Text(@event.Span(CloudTrailField.RequestParameters), "\"bucketName\":"u8));
        if (question.AsksForRole && observer.Values[(int)BaselineDimension.Role] == 0)
            observer.See(BaselineDimension.Role, EventTexts.Text(@event.Span(CloudTrailField.RequestParameters), "\"roleArn\":"u8));
    }

    /// <summary>What events of one day have in common of which the first one waits.</summary>
    private static ulong Group(FirstSeenQuestion question, BaselineObserver observer)
    {
        var values = observer.Values;
        var role = question.AsksForRole ? values[(int)BaselineDimension.Role] : 0;
        var bucket = question.AsksForBucket ? values[(int)BaselineDimension.Bucket] : 0;
        var rare = KeyedHash.Combine(values[(int)BaselineDimension.Api], KeyedHash.Combine(role, bucket));
        return KeyedHash.Combine(KeyedHash.Combine(observer.Call.Hash, rare), KeyedHash.Combine(question.Key, observer.Time / 86_400));
    }

    /// <summary>Whether enough values may be new.</summary>
    private bool MayHold(FirstSeenQuestion question, BaselineObserver observer, PrincipalHistory principal)
    {
        if (!principal.HasLookedEarlier)
            (principal.Earlier, principal.HasLookedEarlier) = (known.Find(principal.Key), true);
        var learn = Learn(question);
        var possible = 0;
        foreach (var factor in question.Factors)
        {
            foreach (var dimension in factor.Dimensions())
            {
                if (!MayBeNew(principal, dimension, observer.Values[(int)dimension], observer.Time, learn))
                    continue;
                possible++;
                break;
            }
            if (possible == question.Least)
                return true;
        }
        return false;
    }

    /// <summary>False only when no event that is still to be read can make the value new: first times only become earlier.</summary>
    private bool MayBeNew(PrincipalHistory principal, BaselineDimension dimension, ulong key, uint time, uint learn)
    {
        if (key == 0)
            return false;
        // What raised a finding with anybody is new for whoever is compared with the organization.
        if (_held.Contains((dimension, key)))
            return true;
        var first = uint.MaxValue;
        if (principal.Find(dimension) is { } set && set.Find(key) is >= 0 and var slot)
            first = principal.FirstOf(dimension, set.Row(slot));
        if (principal.Earlier?.Find(dimension) is { } before && before.Find(key) is >= 0 and var past)
            first = Math.Min(first, before.Row(past).First);
        return time < (ulong)first + (learn / 2);
    }

    private static HashSet<(BaselineDimension, ulong)> Held(PrincipalTable known)
    {
        var held = new HashSet<(BaselineDimension, ulong)>();
        foreach (var principal in known.All)
        {
            for (var dimension = 0; dimension < BaselineFactors.DimensionCount; dimension++)
            {
                foreach (var row in principal.Find((BaselineDimension)dimension) is { } set ? set.Rows : [])
                {
                    if (row.Key != 0 && row.IsHeld)
                        held.Add(((BaselineDimension)dimension, row.Key));
                }
            }
        }
        return held;
    }

    /// <summary>The new dimensions of a candidate, one for each new factor.</summary>
    private List<BaselineDimension> News(FirstSeenCandidate candidate, PrincipalHistory principal)
    {
        var news = new List<BaselineDimension>();
        foreach (var factor in candidate.Question.Factors)
        {
            foreach (var dimension in factor.Dimensions())
            {
                var verdict = _judge!.Judge(principal, dimension, candidate.Values[(int)dimension], candidate.Time, Learn(candidate.Question));
                if (verdict == Verdict.New)
                    news.Add(dimension);
                // A country that is known says little about the network in it; a network that is known settles the address block.
                if (verdict == Verdict.New || (verdict == Verdict.Known && dimension != BaselineDimension.Country))
                    break;
            }
        }
        return news;
    }

    /// <summary>Once: which APIs are new for whom on which day.</summary>
    private void Judge(PrincipalTable principals)
    {
        if (_judge is not null)
            return;
        _judge = new BaselineJudge(principals);
        foreach (var candidate in _candidates.Values.Where(candidate => candidate.Question.Apis > 1))
        {
            if (principals.Find(candidate.Principal) is not { } principal
                || _judge.Judge(principal, BaselineDimension.Api, candidate.Api, candidate.Time, Learn(candidate.Question)) != Verdict.New)
            {
                continue;
            }
            var day = (candidate.Question.Rule, candidate.Principal, candidate.Day);
            if (!_newApis.TryGetValue(day, out var apis))
                _newApis.Add(day, apis = []);
            apis.Add(candidate.Api);
        }
    }
}
