namespace Landward.Detection.VpcFlow;

/// <summary>A TCP or UDP connection: rows that follow each other with the same port of the client.</summary>
internal readonly record struct FlowConnection(uint Start, uint End, long Bytes, ushort ClientPort);

/// <summary>Puts the rows of conversations together to connections; what it works with is used again for the next one.</summary>
internal sealed class FlowConnections(FlowTraffic traffic)
{
    /// <summary>
    /// A NAT gateway forgets an idle connection after 350 seconds (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html):
    /// after that the same port of the client is another connection.
    /// </summary>
    private const uint Idle = 350;

    private readonly List<FlowConnection> _connections = [];

    /// <summary>For each port of the client one more than the number of its last connection.</summary>
    private readonly int[] _open = new int[ushort.MaxValue + 1];
    private FlowSample[] _samples = new FlowSample[FlowSampleStore.Space];

    /// <summary>The connections of conversations taken together, earliest first; valid until the next call.</summary>
    public List<FlowConnection> Of(ReadOnlySpan<int> conversations)
    {
        var count = 0;
        foreach (var conversation in conversations)
        {
            if (_samples.Length < count + FlowSampleStore.Space)
                Array.Resize(ref _samples, Math.Max(_samples.Length * 2, count + FlowSampleStore.Space));
            count += traffic.Memory.Samples.Copy(traffic.Conversations.Sum(conversation).Samples, _samples.AsSpan(count));
        }
        var samples = _samples.AsSpan(0, count);
        // Logs go forward in time: mostly there is nothing to sort.
        if (!IsSorted(samples))
            samples.Sort();
        Connect(samples);
        return _connections;
    }

    private static bool IsSorted(ReadOnlySpan<FlowSample> samples)
    {
        for (var i = 1; i < samples.Length; i++)
        {
            if (samples[i].CompareTo(samples[i - 1]) < 0)
                return false;
        }
        return true;
    }

    private void Connect(ReadOnlySpan<FlowSample> samples)
    {
        foreach (var connection in _connections)
            _open[connection.ClientPort] = 0;
        _connections.Clear();
        foreach (ref readonly var sample in samples)
        {
            ref var open = ref _open[sample.ClientPort];
            if (open > 0 && _connections[open - 1] is var known && sample.Start <= known.End + (long)Idle)
            {
                _connections[open - 1] = known with { End = Math.Max(known.End, sample.End), Bytes = known.Bytes + sample.Bytes };
                continue;
            }
            _connections.Add(new FlowConnection(sample.Start, sample.End, sample.Bytes, sample.ClientPort));
            open = _connections.Count;
        }
    }
}
