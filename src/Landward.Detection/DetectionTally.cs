using System.Collections.Immutable;
using Landward.Detection.Baselines;
using Landward.Model;

namespace Landward.Detection;

/// <summary>What was read in a run, and what was wrong with it.</summary>
internal sealed class DetectionTally
{
    private readonly ImmutableArray<Diagnostic>.Builder _diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();

    public long Events { get; private set; }

    public int Files { get; private set; }

    /// <summary>What was learned about principals; null when no rule asks.</summary>
    public BaselineHistory? Baseline { get; set; }

    public ImmutableArray<Diagnostic> Diagnostics => _diagnostics.ToImmutable();

    /// <summary>Counts a log that was read to its end.</summary>
    public void Add(bool opened, long events, ImmutableArray<Diagnostic> diagnostics)
    {
        Files += opened ? 1 : 0;
        Events += events;
        _diagnostics.AddRange(diagnostics);
    }

    /// <summary>Adds what another log, or another worker, counted.</summary>
    public void Add(DetectionTally other)
    {
        Files += other.Files;
        Events += other.Events;
        _diagnostics.AddRange(other._diagnostics);
    }

    public void Report(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);
}
