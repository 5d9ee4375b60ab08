using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// The sources of a run, handed out to workers in the order of their origins, and what was counted in each, put together in that order
/// again.
/// </summary>
internal sealed class SourceQueue
{
    private readonly LogSource[] _sources;
    private readonly DetectionTally?[] _tallies;
    private int _next = -1;

    public SourceQueue(IEnumerable<LogSource> sources)
    {
        _sources = [.. sources.OrderBy(source => source.Origin, StringComparer.Ordinal)];
        _tallies = new DetectionTally?[_sources.Length];
    }

    public int Count => _sources.Length;

    /// <summary>The next source and where to count it; null when there is none left. Safe to call from several threads.</summary>
    public (LogSource Source, DetectionTally Tally)? Next()
    {
        var position = Interlocked.Increment(ref _next);
        return position < _sources.Length ? (_sources[position], _tallies[position] = new DetectionTally()) : null;
    }

    public DetectionTally Tally()
    {
        var total = new DetectionTally();
        foreach (var tally in _tallies.OfType<DetectionTally>())
            total.Add(tally);
        return total;
    }
}
