namespace Landward.Detection.VpcFlow;

/// <summary>A TCP or UDP connection: rows that follow each other with the same port of the client.</summary>
internal readonly record struct FlowConnection(uint Start, uint End, long Bytes, long Packets);

/// <summary>Puts the rows of a conversation together to connections.</summary>
internal static class FlowConnections
{
    /// <summary>
    /// A NAT gateway forgets an idle connection after 350 seconds (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html):
    /// after that the same port of the client is another connection.
    /// </summary>
    private const uint Idle = 350;

    /// <param name="samples">Earliest first.</param>
    public static List<FlowConnection> Of(IEnumerable<FlowSample> samples)
    {
        var connections = new List<FlowConnection>();
        var open = new Dictionary<ushort, int>();
        foreach (var sample in samples)
        {
            if (open.TryGetValue(sample.ClientPort, out var index) && sample.Start <= connections[index].End + (long)Idle)
            {
                var known = connections[index];
                connections[index] = new FlowConnection(known.Start, Math.Max(known.End, sample.End), known.Bytes + sample.Bytes, known.Packets + sample.Packets);
                continue;
            }
            open[sample.ClientPort] = connections.Count;
            connections.Add(new FlowConnection(sample.Start, sample.End, sample.Bytes, sample.Packets));
        }
        return connections;
    }
}
