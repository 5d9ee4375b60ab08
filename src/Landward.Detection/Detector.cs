using System.Collections.Immutable;
using Landward.Logs;
using Landward.Rules.Sigma;

namespace Landward.Detection;

/// <summary>
/// Finds attacks in CloudTrail logs.
/// </summary>
/// <remarks>
/// (1) Sources are read one by one in the order of their origins; (2) the reader picks an event's indexed fields; (3) the index names
/// the few rules that may match; (4) only then is the event parsed and the rules evaluated; (5) an event seen before, or made by a
/// trusted principal, is dropped; (6) matches are added to findings, to correlations, or are held until it is known which accounts are
/// own. Everything is gathered commutatively, so files and their order do not matter.
/// </remarks>
public sealed class Detector
{
    private readonly DetectionOptions _options;
    private readonly ImmutableArray<DetectionRule> _rules;
    private readonly ImmutableArray<CompiledSigmaRule> _compiled;
    private readonly ImmutableArray<DetectionCorrelation> _correlations;
    private readonly ImmutableArray<ImmutableArray<int>> _correlationsOfRule;
    private readonly RuleIndex _index;

    public Detector(DetectionCatalogue catalogue, DetectionOptions options)
    {
        _options = options;
        _rules = catalogue.Rules;
        _correlations = catalogue.Correlations;
        var compiler = DetectionRules.Compiler(options);
        // INVARIANT: the catalogue holds only rules that compile; lists differ between the two compilations only in their content.
        _compiled = [.. _rules.Select(rule => compiler.Compile(rule.Rule).Rule!)];
        _correlationsOfRule =
        [
            .. _rules.Select(rule => Enumerable.Range(0, _correlations.Length).Where(i => _correlations[i].Refers(rule)).ToImmutableArray()),
        ];
        _index = new RuleIndex(_compiled);
    }

    /// <summary>Reads the sources to their ends. What cannot be read is reported, never thrown; only cancellation is.</summary>
    public async Task<DetectionResult> RunAsync(IEnumerable<LogSource> sources, CancellationToken cancellationToken)
    {
        var run = new DetectionRun(_options, _correlations);
        foreach (var source in sources.OrderBy(source => source.Origin, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReadAsync(source, run, cancellationToken);
        }
        return run.Finish();
    }

    private async Task ReadAsync(LogSource source, DetectionRun run, CancellationToken cancellationToken)
    {
        await using var reader = new CloudTrailReader(source);
        while (await reader.ReadAsync(cancellationToken))
            Evaluate(reader.Current, source.Origin, run);
        run.Count(reader);
    }

    private void Evaluate(CloudTrailEvent @event, string origin, DetectionRun run)
    {
        run.SeeAccount(@event.Span(CloudTrailField.RecipientAccountId));
        var candidates = _index.Candidates(@event);
        if (candidates.Length == 0)
            return;
        var fresh = false;
        foreach (var candidate in candidates)
        {
            if (!_index.MayMatch(candidate, @event) || !_compiled[candidate].Matches(run.View(@event)))
                continue;
            if (!fresh && !run.IsFresh(@event))
                return;
            fresh = true;
            run.Add(_rules[candidate], _correlationsOfRule[candidate], @event, origin);
        }
    }
}
