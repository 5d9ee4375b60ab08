using System.Collections.Immutable;
using Landward.Detection.Alarms;
using Landward.Detection.Correlations;
using Landward.Detection.Scenes;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>What one worker gathers from CloudTrail logs.</summary>
/// <remarks>
/// (1) The reader picks an event's indexed fields; (2) gates that watch every event see it; (3) the index names the few rules that may
/// match, and what is left to ask of each; (4) they are decided, on the picked fields where these suffice; (5) an event of a trusted principal is dropped; (6) gates
/// answer what rules ask beyond Sigma; (7) matches are added to findings and to correlations, or held until the gates have seen
/// everything.
/// </remarks>
internal sealed class CloudTrailDetector : LogDetector, IAsyncDisposable
{
    private readonly DetectionOptions _options;
    private readonly CloudTrailRules _rules;

    /// <summary>Null until there is a CloudTrail log.</summary>
    private RuleCells? _cells;

    private readonly SceneTable _scenes = new();
    private readonly TrustedPrincipals _trusted;
    private readonly FindingCollector _findings;
    private readonly CorrelationCollector _correlations;
    private readonly CloudTrailReader _reader = new();
    private readonly CloudTrailSigmaEvent _view = new();
    private readonly MatchedEvent _current;
    private readonly MatchGate[] _gates;
    private readonly MatchGate[] _observers;
    private readonly MatchGate[][] _gatesOfRule;
    private readonly bool[] _isCorrelated;
    private readonly bool[] _alerts;
    private readonly MatchGate[][] _observersOfRule;
    private readonly bool[] _isObserved;
    private readonly MatchGate?[] _holders;
    private readonly List<int> _matched = [];
    private readonly HeldMatches _held;
    private readonly CountedMatches _counted;
    private long _unreadable;
    private readonly AlarmCollector? _alarms;

    public CloudTrailDetector(CloudTrailRules rules, DetectionOptions options, DetectionRun run, FindingCollector findings, CorrelationCollector correlations)
    {
        _options = options;
        _rules = rules;
        _findings = findings;
        _current = new MatchedEvent(findings.Digest, _view);
        _trusted = new TrustedPrincipals(options.TrustedPrincipals);
        _correlations = correlations;
        var texts = new MatchTexts(rules.Rules);
        _gates = CloudTrailGates.Create(rules, texts, options, run);
        _observers = Array.FindAll(_gates, gate => gate.ObservesAll);
        _gatesOfRule = [.. rules.Rules.Select(rule => Array.FindAll(_gates, gate => gate.Concerns(rule.Extension)))];
        _isCorrelated = [.. rules.Rules.Select(rule => !correlations.Plan.Feeds(rule.Id).IsEmpty)];
        _alerts = [.. rules.Rules.Select(rule => Alerts(rule, correlations.Plan))];
        _observersOfRule = [.. _gatesOfRule.Select(gates => Array.FindAll(gates, gate => gate.ObservesAll))];
        _isObserved = [.. _observersOfRule.Select(gates => gates.Length > 0)];
        _holders = [.. rules.Rules.Select((rule, position) => !_isCorrelated[position] && _gatesOfRule[position] is [var gate] && gate.Holds(rule.Extension) ? gate : null)];
        _held = new HeldMatches(run.Room);
        _counted = new CountedMatches(rules.Rules, position => _gatesOfRule[position].Length > 0, correlations.Plan, texts, run.Room);
        _alarms = options.Alarms is { } alarms ? new AlarmCollector(alarms, run.Alarms) : null;
    }

    public override LogFormat Format => LogFormat.CloudTrail;

    public override async Task ReadAsync(LogSource content, DetectionTally tally, CancellationToken cancellationToken)
    {
        _reader.Reset(content);
        _cells ??= new RuleCells(_rules.Index);
        // Most events are in the buffer already.
        while (_reader.TryRead() || await _reader.ReadAsync(cancellationToken))
            Evaluate(_reader.Current, content.Origin);
        tally.Add(_reader.Opened, _reader.EventsRead, _reader.Diagnostics);
    }

    /// <summary>Gives back what reading needs; what was gathered stays.</summary>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    public override void Merge(LogDetector other)
    {
        var worker = (CloudTrailDetector)other;
        for (var i = 0; i < _gates.Length; i++)
            _gates[i].Merge(worker._gates[i]);
        _held.Merge(worker._held);
        _counted.Merge(worker._counted);
        _unreadable += worker._unreadable + worker._view.Unreadable;
        _alarms?.Merge(worker._alarms!);
    }

    public override void Finish(DetectionTally tally)
    {
        foreach (var held in _held.InOrder())
        {
            if (!Settle(held))
                continue;
            if (held.Correlated is { } correlated)
                _correlations.Add(correlated);
            if (Alerts(held.Rule, _correlations.Plan))
                _findings.Add(held.Rule.Rule.Header, held.Rule.Extension, held.Match);
        }
        foreach (var gate in _gates)
        {
            foreach (var (rule, match) in gate.Settle().Where(settled => Alerts(settled.Rule, _correlations.Plan)))
                _findings.Add(rule.Rule.Header, rule.Extension, match);
            gate.Finish(tally);
        }
        _alarms?.Finish(_findings, tally);
        _counted.Finish(_correlations);
        if (_held.Overflowed || _counted.Overflowed || Array.Exists(_gates, gate => gate.Overflowed))
            tally.Report(DetectionDiagnostics.TooManyMatches(_options.MaxHeldMatches));
        if (_unreadable + _view.Unreadable is > 0 and var unreadable)
            tally.Report(DetectionDiagnostics.NotDecided(unreadable));
    }

    private bool Settle(HeldMatch held)
    {
        foreach (var (gate, waiting) in held.Questions)
        {
            if (!_gates[gate].Settle(held, waiting))
                return false;
        }
        return true;
    }

    private void Evaluate(CloudTrailEvent @event, string origin)
    {
        var scene = _scenes.Find(@event);
        _findings.Callers.See(@event, _trusted, scene);
        foreach (var observer in _observers)
            observer.Observe(@event, scene);
        if (_alarms is not null && !_trusted.Covers(@event))
            _alarms.See(@event, origin);
        var cell = _cells!.Of(@event);
        _view.Set(@event);
        _matched.Clear();
        foreach (var position in cell.Decided)
        {
            if (!IsRuledOut(position))
                _matched.Add(position);
        }
        var members = cell.NeedsMembers ? _view.Names(CloudTrailField.RequestParameters) : default;
        Ask(cell.Open, members, scene);
        if (cell.Filtered.Length > 0 && _cells.MayMatchFiltered(@event))
            Ask(cell.Filtered, members, scene);
        if (_matched.Count == 0 || _trusted.Covers(@event))
            return;
        _findings.Next(@event, origin, scene);
        _current.Set(@event, origin);
        foreach (var position in _matched)
            Add(position, @event, origin);
        _findings.Count(_current);
    }

    /// <param name="members">Those of the event's <c>requestParameters</c>.</param>
    private void Ask(OpenRule[] rules, MemberNames members, Scene? scene)
    {
        foreach (ref readonly var rule in rules.AsSpan())
        {
            if (!IsRuledOut(rule.Position) && rule.Matches(_view, members, scene))
                _matched.Add(rule.Position);
        }
    }

    private bool IsRuledOut(int position) => _isObserved[position] && AnObserverRulesOut(position);

    private bool AnObserverRulesOut(int position)
    {
        foreach (var gate in _observersOfRule[position])
        {
            if (gate.RulesOut(_rules.Rules[position].Extension))
                return true;
        }
        return false;
    }

    private void Add(int position, CloudTrailEvent @event, string origin)
    {
        var rule = _rules.Rules[position];
        if (_holders[position] is { } holder)
        {
            holder.Hold(position, rule.Extension, _current);
            return;
        }
        var questions = ImmutableArray<(int Gate, object Waiting)>.Empty;
        string? why = null;
        foreach (var gate in _gatesOfRule[position])
        {
            var answer = gate.Ask(rule.Extension, @event);
            if (!answer.Holds)
                return;
            why ??= answer.Why;
            if (answer.Waiting is { } waiting)
                questions = questions.Add((Array.IndexOf(_gates, gate), waiting));
        }
        if (questions.IsEmpty && why is null && (!_isCorrelated[position] || _counted.Holds(position)))
        {
            if (_isCorrelated[position])
                _counted.Add(position, _current);
            if (!_alerts[position])
                return;
            if (rule.Extension.PerResource)
                _findings.AddOnce(rule.Rule.Header, rule.Extension, _current.Read(rule.Extension));
            else
                _findings.AddOnce(position, rule, _current);
            return;
        }
        if (!questions.IsEmpty && !_isCorrelated[position])
            _held.Add(new HeldMatch(rule, _current, why, null, questions));
        else
            Add(position, _current.Read(rule.Extension) with { Why = why }, questions);
    }

    private void Add(int position, EventMatch match, ImmutableArray<(int Gate, object Waiting)> questions)
    {
        var rule = _rules.Rules[position];
        var correlated = _correlations.Prepare(rule, match, path => EventActor.Values(_current.Event, path));
        if (!questions.IsEmpty)
        {
            _held.Add(new HeldMatch(rule, _current, match.Why, correlated, questions));
            return;
        }
        if (correlated is not null)
            _correlations.Add(correlated);
        if (!_alerts[position])
            return;
        if (match.Why is null)
            _findings.AddOnce(position, rule, _current);
        else
            _findings.AddOnce(rule.Rule.Header, rule.Extension, match);
    }

    private static bool Alerts(DetectionRule rule, CorrelationPlan plan) => rule.Extension.Type is not null && plan.Alerts(rule);
}
