using Landward.Detection.Correlations;
using Landward.Logs;
using Landward.Model;

namespace Landward.Detection;

/// <summary>Reads one log after the other, with a detector for each format.</summary>
/// <param name="text">What text is that looks like no format.</param>
internal sealed class DetectionWorker(FindingCollector findings, CorrelationCollector correlations, LogDetector[] detectors, DetectionRun run, LogFormat text)
{
    /// <summary>Reads until no source is left. Once only: what reading needs is given back then.</summary>
    public async Task ReadAsync(SourceQueue queue, CancellationToken cancellationToken)
    {
        while (queue.Next() is var (source, tally))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var content = await LogContent.OpenAsync(source, cancellationToken, text);
            if (Array.Find(detectors, detector => detector.Format == content.Format) is { } detector)
                await detector.ReadAsync(content.Source, tally, cancellationToken);
            run.GiveBackMemory();
        }
        foreach (var detector in detectors.OfType<IAsyncDisposable>())
            await detector.DisposeAsync();
    }

    /// <summary>Adds what another worker of the run has gathered; that one is not used any more.</summary>
    public void Merge(DetectionWorker other)
    {
        findings.Merge(other.Findings);
        correlations.Merge(other.Correlations);
        for (var i = 0; i < detectors.Length; i++)
            detectors[i].Merge(other.Detectors[i]);
    }

    /// <summary>Adds what workers have put aside.</summary>
    public void TakeAll() => findings.TakeAll();

    /// <summary>Ends the run.</summary>
    public DetectionResult Finish(DetectionTally tally, DetectionOptions options)
    {
        foreach (var detector in detectors)
            detector.Finish(tally);
        correlations.Finish(findings, tally);
        // What they gathered is in the findings now, which need room themselves when they are written out.
        Array.Clear(detectors);
        var ordered = findings.ToFindings();
        if (findings.Overflowed)
            tally.Report(DetectionDiagnostics.TooManyFindings(options.MaxFindings));
        var partial = tally.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new DetectionResult(ordered, tally.Events, tally.Files, partial, tally.Diagnostics) { Baseline = tally.Baseline };
    }

    private FindingCollector Findings => findings;

    private CorrelationCollector Correlations => correlations;

    private LogDetector[] Detectors => detectors;
}
