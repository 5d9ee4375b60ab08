namespace Landward.Detection.VpcFlow;

/// <summary>
/// How long an interface is only watched: from its first record for the time given, but at most for half of the time the logs hold of it.
/// Logs that are too short for that teach nothing, and then nothing is called unusual.
/// </summary>
internal sealed class FlowLearning
{
    private readonly double _learn;
    private readonly double _least;

    public FlowLearning(NativeParameters parameters)
    {
        _learn = parameters.Duration("learn", TimeSpan.FromDays(7)).TotalSeconds;
        _least = parameters.Duration("leastLearn", TimeSpan.FromHours(3)).TotalSeconds;
    }

    /// <summary>From when on the interface is judged, in Unix seconds; null when it was not watched long enough.</summary>
    public uint? End(FlowInterface @interface)
    {
        if (@interface.Last <= @interface.First)
            return null;
        var learn = Math.Min(_learn, (@interface.Last - @interface.First) / 2.0);
        return learn >= _least ? @interface.First + (uint)learn : null;
    }
}
