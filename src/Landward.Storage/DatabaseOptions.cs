namespace Landward.Storage;

/// <summary>How a database is opened and written.</summary>
public sealed record DatabaseOptions
{
    public static DatabaseOptions Default { get; } = new();

    /// <summary>How long a statement waits for another process's lock. 5 s by default.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pieces of work that may wait for the writer before callers are held back. 4096 by default.</summary>
    public int QueueCapacity { get; init; } = 4096;

    /// <summary>Most pieces of work committed together. 1000 by default.</summary>
    public int LargestBatch { get; init; } = 1000;
}
