namespace Landward.Detection.VpcFlow;

/// <summary>What sums refer to by numbers.</summary>
internal sealed class FlowMemory
{
    private readonly List<string> _origins = [string.Empty];

    /// <summary>The rows of conversations that are remembered for their rhythm.</summary>
    public FlowSampleStore Samples { get; set; } = new();

    /// <summary>The name of a log that rows come from; 0 stands for none.</summary>
    public string Origin(int number) => _origins[number];

    /// <summary>Numbers a log.</summary>
    public int Add(string origin)
    {
        if (_origins[^1] != origin)
            _origins.Add(origin);
        return _origins.Count - 1;
    }

    /// <summary>Takes over the names of another run's logs; what was number 1 there is one more than the answer here.</summary>
    public int AddAll(FlowMemory other)
    {
        var offset = _origins.Count - 1;
        _origins.AddRange(other._origins.Skip(1));
        return offset;
    }
}

/// <summary>Where two sums that are added refer to.</summary>
/// <param name="Offset">What is added to the numbers of logs.</param>
internal readonly record struct FlowMerge(FlowMemory Into, FlowMemory From, int Offset);
