using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>
/// Finds attacks in logs. Sources are opened and told apart by their first bytes; a detector of each format gathers what it sees. All
/// gathering is commutative, so files and their order do not matter.
/// </summary>
public sealed class Detector
{
    
    private readonly DetectionOptions _options;
    private readonly CloudTrailRules _cloudTrail;

    public Detector(DetectionCatalogue catalogue, DetectionOptions options)
    {

        _options = options;
        _cloudTrail = new CloudTrailRules(catalogue, options);
    }

    /// <summary>Reads the sources to their ends. What cannot be read is reported, never thrown; only cancellation is.</summary>
    public async Task<DetectionResult> RunAsync(IEnumerable<LogSource> sources, CancellationToken cancellationToken)
    {
        var findings = new FindingCollector(_options);
        var tally = new DetectionTally();
        var detectors = Detectors(findings);
        foreach (var source in sources.OrderBy(source => source.Origin, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var content = await LogContent.OpenAsync(source, cancellationToken);
            if (Array.Find(detectors, detector => detector.Format == content.Format) is { } detector)
                await detector.ReadAsync(content.Source, tally, cancellationToken);
        }
        foreach (var detector in detectors)
            detector.Finish(tally);
        if (findings.Overflowed)
            tally.Report(DetectionDiagnostics.TooManyFindings(_options.MaxFindings));
        var diagnostics = tally.Diagnostics;
        var partial = diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new DetectionResult(findings.ToFindings(), tally.Events, tally.Files, partial, diagnostics);
    }

    private LogDetector[] Detectors(FindingCollector findings) => [new CloudTrailDetector(_cloudTrail, _options, findings)];
}
