namespace Landward.Benchmarks.Corpus;

/// <summary>How user agents vary in a generated log.</summary>
internal enum UserAgents
{
    /// <summary>A few dozen texts, as of an organization that works through the same tools.</summary>
    Few,

    /// <summary>Nearly every event has its own: tools that write an execution's id into it, or a caller who wants memory filled.</summary>
    Distinct,
}
