using System.Runtime.CompilerServices;
using System.Text;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>The first event of a day of a series: it waits until everything is read.</summary>
internal sealed record VolumeCandidate(VolumeQuestion Question, ulong Series, uint Time, EventId Id)
{
    public uint Day => Time / 86_400;
}

/// <summary>Counts what rules count, and answers for days when everything is read.</summary>
/// <param name="window">The run's learning window, in seconds.</param>
internal sealed class VolumeLedger(uint window, DetectionRun run)
{
    private readonly Dictionary<string, byte[]> _members = new(StringComparer.Ordinal);
    private readonly HashSet<(ulong Series, uint Day)> _raised = [];
    private VolumeJudge? _judge;

    public VolumeTable Volumes { get; } = new();

    /// <summary>Days that raised findings: they do not teach.</summary>
    public IEnumerable<(ulong Series, uint Day)> Raised => _raised;

    /// <summary>Counts the event; the candidate when it is the first of its day so far.</summary>
    public VolumeCandidate? Ask(VolumeQuestion question, CloudTrailEvent @event, BaselineObserver observer)
    {
        if (observer.Current is not { } principal)
            return null;
        var amount = 1L;
        if (question.Sum is { } sum && (!EventTexts.TryNumber(@event.Json.Span, Member(sum), out amount) || amount <= 0))
            return null;
        var by = question.By is { } path ? EventTexts.Text(@event.Span(CloudTrailField.RequestParameters), Member(path)) : default;
        if (question.By is not null && by.IsEmpty)
            return null;
        var key = VolumeTable.KeyOf(principal.Key, question.Key, by);
        if (run.MustPutAside(Volumes))
            run.PutAside(Volumes);
        if (Volumes.GetOrAdd(key, principal.Text, question.Rule, by) is not { } series)
            return null;
        ref var day = ref Volumes.Add(series, observer.Time / 86_400, (ulong)amount * observer.Weight);
        if (Unsafe.IsNullRef(ref day) || (day.IsSeen && day.Time < observer.Time))
            return null;
        var id = EventId.Of(@event);
        if (day.IsSeen && day.Id != id && !VolumeSeries.IsBefore(observer.Time, id, day))
            return null;
        (day.IsSeen, day.Time, day.Id) = (true, observer.Time, id);
        return new VolumeCandidate(question, key, observer.Time, id);
    }

    public void Merge(VolumeLedger other) => Volumes.Take(other.Volumes);

    /// <summary>Answers for a candidate; false when it is not the first of its day, or the day is like others.</summary>
    public bool Settle(VolumeCandidate candidate, HeldMatch held, PrincipalTable principals)
    {
        _judge ??= new VolumeJudge(principals, Volumes);
        if (Volumes.Find(candidate.Series) is not { } series
            || series.Days.Find(candidate.Day) is not { IsSeen: true } day
            || day.Time != candidate.Time
            || day.Id != candidate.Id)
        {
            return false;
        }
        var learn = candidate.Question.Learn is { } own ? (uint)own.TotalSeconds : window;
        if (_judge.Judge(candidate.Question, candidate.Series, candidate.Day, learn) is not { } why)
            return false;
        _raised.Add((candidate.Series, candidate.Day));
        held.Match = held.Match with { Why = $"Seen: {held.Match.Evidence.EventName} by {series.Principal}: {why}." };
        return true;
    }

    /// <summary>The last part of a path as it stands in an event, with its quotes and colon.</summary>
    private byte[] Member(string path)
    {
        if (!_members.TryGetValue(path, out var member))
            _members[path] = member = Encoding.UTF8.GetBytes($"\"{path[(path.LastIndexOf('.') + 1)..]}\":");
        return member;
    }
}
