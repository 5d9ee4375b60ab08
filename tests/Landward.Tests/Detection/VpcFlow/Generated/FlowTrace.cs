using System.Net;

namespace Landward.Tests.Detection.VpcFlow.Generated;

/// <summary>Collects records as AWS would log them: connections cut at the aggregation interval, one record for each way.</summary>
internal sealed class FlowTrace(Random random, int interval)
{
    private const int Syn = 2;
    private const int SynAck = 18;
    private const int Fin = 1;
    private const int Reset = 4;

    public List<FlowRecord> Records { get; } = [];

    public Random Random => random;

    /// <summary>A port as clients choose it: Linux, Windows or a NAT gateway.</summary>
    public int ClientPort(int kind = 0) => kind switch
    {
        0 => random.Next(32768, 61000),
        1 => random.Next(49152, 65536),
        _ => random.Next(1024, 65536),
    };

    /// <summary>A connection as the interface of one end logs it; both ends when both are hosts.</summary>
    public void Connection(
        FlowHost at, IPAddress client, IPAddress server, int clientPort, int port, long start, double seconds, long packetsOut, long bytesOut, long packetsIn, long bytesIn,
        int protocol = 6, string? service = null)
    {
        var pieces = Math.Max(1, Math.Min((int)(seconds / interval) + 1, (int)Math.Min(packetsOut, 2000)));
        for (var i = 0; i < pieces; i++)
        {
            var (first, last) = (i == 0, i == pieces - 1);
            var from = start + (long)(seconds * i / pieces);
            var to = start + (long)(seconds * (i + 1) / pieces) - (last ? 0 : 1);
            var ends = (first ? Syn : 0) | (last ? Fin : 0);
            var tcp = protocol == 6;
            Records.Add(new FlowRecord(at, client, server, clientPort, port, protocol, Math.Max(1, packetsOut / pieces), Math.Max(40, bytesOut / pieces), from, Math.Max(from, to), true, tcp ? ends : 0, null, service));
            if (packetsIn > 0)
                Records.Add(new FlowRecord(at, server, client, port, clientPort, protocol, Math.Max(1, packetsIn / pieces), Math.Max(40, bytesIn / pieces), from, Math.Max(from, to), true, tcp ? ends | (first ? SynAck : 0) : 0, service));
        }
    }

    /// <summary>An attempt that gets nowhere: refused by a rule, without answer, or answered by a reset.</summary>
    public void Attempt(FlowHost at, IPAddress client, IPAddress server, int clientPort, int port, long start, int protocol = 6, bool? isAccepted = null)
    {
        var tries = random.Next(1, 4);
        var size = protocol == 6 ? random.Next(2) == 0 ? 44 : 60 : random.Next(28, 90);
        var accepted = isAccepted ?? random.Next(2) == 0;
        Records.Add(new FlowRecord(at, client, server, clientPort, port, protocol, tries, tries * size, start, start + (tries == 1 ? 0 : 3), accepted, protocol == 6 ? Syn : 0));
        if (accepted && protocol == 6 && random.Next(2) == 0)
            Records.Add(new FlowRecord(at, server, client, port, clientPort, protocol, tries, tries * 40, start, start + (tries == 1 ? 0 : 3), true, Reset));
    }

    /// <summary>Packets in one direction.</summary>
    public void Stream(FlowHost at, IPAddress from, IPAddress to, int fromPort, int toPort, int protocol, long start, double seconds, double packetsPerMinute, int bytesPerPacket, int flags)
    {
        for (var begin = start; begin < start + seconds; begin += interval)
        {
            var length = Math.Min(interval, start + (long)seconds - begin);
            var packets = (long)(packetsPerMinute * length / 60);
            if (packets > 0)
                Records.Add(new FlowRecord(at, from, to, fromPort, toPort, protocol, packets, packets * bytesPerPacket, begin, begin + Math.Max(0, length - 1), true, flags));
        }
    }

    /// <summary>A time between two requests of people and queues: exponential.</summary>
    public double Wait(double mean) => -mean * Math.Log(1 - random.NextDouble());

    public IPAddress PublicAddress()
    {
        while (true)
        {
            var bytes = new byte[] { (byte)random.Next(11, 223), (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(1, 255) };
            if (bytes[0] is not (52 or 54 or 3 or 10 or 100 or 127 or 169 or 172 or 192 or 198))
                return new IPAddress(bytes);
        }
    }

    public IPAddress PublicAddressV6()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        (bytes[0], bytes[1]) = (0x2a, (byte)random.Next(1, 16));
        return new IPAddress(bytes);
    }
}
