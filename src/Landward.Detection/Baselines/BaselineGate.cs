using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection.Baselines;

/// <summary>What rules ask about how a principal usually behaves. Every event teaches; answers are given when everything is read.</summary>
internal sealed class BaselineGate : MatchGate
{
    private readonly DetectionOptions _options;
    private readonly DetectionRun _run;
    private readonly PrincipalTable _principals = new();
    private readonly BaselineObserver _observer;
    private readonly FirstSeenLedger _firstSeen;
    private readonly VolumeLedger _volumes;
    private readonly TravelLedger _travel;
    private uint _newest;
    private FirstSeenJudge? _judge;

    /// <param name="rules">In the order in which their positions are given.</param>
    /// <param name="texts">Those of the worker.</param>
    public BaselineGate(IReadOnlyList<DetectionRule> rules, MatchTexts texts, DetectionOptions options, DetectionRun run)
    {
        (_options, _run) = (options, run);
        var history = options.Baseline;
        var window = (uint)options.Learn.TotalSeconds;
        _newest = history.ThroughSeconds;
        _observer = new BaselineObserver(_principals, options.Locations, history.ThroughSeconds);
        _firstSeen = new FirstSeenLedger(rules, texts, options, run.Room);
        _volumes = new VolumeLedger(window, run);
        _travel = new TravelLedger(options.Locations, run.Room);
    }

    public override bool ObservesAll => true;

    public override bool Concerns(RuleExtension extension) => extension.Baseline is not null;

    public override void Observe(CloudTrailEvent @event, Scene? scene)
    {
        if (_run.MustPutAside(_principals))
        {
            _observer.Forget();
            _run.PutAside(_principals);
        }
        _observer.Observe(@event, scene);
    }

    public override GateAnswer Ask(RuleExtension extension, CloudTrailEvent @event)
    {
        object? waiting = extension.Baseline switch
        {
            FirstSeenQuestion question => _firstSeen.Ask(question, @event, _observer),
            VolumeQuestion question => _volumes.Ask(question, @event, _observer),
            TravelQuestion question => _travel.Ask(question, @event, _observer),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return waiting is null ? GateAnswer.No : GateAnswer.Wait(waiting);
    }

    public override bool Holds(RuleExtension extension) => extension.Baseline is FirstSeenQuestion;

    public override void Hold(int position, RuleExtension extension, MatchedEvent matched) =>
        _firstSeen.Hold(position, (FirstSeenQuestion)extension.Baseline!, matched, _observer);

    public override bool Overflowed => _firstSeen.Overflowed || _travel.Overflowed;

    public override IEnumerable<(DetectionRule Rule, EventMatch Match)> Settle() => Complete().Settle();

    public override bool Settle(HeldMatch held, object waiting)
    {
        var judge = Complete();
        return waiting switch
        {
            FirstSeenCandidate candidate => judge.Settle(candidate, held),
            VolumeCandidate candidate => _volumes.Settle(candidate, held, _principals),
            TravelCandidate candidate => _travel.Settle(candidate, held),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public override void Merge(MatchGate other)
    {
        var gate = (BaselineGate)other;
        _principals.Complete();
        _principals.Take(gate._principals);
        _firstSeen.Merge(gate._firstSeen);
        _volumes.Merge(gate._volumes);
        _travel.Merge(gate._travel);
        _newest = Math.Max(_newest, gate.Newest);
    }

    public override void Finish(DetectionTally tally)
    {
        // INVARIANT: nothing is judged any more; what raised findings is now kept apart, so that it does not teach.
        foreach (var (principal, dimension, value) in Complete().Raised)
        {
            if (_principals.Find(principal)?.Find(dimension) is { } set && set.Find(value) is >= 0 and var slot)
                set.Row(slot).IsHeld = true;
        }
        foreach (var (series, day) in _volumes.Raised)
            _volumes.Volumes.Find(series)?.Days.Remove(day);
        tally.Baseline = new BaselineHistory(_principals, _volumes.Volumes, Newest);
        if (_principals.Overflowed || _volumes.Volumes.Overflowed)
            tally.Report(BaselineDiagnostics.TooMany(PrincipalTable.MaxPrincipals, VolumeTable.MaxSeries));
    }

    private uint Newest => Math.Max(_newest, _observer.Newest);

    /// <summary>Adds what earlier runs learned to what this one saw; then answers can be given.</summary>
    private FirstSeenJudge Complete()
    {
        if (_judge is not null)
            return _judge;
        _principals.Complete();
        _principals.Take(_run.Principals);
        _principals.Merge(_options.Baseline.Principals);
        _volumes.Volumes.Take(_run.Volumes);
        _volumes.Volumes.Merge(_options.Baseline.Volumes);
        return _judge = _firstSeen.Judge(_principals);
    }
}
