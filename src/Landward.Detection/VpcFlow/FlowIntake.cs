using System.Numerics;
using System.Runtime.CompilerServices;
using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>Adds rows to the tables they matter to: most rows to one or two.</summary>
/// <remarks>
/// For each row (1) which end is the interface's own is told by flow-direction, else by which end is private, else left for the end;
/// (2) who is client and who is server is told by flags or ports. A few dozen rows are told apart at a time, then each table looks for
/// all of their keys at once, because nearly every key is far away in memory.
/// </remarks>
internal sealed class FlowIntake(FlowTraffic traffic)
{
    /// <summary>Rows of fewer packets are no flood by themselves.</summary>
    private const long HeavyPackets = 200;

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

    private readonly FlowQueue<PressureSum> _pressure = new(traffic.Pressure);
    private readonly FlowQueue<PressureSum> _inboundPressure = new(traffic.InboundPressure);
    private readonly FlowQueue<PortUseSum> _portUse = new(traffic.PortUse);
    private readonly FlowQueue<ConversationSum> _conversations = new(traffic.Conversations);
    private readonly FlowQueue<VolumeSum> _volumes = new(traffic.Volumes);

    /// <param name="numbers">The number of each row's interface.</param>
    /// <param name="origin">The number of the log.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(ReadOnlySpan<FlowRow> rows, ReadOnlySpan<int> numbers, int origin)
    {
        const int Length = FlowQueue<PressureSum>.Length;
        for (var start = 0; start < rows.Length; start += Length)
        {
            var batch = rows.Slice(start, Math.Min(Length, rows.Length - start));
            for (var i = 0; i < batch.Length; i++)
            {
                ref readonly var row = ref batch[i];
                if (row.Status == FlowStatus.Ok)
                    Add(i, numbers[start + i], row, origin);
                else
                    traffic.Skip(traffic.Interfaces.All[numbers[start + i]], row, origin);
            }
            // All are looked for before the first is needed.
            var pressure = _pressure.Look();
            var inbound = _inboundPressure.Look();
            var portUse = _portUse.Look();
            var conversations = _conversations.Look();
            var volumes = _volumes.Look();
            AddPressure(traffic.Pressure, pressure, batch, origin);
            AddPressure(traffic.InboundPressure, inbound, batch, origin);
            AddPortUse(portUse, batch, origin);
            FetchSamples(conversations);
            AddVolumes(volumes, batch, origin);
            AddConversations(conversations, batch, origin);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(int i, int number, in FlowRow row, int origin)
    {
        var isSourcePublic = row.Source.IsPublic;
        var isDestinationPublic = row.Destination.IsPublic;
        var own = Own(row, isSourcePublic, isDestinationPublic);
        if (own == FlowOwn.Neither)
            return;
        var isRequest = own != FlowOwn.To;
        if (row.Protocol is FlowOrientation.Tcp or FlowOrientation.Udp)
        {
            var role = FlowOrientation.Of(row);
            // Where nothing tells, what the interface sends is taken for a request and what it gets for the reply.
            isRequest = role == FlowRole.Request | (role == FlowRole.Unclear & isRequest);
            AddConnection(i, number, row, own, isRequest, isRequest ? isDestinationPublic : isSourcePublic, isRequest ? isSourcePublic : isDestinationPublic);
        }
        else if (row.Protocol is not (Icmp or IcmpV6))
        {
            _pressure.Add(row.Source, row.Destination, number, FlowTags.Flood(FlowFlood.UnusualProtocol, own), row.Start, i, FlowFacts.None);
        }
        if (row.Action == FlowAction.Reject)
            return;
        if (row.Bytes >= LeastVolume && (isSourcePublic || isDestinationPublic))
            AddVolume(i, number, row, own, isRequest);
        if (!traffic.Lists.IsEmpty)
            AddListed(number, row, own, isRequest, isSourcePublic, isDestinationPublic, origin);
    }

    private static FlowOwn Own(in FlowRow row, bool isSourcePublic, bool isDestinationPublic)
    {
        if (row.Direction != FlowDirection.Unknown)
        {
            var own = row.Direction == FlowDirection.Egress ? FlowOwn.From : FlowOwn.To;
            var (isOwnPublic, isOtherPublic) = own == FlowOwn.From ? (isSourcePublic, isDestinationPublic) : (isDestinationPublic, isSourcePublic);
            // An interface's own IPv4 address is logged as its private one; a public one is a packet on its way to somewhere else.
            return isOwnPublic && !isOtherPublic && (own == FlowOwn.From ? row.Source : row.Destination).IsIPv4 ? FlowOwn.Neither : own;
        }
        var (source, destination) = (isSourcePublic ? 1 : 0, isDestinationPublic ? 1 : 0);
        return (FlowOwn)((destination & ~source) * (int)FlowOwn.From | (source & ~destination) * (int)FlowOwn.To);
    }

    /// <summary>From and to are one bit each.</summary>
    private static FlowOwn Turned(FlowOwn own) => (FlowOwn)(((int)own << 1 | (int)own >> 1) & (int)FlowOwn.Neither);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddConnection(int i, int number, in FlowRow row, FlowOwn own, bool isRequest, bool isServerPublic, bool isClientPublic)
    {
        var isRejected = row.Action == FlowAction.Reject;
        var isEmpty = row.Bytes <= EmptyPacket * row.Packets;
        var isTcp = row.Protocol == FlowOrientation.Tcp;
        var isProbe = isRejected | row.Packets < LeastPackets | (isTcp & isEmpty & row.Packets <= MostAttempts);
        var port = isRequest ? row.DestinationPort : row.SourcePort;
        if ((isRequest && isProbe) || row.Packets >= HeavyPackets || (port == FlowPorts.Dns && !isTcp && isServerPublic))
        {
            var queue = isRequest && isClientPublic && own == FlowOwn.To ? _inboundPressure : _pressure;
            queue.Add(row.Source, row.Destination, number, FlowTags.Flood(Flood(isTcp, port), own), row.Start, i, FlowOrientation.IsSurelyRequest(row) ? FlowFacts.Sure : FlowFacts.None);
        }

        // From here on by client and server.
        own = isRequest ? own : Turned(own);
        var client = isRequest ? row.Source : row.Destination;
        var server = isRequest ? row.Destination : row.Source;
        var facts = isRequest ? FlowFacts.Request : FlowFacts.None;
        if (own != FlowOwn.To && (own == FlowOwn.From || isClientPublic == isServerPublic))
        {
            // A UDP answer of any size is an answer; of TCP, resets and the first step of the handshake are none.
            var seen = !isProbe || (!isTcp && !isRequest && !isRejected) ? FlowFacts.Talked : isRequest ? FlowFacts.Probe : FlowFacts.None;
            _portUse.Add(client, default, number, FlowTags.Port(port, row.Protocol, own, isServerPublic), row.Start, i, facts | seen);
        }
        if (isRejected || !((isServerPublic && own != FlowOwn.To) || FlowPorts.IsWatched(port)) || (isTcp && (row.Packets < 2 || (isEmpty && row.Packets <= MostAttempts))))
            return;
        if (isProbe)
            facts |= FlowFacts.Probe;
        if (isRequest ? row.IsDestinationAwsService : row.IsSourceAwsService)
            facts |= FlowFacts.AwsService;
        _conversations.Add(client, server, number, FlowTags.Port(port, row.Protocol, own), row.Start, i, facts);
    }

    private static FlowFlood Flood(bool isTcp, int port) =>
        isTcp ? FlowFlood.Tcp : port == FlowPorts.Dns ? FlowFlood.Dns : FlowPorts.IsTcpOnly(port) ? FlowFlood.UdpOnTcpPorts : FlowFlood.Udp;

    private void AddVolume(int i, int number, in FlowRow row, FlowOwn own, bool isRequest)
    {
        // Seen from the client: what a server sends to its clients is its purpose.
        var client = isRequest ? FlowOwn.From : FlowOwn.To;
        if (own != FlowOwn.Unknown && own != client)
            return;
        var facts = isRequest ? FlowFacts.Request : FlowFacts.None;
        if (isRequest ? row.IsDestinationAwsService : row.IsSourceAwsService)
            facts |= FlowFacts.AwsService;
        var from = isRequest ? row.Source : row.Destination;
        var to = isRequest ? row.Destination : row.Source;
        _volumes.Add(from, to, number, FlowTags.Port(0, 0, own == FlowOwn.Unknown ? own : FlowOwn.From), row.Start, i, facts);
    }

    /// <summary>The first row of a sum is the one it shows: most rows are later, and their sums' sightings need not be looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepFirst(ref uint first, ref FlowSighting sighting, in FlowRow row, int origin)
    {
        first = row.Start;
        sighting.Keep(row, origin, traffic.Memory);
    }

    private void AddPressure(FlowTable<PressureSum> table, Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref table.Sighting(index), row, origin);
            sum.Last = Math.Max(sum.Last, row.End);
            sum.Rows++;
            sum.Packets += row.Packets;
            sum.Bytes += row.Bytes;
            if (row.Packets >= HeavyPackets)
                continue;
            sum.Ports.Add(row.DestinationPort);
            sum.SourcePorts |= FlowBits.Bit(row.SourcePort);
            sum.SurePorts |= entry.Is(FlowFacts.Sure) ? FlowBits.Bit(row.DestinationPort) : 0;
        }
    }

    private void AddPortUse(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.PortUse;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref table.Sighting(index), row, origin);
            sum.Rows++;
            var server = entry.Is(FlowFacts.Request) ? row.Destination : row.Source;
            if (entry.Is(FlowFacts.Talked))
                sum.Talked.Add(server.Low ^ server.High);
            else if (entry.Is(FlowFacts.Probe))
                sum.Probed.Add(server.Low ^ server.High);
        }
    }

    /// <summary>The rows of a conversation stand elsewhere.</summary>
    private void FetchSamples(ReadOnlySpan<FlowEntry> entries)
    {
        foreach (ref readonly var entry in entries)
        {
            if (entry.Index >= 0)
                traffic.Memory.Samples.Fetch(traffic.Conversations.Sum(entry.Index).Samples);
        }
    }

    private void AddConversations(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.Conversations;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref table.Sighting(index), row, origin);
            sum.Last = Math.Max(sum.Last, row.End);
            sum.Rows++;
            sum.Established += entry.Is(FlowFacts.Probe) ? 0 : 1;
            sum.IsAwsService |= entry.Is(FlowFacts.AwsService);
            if (entry.Is(FlowFacts.Request))
            {
                sum.BytesOut += row.Bytes;
                traffic.Memory.Samples.Add(ref sum.Samples, FlowSample.Of(row));
            }
            else
            {
                sum.BytesIn += row.Bytes;
            }
        }
        traffic.BoundSamples();
    }

    private void AddVolumes(Span<FlowEntry> entries, ReadOnlySpan<FlowRow> rows, int origin)
    {
        var table = traffic.Volumes;
        foreach (ref var entry in entries)
        {
            var index = table.At(ref entry);
            if (index < 0)
                continue;
            ref var sum = ref table.Sum(index);
            ref readonly var row = ref rows[entry.Row];
            if (sum.Rows == 0 || row.Start <= sum.First)
                KeepFirst(ref sum.First, ref table.Sighting(index), row, origin);
            sum.Rows++;
            sum.IsAwsService |= entry.Is(FlowFacts.AwsService);
            if (entry.Is(FlowFacts.Request))
                sum.BytesOut += row.Bytes;
            else
                sum.BytesIn += row.Bytes;
        }
    }

    private void AddListed(int number, in FlowRow row, FlowOwn own, bool isRequest, bool isSourcePublic, bool isDestinationPublic, int origin)
    {
        if (isDestinationPublic && own != FlowOwn.To)
            AddListed(number, row, row.Destination, isOutbound: isRequest, origin);
        if (isSourcePublic && own != FlowOwn.From)
            AddListed(number, row, row.Source, isOutbound: !isRequest, origin);
    }

    private void AddListed(int number, in FlowRow row, in FlowAddress remote, bool isOutbound, int origin)
    {
        for (var purposes = traffic.Lists.Find(remote); purposes != 0; purposes &= purposes - 1)
        {
            var purpose = (ListPurpose)BitOperations.TrailingZeroCount(purposes);
            var ownPort = remote == row.Source ? row.DestinationPort : row.SourcePort;
            var index = traffic.Listed.At(new FlowKey(remote, default, number, FlowTags.Listed(purpose, isOutbound, ownPort), 0), row.Start);
            if (index < 0)
                continue;
            traffic.Listed.Sum(index).Rows++;
            traffic.Listed.Sighting(index).Keep(row, origin, traffic.Memory);
        }
    }
}
