using System.Collections.Immutable;
using System.Text;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>What is gathered from CloudTrail logs.</summary>
/// <remarks>
/// (1) The reader picks an event's indexed fields; (2) the index names the few rules that may match; (3) only then is the event parsed
/// and the rules evaluated; (4) an event seen before, or made by a trusted principal, is dropped; (5) matches are added to findings, to
/// correlations, or are held until it is known which accounts are own.
/// </remarks>
internal sealed class CloudTrailDetector : LogDetector
{
    /// <summary>More accounts than any organization has.</summary>
    private const int MaxAccounts = 50_000;

    private readonly DetectionOptions _options;
    private readonly CloudTrailRules _rules;
    private readonly TrustedPrincipals _trusted;
    private readonly FindingCollector _findings;
    private readonly ImmutableArray<CorrelationCollector> _correlations;
    private readonly EventDeduplicator _seen = new();
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _accountLookup;
    private readonly List<(DetectionRule Rule, EventMatch Match, ImmutableArray<string> Candidates)> _held = [];
    private CloudTrailSigmaEvent? _view;
    private long _heldMatches;

    public CloudTrailDetector(CloudTrailRules rules, DetectionOptions options, FindingCollector findings)
    {
        _options = options;
        _rules = rules;
        _findings = findings;
        _trusted = new TrustedPrincipals(options.TrustedPrincipals);
        _correlations = [.. rules.Correlations.Select(correlation => new CorrelationCollector(correlation))];
        _accounts.UnionWith(options.AllOwnAccounts());
        _accountLookup = _accounts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public override LogFormat Format => LogFormat.CloudTrail;

    public override async Task ReadAsync(LogSource content, DetectionTally tally, CancellationToken cancellationToken)
    {
        await using var reader = new CloudTrailReader(content);
        while (await reader.ReadAsync(cancellationToken))
            Evaluate(reader.Current, content.Origin);
        tally.Add(reader.Opened, reader.EventsRead, reader.Diagnostics);
    }

    public override void Finish(DetectionTally tally)
    {
        foreach (var (rule, match, candidates) in _held)
        {
            if (OrganizationAnswer.Holds(candidates, rule.Extension.Organization!, _accounts))
                _findings.Add(rule.Rule.Header, rule.Extension, match);
        }
        foreach (var correlation in _correlations)
            correlation.Finish(_findings);
        if (_heldMatches > _options.MaxHeldMatches)
            tally.Report(DetectionDiagnostics.TooManyMatches(_options.MaxHeldMatches));
    }

    private void Evaluate(CloudTrailEvent @event, string origin)
    {
        SeeAccount(@event.Span(CloudTrailField.RecipientAccountId));
        var candidates = _rules.Index.Candidates(@event);
        if (candidates.Length == 0)
            return;
        var fresh = false;
        foreach (var candidate in candidates)
        {
            if (!_rules.Index.MayMatch(candidate, @event) || !_rules.Compiled[candidate].Matches(View(@event)))
                continue;
            if (!fresh && !IsFresh(@event))
                return;
            fresh = true;
            Add(_rules.Rules[candidate], _rules.CorrelationsOfRule[candidate], @event, origin);
        }
    }

    private CloudTrailSigmaEvent View(CloudTrailEvent @event)
    {
        _view ??= new CloudTrailSigmaEvent { Event = @event };
        _view.Event = @event;
        return _view;
    }

    /// <summary>An account that delivers to these logs is one of ours.</summary>
    private void SeeAccount(ReadOnlySpan<byte> account)
    {
        Span<char> text = stackalloc char[12];
        if (account.Length == text.Length
            && Encoding.ASCII.GetChars(account, text) == text.Length
            && !_accountLookup.Contains(text)
            && _accounts.Count < MaxAccounts)
        {
            _accounts.Add(text.ToString());
        }
    }

    /// <summary>Whether a matched event still counts: its caller is not trusted, and it was not seen before.</summary>
    private bool IsFresh(CloudTrailEvent @event)
    {
        if (_trusted.Covers(@event))
            return false;
        var id = @event.Span(CloudTrailField.EventId);
        return _seen.Add(id.IsEmpty ? Encoding.UTF8.GetBytes(EventMatchReader.EventId(@event)) : id);
    }

    private void Add(DetectionRule rule, ImmutableArray<int> correlations, CloudTrailEvent @event, string origin)
    {
        var question = rule.Extension.Organization;
        if (question is not null && !_rules.Organization.Holds(@event, question.Conditions))
            return;
        var match = EventMatchReader.Read(@event, rule.Extension, origin);
        if (question is { AsksForAccounts: true })
        {
            var candidates = OrganizationAnswer.Candidates(@event, question);
            if (!candidates.IsEmpty && Hold())
                _held.Add((rule, match, candidates));
            return;
        }
        var alone = correlations.IsEmpty;
        foreach (var index in correlations)
        {
            var collector = _correlations[index];
            alone |= collector.Correlation.Correlation.Generate;
            Correlate(collector, @event, match);
        }
        if (alone && rule.Extension.Type is not null)
            _findings.Add(rule.Rule.Header, rule.Extension, match);
    }

    private void Correlate(CorrelationCollector collector, CloudTrailEvent @event, EventMatch match)
    {
        var definition = collector.Correlation.Correlation;
        var group = new StringBuilder();
        foreach (var path in definition.GroupBy)
        {
            // An event that lacks a field of the group is in no group.
            if (EventActor.Value(@event, path) is not { } part)
                return;
            group.Append(part).Append('\n');
        }
        var values = definition.ValueField is { } field ? EventActor.Values(@event, field) : [];
        if (Hold())
            collector.Add(group.ToString(), match, values);
    }

    private bool Hold() => ++_heldMatches <= _options.MaxHeldMatches;
}
