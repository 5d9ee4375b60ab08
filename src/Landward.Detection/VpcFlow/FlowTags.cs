namespace Landward.Detection.VpcFlow;

/// <summary>Which end of a pair of addresses belongs to the network interface that logged it.</summary>
internal enum FlowOwn : byte
{
    /// <summary>Both are private, or both are public: known only when everything is read.</summary>
    Unknown,

    /// <summary>The first address of the key.</summary>
    From = 1,

    /// <summary>The second address of the key.</summary>
    To = 2,

    /// <summary>Neither: traffic on its way through a NAT gateway, which the interface it came from logs itself.</summary>
    Neither = From | To,
}

/// <summary>GuardDuty's kinds of denial of service; everything that asks for a port also counts as one of them.</summary>
internal enum FlowFlood : byte
{
    Tcp,
    Udp,
    Dns,
    UdpOnTcpPorts,
    UnusualProtocol,
}

/// <summary>How ports, protocols and ends are packed into the tags of keys.</summary>
internal static class FlowTags
{
    private const int ProtocolShift = 16;
    private const int PublicBit = 1 << 24;
    private const int OwnShift = 26;

    public static uint Port(int port, int protocol, FlowOwn own, bool isPublic = false) =>
        (uint)(port | (protocol << ProtocolShift) | (isPublic ? PublicBit : 0) | ((int)own << OwnShift));

    public static uint Flood(FlowFlood flood, FlowOwn own) => (uint)((int)flood | ((int)own << OwnShift));

    /// <param name="port">The own port that was reached; nothing for what went out.</param>
    public static uint Listed(ListPurpose purpose, bool isOutbound, int port) =>
        isOutbound ? (uint)((int)purpose << ProtocolShift) | PublicBit : (uint)(port | ((int)purpose << ProtocolShift));

    public static int PortOf(uint tag) => (ushort)tag;

    public static int ProtocolOf(uint tag) => (byte)(tag >> ProtocolShift);

    public static bool IsPublic(uint tag) => (tag & PublicBit) != 0;

    public static bool IsOutbound(uint tag) => (tag & PublicBit) != 0;

    public static FlowOwn OwnOf(uint tag) => (FlowOwn)((tag >> OwnShift) & 3);

    public static FlowFlood FloodOf(uint tag) => (FlowFlood)(byte)tag;

    public static ListPurpose PurposeOf(uint tag) => (ListPurpose)(byte)(tag >> ProtocolShift);
}
