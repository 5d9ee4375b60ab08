using System.Collections.Immutable;
using Landward.Detection.Baselines;
using Landward.Model;

namespace Landward.Detection;

/// <summary>What a run found. The same events give the same findings in whatever files and order they were read.</summary>
/// <param name="Findings">The most severe first, then by time and id.</param>
/// <param name="EventsRead">All events, those delivered twice included.</param>
/// <param name="FilesRead">Sources that were opened.</param>
/// <param name="Partial">Something could not be read or did not fit: <paramref name="Diagnostics"/> says what.</param>
public sealed record DetectionResult(
    ImmutableArray<Finding> Findings, long EventsRead, int FilesRead, bool Partial, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>What this run and those before it have learned about principals; null when no rule asks for it.</summary>
    public BaselineHistory? Baseline { get; init; }
}
