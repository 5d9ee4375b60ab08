using System.Collections.Immutable;
using System.Text;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>The state of one run of the detector.</summary>
internal sealed class DetectionRun
{
    /// <summary>More accounts than any organization has.</summary>
    private const int MaxAccounts = 50_000;

    private readonly DetectionOptions _options;
    private readonly TrustedPrincipals _trusted;
    private readonly FindingCollector _findings;
    private readonly ImmutableArray<CorrelationCollector> _correlations;
    private readonly EventDeduplicator _seen = new();
    private readonly HashSet<string> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _accountLookup;
    private readonly List<(DetectionRule Rule, EventMatch Match, ImmutableArray<string> Candidates)> _held = [];
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
    private CloudTrailSigmaEvent? _view;
    private long _events;
    private int _files;
    private long _heldMatches;

    public DetectionRun(DetectionOptions options, ImmutableArray<DetectionCorrelation> correlations)
    {
        _options = options;
        _trusted = new TrustedPrincipals(options.TrustedPrincipals);
        _findings = new FindingCollector(options);
        _correlations = [.. correlations.Select(correlation => new CorrelationCollector(correlation))];
        _accounts.UnionWith(options.OwnAccounts);
        _accountLookup = _accounts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CloudTrailSigmaEvent View(CloudTrailEvent @event)
    {
        _view ??= new CloudTrailSigmaEvent { Event = @event };
        _view.Event = @event;
        return _view;
    }

    /// <summary>Counts a source that was read to its end.</summary>
    public void Count(CloudTrailReader reader)
    {
        _files += reader.Opened ? 1 : 0;
        _events += reader.EventsRead;
        _diagnostics.AddRange(reader.Diagnostics);
    }

    /// <summary>An account that delivers to these logs is one of ours.</summary>
    public void SeeAccount(ReadOnlySpan<byte> account)
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
    public bool IsFresh(CloudTrailEvent @event)
    {
        if (_trusted.Covers(@event))
            return false;
        var id = @event.Span(CloudTrailField.EventId);
        return _seen.Add(id.IsEmpty ? Encoding.UTF8.GetBytes(EventMatchReader.EventId(@event)) : id);
    }

    public void Add(DetectionRule rule, ImmutableArray<int> correlations, CloudTrailEvent @event, string origin)
    {
        var match = EventMatchReader.Read(@event, rule.Extension, origin);
        if (rule.Extension.Organization is { } question)
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

    public DetectionResult Finish()
    {
        foreach (var (rule, match, candidates) in _held)
        {
            if (OrganizationAnswer.Holds(candidates, _accounts))
                _findings.Add(rule.Rule.Header, rule.Extension, match);
        }
        foreach (var correlation in _correlations)
            correlation.Finish(_findings);
        if (_findings.Overflowed)
            _diagnostics.Add(DetectionDiagnostics.TooManyFindings(_options.MaxFindings));
        if (_heldMatches > _options.MaxHeldMatches)
            _diagnostics.Add(DetectionDiagnostics.TooManyMatches(_options.MaxHeldMatches));
        var partial = _diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new DetectionResult(_findings.ToFindings(), _events, _files, partial, _diagnostics.ToImmutable());
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
