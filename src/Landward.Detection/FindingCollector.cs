using System.Collections.Immutable;
using System.Text;
using Landward.Detection.Callers;
using Landward.Detection.Scenes;
using Landward.Logs;
using Landward.Model;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>The findings of a worker, by rule, account, principal and (where the rule says so) resource.</summary>
/// <remarks>
/// When there are too many, those of the highest severity and the first keys are kept. Which ones that are does not depend on the order
/// in which they came: a finding that is dropped would be dropped again.
/// </remarks>
/// <param name="ledger">Which events were counted already, shared by the workers of the run.</param>
/// <param name="run">Takes over what is more than the worker's part; null for the findings of the whole run.</param>
internal sealed class FindingCollector(DetectionOptions options, MatchLedger ledger, DetectionRun? run = null)
{
    /// <summary>What all findings take at most, written out, in bytes.</summary>
    private const int MaxSize = 80_000_000;

    /// <summary>How many resources all findings together remember to have named.</summary>
    private const int MaxRemembered = 200_000;

    private DetectionRun? _run = run;
    private readonly Dictionary<string, FindingAccumulator> _findings = new(StringComparer.Ordinal);
    private readonly NumberTable _numberOfCaller = new();
    private readonly List<FindingAccumulator> _byCaller = [];
    private FindingAccumulator? _lastKept;
    private readonly EventDigest _digest = new();
    private readonly List<(FindingAccumulator Finding, DetectionRule Rule, ulong Resources)> _pending = [];
    private readonly ResourceHash _resources = new();

    /// <summary>Which rules the event matches, as a hash of the set.</summary>
    private ulong _matches;
    private long _size;
    private int _remembered;

    public bool Overflowed { get; private set; }

    /// <summary>Of the event that <see cref="Next"/> named.</summary>
    public EventDigest Digest => _digest;

    /// <summary>What the logs show about callers, which decides how much findings weigh.</summary>
    public CallerHistory Callers { get; } = new(run);

    /// <summary>Adds a match, however often it was added before.</summary>
    public void Add(SigmaHeader header, RuleExtension extension, EventMatch match)
    {
        PutAsideIfFull();
        Add(header, extension, match, once: false);
    }

    /// <summary>To be called before the matches of each event.</summary>
    /// <param name="scene">The event's, if it has one.</param>
    public void Next(CloudTrailEvent @event, string origin, Scene? scene)
    {
        PutAsideIfFull();
        _digest.Set(@event, origin, scene);
        _pending.Clear();
        _matches = 0;
    }

    /// <summary>
    /// To be called behind the matches of each event. An event that comes again has the same caller and matches the same rules, so it is
    /// known by these and its id: one that has the id of another and differs in that is another event, whichever is read first.
    /// </summary>
    public void Count(MatchedEvent matched)
    {
        if (_pending.Count == 0)
            return;
        var counts = ledger.Claim(_digest.Identity, KeyedHash.Combine(_digest.Identity ^ _digest.Caller, _matches));
        foreach (var (finding, rule, resources) in _pending)
        {
            var remembered = finding.Remembered;
            if (!finding.Add(rule, matched, _digest, resources, counts, _remembered < MaxRemembered))
                continue;
            _size += finding.Grow();
            _remembered += finding.Remembered - remembered;
        }
    }

    /// <summary>Adds the match of an event that may be delivered more than once, with what a gate says about it.</summary>
    public void AddOnce(SigmaHeader header, RuleExtension extension, EventMatch match) => Add(header, extension, match, once: true);

    /// <summary>Adds an event that may be delivered more than once: a finding counts it once.</summary>
    /// <param name="position">The rule's position among those of the run.</param>
    public void AddOnce(int position, DetectionRule rule, MatchedEvent matched)
    {
        if (rule.Extension.PerResource)
        {
            Add(rule.Rule.Header, rule.Extension, matched.Read(rule.Extension), once: true);
            return;
        }
        if (_pending.Count == 0)
            ledger.Prepare(_digest.Identity);
        _matches += KeyedHash.Combine((ulong)position + 1, 0);
        if (Find(position, rule, matched.Event) is { } finding)
            _pending.Add((finding, rule, rule.Extension.Resources.IsEmpty ? 0 : _resources.Read(position, rule.Extension, matched.Event, matched.View)));
    }

    /// <summary>Between events only: their findings are looked up once.</summary>
    private void PutAsideIfFull()
    {
        if (_run is { } current && current.MustPutAside(_findings.Count, options.MaxFindings, _size, MaxSize))
            current.PutAside(this);
    }

    private FindingAccumulator? Find(int position, DetectionRule rule, CloudTrailEvent @event)
    {
        var caller = KeyedHash.Combine(_digest.Caller, (ulong)position + 1);
        if (_numberOfCaller.Find(caller) is >= 0 and var known)
            return _byCaller[known];
        var key = Key(rule.Rule.Header, EventActor.Account(@event), EventActor.Principal(@event), null);
        if (Find(rule.Rule.Header, rule.Extension, key) is not { } found)
            return null;
        // Callers may have any number of forms for the same principal, such as sessions.
        if (_byCaller.Count >= options.MaxFindings)
            ForgetCallers();
        _numberOfCaller.Add(caller, _byCaller.Count);
        _byCaller.Add(found);
        return found;
    }

    private void ForgetCallers()
    {
        _numberOfCaller.Clear();
        _byCaller.Clear();
    }

    public void Add(SigmaHeader header, RuleExtension extension, string key, EventMatch match)
    {
        PutAsideIfFull();
        if (Find(header, extension, key) is { } finding)
            Add(finding, match, counts: true);
    }

    /// <summary>Takes over what workers have put aside. Nothing is put aside any more.</summary>
    public void TakeAll()
    {
        if (_run is not { } finished)
            return;
        _run = null;
        Merge(finished.Findings);
    }

    public void Merge(FindingCollector other)
    {
        Callers.Merge(other.Callers);
        Take(other);
    }

    /// <summary>Takes over another collector's findings. It has none afterwards, and refuses from then on those that this one refuses.</summary>
    public void Take(FindingCollector other)
    {
        Overflowed |= other.Overflowed;
        if (other._lastKept is { } last && (_lastKept is null || last.CompareTo(_lastKept) < 0))
            _lastKept = last;
        foreach (var (key, finding) in other._findings)
        {
            if (_findings.TryGetValue(key, out var mine))
            {
                mine.Merge(finding);
                _size += mine.Grow();
            }
            else if (_lastKept is null || finding.CompareTo(_lastKept) <= 0)
            {
                _findings.Add(key, finding);
                _size += finding.Size;
            }
        }
        other.Clear();
        if (_findings.Count > options.MaxFindings || _size > MaxSize)
            Trim();
        other._lastKept = _lastKept;
    }

    /// <summary>The most severe first, then by time and id. The collector is empty afterwards.</summary>
    public ImmutableArray<Finding> ToFindings()
    {
        if (_findings.Count > options.MaxFindings || _size > MaxSize)
            Trim();
        var gathered = _findings.Values.ToArray();
        Clear();
        var findings = new List<Finding>(gathered.Length);
        var tags = new Dictionary<SigmaHeader, (ImmutableArray<string> Techniques, ImmutableArray<string> Tactics)>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < gathered.Length; i++)
        {
            if (gathered[i].ToFinding(Callers, tags) is { } finding)
                findings.Add(finding);
            // What is written out takes more room than what was gathered.
            gathered[i] = null!;
        }
        var most = Math.Max(1, options.MaxFindings / 4);
        var sequences = AttackSequences.Of(findings, options.MaxEvidence).Take(most).ToArray();
        Overflowed |= sequences.Length == most;
        return
        [
            .. findings.Concat(sequences)
                .OrderByDescending(finding => finding.Severity)
                .ThenBy(finding => finding.FirstSeen)
                .ThenBy(finding => finding.Id, StringComparer.Ordinal),
        ];
    }

    private static string Key(SigmaHeader header, string account, string? principal, FindingResource? resource) =>
        string.Join('\n', header.Id, account, principal, resource?.Type, resource?.Id);

    private void Add(SigmaHeader header, RuleExtension extension, EventMatch match, bool once)
    {
        if (!extension.PerResource)
        {
            Add(header, extension, Key(header, match.Account, match.Principal, null), match, once);
            return;
        }
        foreach (var resource in match.Resources)
            Add(header, extension, Key(header, match.Account, match.Principal, resource), match with { Resources = [resource] }, once);
    }

    private void Add(SigmaHeader header, RuleExtension extension, string key, EventMatch match, bool once)
    {
        if (Find(header, extension, key) is not { } finding)
            return;
        var identity = once ? KeyedHash.Of(Encoding.UTF8.GetBytes(match.Evidence.EventId)) : 0;
        Add(finding, match, !once || ledger.Claim(identity, KeyedHash.Combine(identity, finding.Number)));
    }

    private void Add(FindingAccumulator finding, EventMatch match, bool counts)
    {
        finding.Add(match, counts);
        _size += finding.Grow();
    }

    private FindingAccumulator? Find(SigmaHeader header, RuleExtension extension, string key)
    {
        if (_findings.TryGetValue(key, out var finding))
            return finding;
        if (_lastKept is not null && FindingAccumulator.Compare(header.Level, key, _lastKept) > 0)
            return null;
        _findings.Add(key, finding = new FindingAccumulator(header, extension, key, options.MaxEvidence));
        _size += finding.Grow();
        // Cutting back costs a sort, so there is some room beyond the limits.
        if (_findings.Count <= options.MaxFindings + (options.MaxFindings / 8) && _size <= MaxSize + (MaxSize / 8))
            return finding;
        Trim();
        return _findings.GetValueOrDefault(key);
    }

    private void Trim()
    {
        Overflowed = true;
        var ordered = _findings.Values.Order().ToArray();
        Clear();
        foreach (var finding in ordered)
        {
            if (_findings.Count == options.MaxFindings || (_size + finding.Size > MaxSize && _findings.Count > 0))
                break;
            _findings.Add(finding.Key, _lastKept = finding);
            _size += finding.Size;
        }
    }

    private void Clear()
    {
        _findings.Clear();
        ForgetCallers();
        (_size, _remembered) = (0, 0);
    }
}
