using Landward.Logs;

namespace Landward.Detection;

/// <summary>
/// What one worker gathers from logs of one format. Gathering is commutative and can be merged: in whatever order and by however many
/// workers logs are read, the findings are the same.
/// </summary>
internal abstract class LogDetector
{
    public abstract LogFormat Format { get; }

    /// <summary>Reads a log to its end. What is wrong with it is reported to the tally; only cancellation throws.</summary>
    public abstract Task ReadAsync(LogSource content, DetectionTally tally, CancellationToken cancellationToken);

    /// <summary>Adds what another worker's detector of the same format has gathered; that one is not used any more.</summary>
    public abstract void Merge(LogDetector other);

    /// <summary>Adds to the findings what is known only when everything is read.</summary>
    public abstract void Finish(DetectionTally tally);
}
