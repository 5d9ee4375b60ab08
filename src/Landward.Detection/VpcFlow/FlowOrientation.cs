using System.Runtime.CompilerServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Which way a row goes.</summary>
internal enum FlowRole : byte
{
    /// <summary>From the client to the server.</summary>
    Request,

    /// <summary>From the server back to the client.</summary>
    Reply,

    /// <summary>Neither flags nor ports tell; taken for a request where one has to be chosen.</summary>
    Unclear,
}

/// <summary>
/// Tells requests from replies. With tcp-flags by SYN (2) and SYN-ACK (18), which are all AWS logs of the handshake; without them by
/// ports: a client's port is ephemeral, at or above 32768 in Linux (ip_local_port_range), 49152 in Windows (RFC 6335), 1024 behind a NAT
/// gateway (https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html).
/// </summary>
internal static class FlowOrientation
{
    public const int Tcp = 6;
    public const int Udp = 17;

    private const int Privileged = 1024;
    private const int Ephemeral = 32768;
    private const byte Syn = 2;
    private const byte Ack = 16;

    /// <summary>What <see cref="KindOf"/> tells, in bits.</summary>
    private const int KindBits = 3;

    /// <summary>By the kinds of both ports.</summary>
    private static readonly FlowRole[] Roles =
        [.. Enumerable.Range(0, 1 << (2 * KindBits)).Select(kinds => OfKinds(kinds >> KindBits, kinds & ((1 << KindBits) - 1)))];

    /// <summary>Ports above 1023 on which servers are usual, a bit for each port.</summary>
    private static readonly uint[] Services = Of(
    [
        1080, 1194, 1433, 1434, 1521, 1723, 1812, 1813, 1883, 1935, 2049, 2181, 2222, 2375, 2376, 2379, 2380, 3000, 3128, 3260, 3268, 3306,
        3333, 3389, 3478, 4222, 4317, 4318, 4369, 4444, 4500, 5000, 5001, 5044, 5060, 5061, 5222, 5353, 5432, 5433, 5439, 5555, 5601, 5671,
        5672, 5900, 5985, 5986, 6000, 6343, 6379, 6380, 6443, 6514, 6667, 6881, 7000, 7001, 7077, 7199, 7443, 7777, 8000, 8001, 8008, 8020,
        8080, 8081, 8082, 8086, 8088, 8089, 8090, 8125, 8126, 8180, 8200, 8300, 8301, 8302, 8333, 8443, 8500, 8529, 8600, 8765, 8888, 8983,
        9000, 9001, 9030, 9042, 9090, 9091, 9092, 9093, 9094, 9096, 9098, 9100, 9160, 9200, 9300, 9411, 9418, 9443, 9600, 9999, 10000, 10050,
        10051, 10250, 10255, 11211, 11214, 14444, 15672, 15692, 16379, 18080, 19999, 25565, 26379, 27015, 27017, 27018, 28017, 30000,
        50000, 50030, 50051, 50060, 50070, 50075, 50090, 61613, 61616,
    ]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FlowRole Of(in FlowRow row)
    {
        if (row.Protocol == Tcp && row.TcpFlags != FlowRow.NoFlags && (row.TcpFlags & Syn) != 0)
            return (row.TcpFlags & Ack) != 0 ? FlowRole.Reply : FlowRole.Request;
        return OfPorts(row.SourcePort, row.DestinationPort);
    }

    /// <summary>Whether a row's own flags or ports leave no doubt that it asks.</summary>
    public static bool IsSurelyRequest(in FlowRow row) =>
        row.Protocol == Tcp && row.TcpFlags != FlowRow.NoFlags && row.TcpFlags != 0
            ? (row.TcpFlags & (Syn | Ack)) == Syn
            : (row.SourcePort >= Privileged && row.DestinationPort < Privileged) || (row.SourcePort >= Ephemeral && row.DestinationPort < Ephemeral);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowRole OfPorts(ushort source, ushort destination) => Roles[(KindOf(source) << KindBits) | KindOf(destination)];

    /// <summary>What matters of a port, as bits: which way a row goes is not foreseeable, so no branch asks for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int KindOf(ushort port) => (port < Privileged ? 1 : 0) | (port >= Ephemeral ? 2 : 0) | (int)((Services[port >> 5] >> port & 1) << 2);

    private static FlowRole OfKinds(int source, int destination)
    {
        // The first difference that counts tells.
        foreach (var (kind, isServer) in new[] { (1, true), (2, false), (4, true) })
        {
            if ((source & kind) != (destination & kind))
                return (destination & kind) != 0 == isServer ? FlowRole.Request : FlowRole.Reply;
            if (kind == 1 && (source & kind) != 0)
                return FlowRole.Unclear;
        }
        return FlowRole.Unclear;
    }

    private static uint[] Of(int[] ports)
    {
        var set = new uint[(ushort.MaxValue + 1) / 32];
        foreach (var port in ports)
            set[port >> 5] |= 1u << port;
        return set;
    }
}
