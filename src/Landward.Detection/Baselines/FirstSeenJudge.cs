using System.Runtime.CompilerServices;

namespace Landward.Detection.Baselines;

/// <summary>Answers for the first events of groups, when everything is read.</summary>
/// <param name="rules">In the order in which their positions are given.</param>
/// <param name="window">The run's learning window, in seconds.</param>
internal sealed class FirstSeenJudge(IReadOnlyList<DetectionRule> rules, FirstSeenRows rows, MatchTexts texts, PrincipalTable principals, uint window)
{
    private readonly BaselineJudge _judge = new(principals);
    private readonly HashSet<(ulong Principal, BaselineDimension Dimension, ulong Value)> _raised = [];
    private Dictionary<(int Rule, ulong Principal, uint Day), HashSet<ulong>>? _newApis;

    /// <summary>Values that raised findings: they do not teach.</summary>
    public IEnumerable<(ulong Principal, BaselineDimension Dimension, ulong Value)> Raised => _raised;

    /// <summary>The events that waited as rows and hold; one that is in several groups once, from the first of its origins.</summary>
    public IEnumerable<(DetectionRule Rule, EventMatch Match)> Settle()
    {
        var settled = new List<(DetectionRule Rule, EventMatch Match)>();
        foreach (ref readonly var group in rows.Groups)
        {
            if (group.Key == 0 || !MayBeNew(rows[group.Row].Position, group.Time))
                continue;
            ref readonly var row = ref rows[group.Row];
            if (row.Context >= 0 && News(row.Position, row.Principal, row.Values, group.Time) is { } news)
                settled.Add((rules[row.Position], Describe(Match(row), row.Position, row.Principal, row.Values, group.Time, news)));
        }
        return settled
            .OrderBy(item => item.Rule.Id, StringComparer.Ordinal).ThenBy(item => item.Match)
            .DistinctBy(item => (item.Rule.Id, item.Match.Evidence.Time, item.Match.Evidence.EventId));
    }

    /// <summary>Answers for a candidate that is held elsewhere; false when it is not the first of its group, or what it did is known.</summary>
    public bool Settle(FirstSeenCandidate candidate, HeldMatch held)
    {
        ref var group = ref rows.Find(candidate.Group);
        if (Unsafe.IsNullRef(ref group) || group.Time != candidate.Time || Id(rows[group.Row]) != candidate.Id)
            return false;
        if (!MayBeNew(candidate.Position, candidate.Time) || News(candidate.Position, candidate.Principal, candidate.Values, candidate.Time) is not { } news)
            return false;
        held.Match = Describe(held.Match, candidate.Position, candidate.Principal, candidate.Values, candidate.Time, news);
        return true;
    }

    private EventMatch Match(in FirstSeenRow row)
    {
        var context = texts.Context(row.Context);
        return context.Event.Match(Id(row).ToString(), new DateTimeOffset(row.Ticks, TimeSpan.Zero), texts.Origin(row.Origin), context.Details);
    }

    private EventId Id(in FirstSeenRow row) => texts.Id(row.Id, row.OtherId);

    private FirstSeenQuestion Question(int position) => (FirstSeenQuestion)rules[position].Extension.Baseline!;

    private uint Learn(int position) => Question(position).Learn is { } learn ? (uint)learn.TotalSeconds : window;

    /// <summary>False for the many events from before anybody could be known.</summary>
    private bool MayBeNew(int position, uint time) => _judge.MayJudge(time, Learn(position));

    /// <summary>The new dimensions, one for each new factor; null when they are too few for the rule.</summary>
    private List<BaselineDimension>? News(int position, ulong principal, ReadOnlySpan<ulong> values, uint time)
    {
        var question = Question(position);
        if (principals.Find(principal) is not { } history
            || (question.Apis > 1 && (!NewApis().TryGetValue((position, principal, time / 86_400), out var apis) || apis.Count < question.Apis)))
        {
            return null;
        }
        var news = new List<BaselineDimension>();
        foreach (var factor in question.Factors)
        {
            foreach (var dimension in factor.Dimensions())
            {
                var verdict = _judge.Judge(history, dimension, values[(int)dimension], time, Learn(position));
                if (verdict == Verdict.New)
                    news.Add(dimension);
                // A country that is known says little about the network in it; a network that is known settles the address block.
                if (verdict == Verdict.New || (verdict == Verdict.Known && dimension != BaselineDimension.Country))
                    break;
            }
        }
        return news.Count >= question.Least ? news : null;
    }

    private EventMatch Describe(EventMatch match, int position, ulong principal, ReadOnlySpan<ulong> values, uint time, List<BaselineDimension> news)
    {
        var question = Question(position);
        var history = principals.Find(principal)!;
        var seen = new List<string>();
        foreach (var dimension in news)
        {
            _raised.Add((principal, dimension, values[(int)dimension]));
            seen.Add(_judge.Describe(history, dimension, values[(int)dimension], time, Learn(position)));
        }
        return match with
        {
            Why = $"Seen: {match.Evidence.EventName} by {history.Text}, for the first time with {string.Join("; ", seen)}.",
            Facts = match.Facts.SetItem("firstSeen", string.Join(", ", news.Select(dimension => dimension.ToString()))),
            Severity = news.Count < question.AtLeast ? question.Otherwise : null,
        };
    }

    /// <summary>Which APIs are new for whom on which day, worked out when somebody asks.</summary>
    private Dictionary<(int Rule, ulong Principal, uint Day), HashSet<ulong>> NewApis()
    {
        if (_newApis is not null)
            return _newApis;
        _newApis = [];
        foreach (ref readonly var group in rows.Groups)
        {
            if (group.Key == 0)
                continue;
            ref readonly var row = ref rows[group.Row];
            var api = row.Values[(int)BaselineDimension.Api];
            if (Question(row.Position).Apis == 1
                || !MayBeNew(row.Position, group.Time)
                || principals.Find(row.Principal) is not { } principal
                || _judge.Judge(principal, BaselineDimension.Api, api, group.Time, Learn(row.Position)) != Verdict.New)
            {
                continue;
            }
            var day = (row.Position, row.Principal, group.Time / 86_400);
            if (!_newApis.TryGetValue(day, out var apis))
                _newApis.Add(day, apis = []);
            apis.Add(api);
        }
        return _newApis;
    }
}
