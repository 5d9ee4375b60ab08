using System.Runtime.CompilerServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Tells which rows of a batch matter to which tables.</summary>
/// <remarks>
/// For each row (1) which end is the interface's own is told by flow-direction, else by which end is private, else left for the end;
/// (2) who is client and who is server is told by flags or ports; (3) from those and from what the row counts follows where it matters.
/// Answers are bits, 0 or 1, and put together as numbers.
/// </remarks>
internal sealed class FlowSorter
{
    /// <summary>Rows of fewer packets are no flood by themselves.</summary>
    public const long HeavyPackets = 200;

    /// <summary>TCP packets of this mean size carry nothing: headers with options and no payload.</summary>
    private const long EmptyPacket = 64;

    /// <summary>SYN is repeated six times in Linux (tcp_syn_retries) before a connection is given up.</summary>
    private const long MostAttempts = 8;

    /// <summary>Fewer client packets are no complete connection with data: SYN, ACK, data, FIN.</summary>
    private const long LeastPackets = 4;

    /// <summary>Rows of fewer bytes do not matter to volumes.</summary>
    private const long LeastVolume = 32 * 1024;

    private const int Icmp = 1;
    private const int IcmpV6 = 58;

    public FlowInterests Pressure { get; } = new();

    public FlowInterests InboundPressure { get; } = new();

    public FlowInterests PortUse { get; } = new();

    public FlowInterests Conversations { get; } = new();

    public FlowInterests Volumes { get; } = new();

    /// <summary>Records without traffic.</summary>
    public FlowInterests Others { get; } = new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Sort(ReadOnlySpan<FlowRow> rows)
    {
        foreach (var interests in (ReadOnlySpan<FlowInterests>)[Pressure, InboundPressure, PortUse, Conversations, Volumes, Others])
            interests.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            if (row.Status == FlowStatus.Ok)
                Sort(row, (ushort)i);
            else
                Others.Add(new FlowInterest(0, (ushort)i, FlowFacts.None), 1);
        }
    }

    /// <summary>Which end is the interface's own, as far as the row tells.</summary>
    public static FlowOwn Own(in FlowRow row) => Own(row, row.Source.IsPublic, row.Destination.IsPublic);

    /// <summary>Whether the row goes from the client to the server; where nothing tells, what the interface sends is taken for a request.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsRequest(in FlowRow row, FlowOwn own)
    {
        var isSent = own != FlowOwn.To;
        if (row.Protocol is not (FlowOrientation.Tcp or FlowOrientation.Udp))
            return isSent;
        var role = FlowOrientation.Of(row);
        return role == FlowRole.Request | (role == FlowRole.Unclear & isSent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sort(in FlowRow row, ushort i)
    {
        var isSourcePublic = row.Source.IsPublic;
        var isDestinationPublic = row.Destination.IsPublic;
        var own = Own(row, isSourcePublic, isDestinationPublic);
        if (own == FlowOwn.Neither)
            return;
        var request = Bit(IsRequest(row, own));
        // Everything that is one thing of requests and another of replies is chosen by this: all bits, or none.
        var requests = -request;
        var (sourcePublic, destinationPublic) = (Bit(isSourcePublic), Bit(isDestinationPublic));
        var tcp = Bit(row.Protocol == FlowOrientation.Tcp);
        var accepted = Bit(row.Action != FlowAction.Reject);
        var port = row.SourcePort ^ ((row.SourcePort ^ row.DestinationPort) & requests);
        var kind = FlowPorts.KindOf((ushort)port);
        // By client and server from here on: from and to are one bit each.
        var clientOwn = (FlowOwn)(((int)own & requests) | ((((int)own << 1) | ((int)own >> 1)) & (int)FlowOwn.Neither & ~requests));
        var differ = (sourcePublic ^ destinationPublic) & requests;
        var (clientPublic, serverPublic) = (destinationPublic ^ differ, sourcePublic ^ differ);
        var service = Bit(row.IsSourceAwsService) ^ ((Bit(row.IsSourceAwsService) ^ Bit(row.IsDestinationAwsService)) & requests);
        var facts = (request * (int)FlowFacts.Request) | (service * (int)FlowFacts.AwsService);
        var isNotServers = Bit(clientOwn != FlowOwn.To);
        Volumes.Add(
            new FlowInterest(FlowTags.Port(0, 0, clientOwn), i, (FlowFacts)facts),
            accepted & Bit(row.Bytes >= LeastVolume) & (sourcePublic | destinationPublic) & isNotServers);
        if (row.Protocol is not (FlowOrientation.Tcp or FlowOrientation.Udp))
        {
            Pressure.Add(new FlowInterest(FlowTags.Flood(FlowFlood.UnusualProtocol, own), i, FlowFacts.Request), Bit(row.Protocol is not (Icmp or IcmpV6)));
            return;
        }

        var unanswered = tcp & Bit(row.Bytes <= EmptyPacket * row.Packets) & Bit(row.Packets <= MostAttempts);
        var probe = (accepted ^ 1) | Bit(row.Packets < LeastPackets) | unanswered;
        var dns = Bit(port == FlowPorts.Dns);
        var matters = (request & probe) | Bit(row.Packets >= HeavyPackets) | (dns & (tcp ^ 1) & serverPublic);
        var inbound = request & clientPublic & Bit(own == FlowOwn.To);
        var flood = (FlowFlood)((tcp ^ 1) * ((int)FlowFlood.Udp + dns + (2 * FlowPorts.IsTcpOnly(kind))));
        var pressed = new FlowInterest(FlowTags.Flood(flood, own), i, FlowFacts.Request);
        Pressure.Add(pressed, matters & (inbound ^ 1));
        InboundPressure.Add(pressed, matters & inbound);

        // A UDP answer of any size is an answer; of TCP, resets and the first step of the handshake are none.
        var talked = (probe ^ 1) | ((tcp ^ 1) & (request ^ 1) & accepted);
        var use = (request * (int)FlowFacts.Request) | (talked * (int)FlowFacts.Talked) | ((talked ^ 1) & request) * (int)FlowFacts.Probe;
        PortUse.Add(
            new FlowInterest(FlowTags.Port(port, row.Protocol, clientOwn, serverPublic != 0), i, (FlowFacts)use),
            isNotServers & (Bit(clientOwn == FlowOwn.From) | (clientPublic ^ serverPublic ^ 1)));
        Conversations.Add(
            new FlowInterest(FlowTags.Port(port, row.Protocol, clientOwn), i, (FlowFacts)(facts | (probe * (int)FlowFacts.Probe))),
            accepted & ((serverPublic & isNotServers) | FlowPorts.IsWatched(kind)) & ((unanswered | (tcp & Bit(row.Packets < 2))) ^ 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowOwn Own(in FlowRow row, bool isSourcePublic, bool isDestinationPublic)
    {
        if (row.Direction != FlowDirection.Unknown)
        {
            var own = (FlowOwn)((int)FlowOwn.From + Bit(row.Direction != FlowDirection.Egress));
            var isFrom = own == FlowOwn.From;
            var isOwnPublic = isFrom ? isSourcePublic : isDestinationPublic;
            // An interface's own IPv4 address is logged as its private one; a public one is a packet on its way to somewhere else.
            return isOwnPublic && isSourcePublic != isDestinationPublic && (isFrom ? row.Source : row.Destination).IsIPv4 ? FlowOwn.Neither : own;
        }
        var (source, destination) = (Bit(isSourcePublic), Bit(isDestinationPublic));
        return (FlowOwn)((destination & ~source) * (int)FlowOwn.From | (source & ~destination) * (int)FlowOwn.To);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Bit(bool answer) => answer ? 1 : 0;
}
