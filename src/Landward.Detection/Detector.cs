using Landward.Detection.Correlations;
using Landward.Detection.VpcFlow;
using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// Finds attacks in logs. Sources are opened and told apart by their first bytes; a detector of each format gathers what it sees. All
/// gathering is commutative and can be merged, so neither files, nor their order, nor the number of workers that read them matter.
/// </summary>
public sealed class Detector
{
    private const long MemoryBeforeFindings = 200L * 1024 * 1024;

    private readonly DetectionCatalogue _catalogue;
    private readonly DetectionOptions _options;
    private readonly CloudTrailRules _cloudTrail;
    private readonly CorrelationPlan _correlations;
    private readonly FlowRules _flows;

    public Detector(DetectionCatalogue catalogue, DetectionOptions options)
    {
        _catalogue = catalogue;
        _options = options;
        _cloudTrail = new CloudTrailRules(catalogue, options);
        _correlations = new CorrelationPlan(catalogue.Rules, catalogue.Correlations);
        _flows = new FlowRules(catalogue, options);
    }

    /// <summary>Reads the sources to their ends. What cannot be read is reported, never thrown; only cancellation is.</summary>
    public async Task<DetectionResult> RunAsync(IEnumerable<LogSource> sources, CancellationToken cancellationToken)
    {
        var queue = new SourceQueue(sources);
        var count = Math.Clamp(_options.Workers > 0 ? _options.Workers : Environment.ProcessorCount, 1, Math.Max(1, queue.Count));
        var run = new DetectionRun(_options, count);
        var workers = Enumerable.Range(0, count).Select(_ => NewWorker(run)).ToArray();
        await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.ReadAsync(queue, cancellationToken), cancellationToken)));
        var first = workers[0];
        for (var i = 1; i < count; i++)
        {
            first.Merge(workers[i]);
            workers[i] = first;
        }
        first.TakeAll();
        // Findings need room themselves when they are written out.
        run.GiveBackMemory(MemoryBeforeFindings);
        return first.Finish(queue.Tally(), _options);
    }

    private DetectionWorker NewWorker(DetectionRun run)
    {
        var findings = new FindingCollector(_options, run.Ledger, run);
        var correlations = new CorrelationCollector(_correlations, _options);
        return new DetectionWorker(findings, correlations, Detectors(run, findings, correlations), run, _options.FlowFormat is null ? LogFormat.CloudTrail : LogFormat.VpcFlow);
    }

    private LogDetector[] Detectors(DetectionRun run, FindingCollector findings, CorrelationCollector correlations) =>
    [
        new CloudTrailDetector(_cloudTrail, _options, run, findings, correlations),
        new Dns.DnsDetector(_catalogue, _options.Lists, findings, run.Queries),
        new FlowDetector(_flows, run, findings),
    ];
}
