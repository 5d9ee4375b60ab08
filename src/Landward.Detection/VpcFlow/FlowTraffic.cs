using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>
/// Everything that detection remembers of flow records: bounded sums by addresses and time, the same in whatever order rows come and
/// however many workers read them.
/// </summary>
/// <remarks>
/// A row (1) gets the number of its interface; (2) which end is the interface's own is told by flow-direction, else by which end is
/// private, else left for the end; (3) who is client and who is server is told by flags or ports; (4) it is added to the tables it
/// matters to: most rows to one or two.
/// </remarks>
internal sealed class FlowTraffic(FlowAddressLists lists)
{
    private const uint TenMinutes = 600;
    private const uint Hour = 3600;
    private const uint Day = 86_400;

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

    /// <summary>Rows remembered for their rhythm over all conversations: 64 MB.</summary>
    private const long MostSamples = 4_000_000;

    private const int Icmp = 1;
    private const int IcmpV6 = 58;

    public FlowInterfaces Interfaces { get; } = new();

    /// <summary>Probes and floods by source and destination, of own and internal sources.</summary>
    public FlowTable<PressureSum> Pressure { get; } = new(150_000, TenMinutes, TenMinutes << 10);

    /// <summary>The same from the internet: background noise in endless amounts must not push out what own hosts do.</summary>
    public FlowTable<PressureSum> InboundPressure { get; } = new(60_000, TenMinutes, TenMinutes << 10);

    public FlowTable<PortUseSum> PortUse { get; } = new(120_000, Day, Day << 5);

    public FlowTable<ConversationSum> Conversations { get; } = new(250_000, Day, Day << 5);

    public FlowTable<VolumeSum> Volumes { get; } = new(150_000, Hour, Hour << 5);

    public FlowTable<ListedSum> Listed { get; } = new(50_000, Day, Day << 5);

    public FlowAddressLists Lists => lists;

    private long _samples;

    /// <summary>Records that say AWS could not record traffic.</summary>
    public long Skipped { get; private set; }

    /// <summary>Adds a row; returns its interface.</summary>
    public FlowInterface Add(FlowLogReader reader, in FlowRow row, FlowColumns columns, string origin)
    {
        var number = Interfaces.Number(reader, row, columns);
        var @interface = Interfaces.All[number];
        if (row.Status == FlowStatus.Ok)
            Add(number, row, @interface, origin);
        else
            Skip(@interface, row, origin);
        return @interface;
    }

    private void Add(int number, in FlowRow row, FlowInterface @interface, string origin)
    {
        @interface.See(row.Start, row.End);
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
            isRequest = role == FlowRole.Request || (role == FlowRole.Unclear && isRequest);
            AddConnection(number, row, own, isRequest, isRequest ? isDestinationPublic : isSourcePublic, isRequest ? isSourcePublic : isDestinationPublic, origin);
        }
        else if (row.Protocol is not (Icmp or IcmpV6))
        {
            AddPressure(number, row, FlowFlood.UnusualProtocol, own, isSure: false, isFromOutside: false, origin);
        }
        if (row.Action == FlowAction.Reject)
            return;
        if (row.Bytes >= LeastVolume && (isSourcePublic || isDestinationPublic))
            AddVolume(number, row, own, isRequest, origin);
        if (!lists.IsEmpty)
            AddListed(number, row, own, isRequest, isSourcePublic, isDestinationPublic, origin);
    }

    public void Merge(FlowTraffic other)
    {
        var numbers = Interfaces.Merge(other.Interfaces).AsSpan();
        Pressure.Merge(other.Pressure, numbers);
        InboundPressure.Merge(other.InboundPressure, numbers);
        PortUse.Merge(other.PortUse, numbers);
        Conversations.Merge(other.Conversations, numbers);
        Volumes.Merge(other.Volumes, numbers);
        Listed.Merge(other.Listed, numbers);
        Skipped += other.Skipped;
    }

    /// <summary>What did not fit, and which power of two of it was left out.</summary>
    public IEnumerable<(string What, int Level)> Thinned()
    {
        foreach (var (what, level) in new[]
        {
            ("pairs of addresses with probes", Pressure.SampleLevel), ("pairs of addresses with probes from the internet", InboundPressure.SampleLevel),
            ("ports used by clients", PortUse.SampleLevel), ("conversations", Conversations.SampleLevel), ("volumes", Volumes.SampleLevel), ("listed addresses", Listed.SampleLevel),
        })
        {
            if (level > 0)
                yield return (what, level);
        }
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
        return isSourcePublic == isDestinationPublic ? FlowOwn.Unknown : isDestinationPublic ? FlowOwn.From : FlowOwn.To;
    }

    private static FlowOwn Turned(FlowOwn own) => own switch { FlowOwn.From => FlowOwn.To, FlowOwn.To => FlowOwn.From, _ => own };

    private void Skip(FlowInterface @interface, in FlowRow row, string origin)
    {
        if (row.Status != FlowStatus.SkipData)
            return;
        Skipped++;
        @interface.Skipped++;
        @interface.FirstSkipped = Math.Min(@interface.FirstSkipped, row.Start);
        @interface.LastSkipped = Math.Max(@interface.LastSkipped, row.End);
        @interface.SkippedSighting.Keep(row, origin);
    }

    private void AddConnection(int number, in FlowRow row, FlowOwn own, bool isRequest, bool isServerPublic, bool isClientPublic, string origin)
    {
        var isRejected = row.Action == FlowAction.Reject;
        var isEmpty = row.Bytes <= EmptyPacket * row.Packets;
        var isTcp = row.Protocol == FlowOrientation.Tcp;
        var isProbe = isRejected || row.Packets < LeastPackets || (isTcp && isEmpty && row.Packets <= MostAttempts);
        var port = isRequest ? row.DestinationPort : row.SourcePort;
        if ((isRequest && isProbe) || row.Packets >= HeavyPackets || (port == FlowPorts.Dns && !isTcp && isServerPublic))
            AddPressure(number, row, Flood(row, isRequest), own, FlowOrientation.IsSurelyRequest(row), isFromOutside: isRequest && isClientPublic && own == FlowOwn.To, origin);

        // From here on by client and server.
        own = isRequest ? own : Turned(own);
        var client = isRequest ? row.Source : row.Destination;
        var server = isRequest ? row.Destination : row.Source;
        if (own != FlowOwn.To && (own == FlowOwn.From || isClientPublic == isServerPublic))
        {
            ref var use = ref PortUse.At(new FlowKey(client, default, number, FlowTags.Port(port, row.Protocol, own, isServerPublic), 0), row.Start);
            if (use.Rows == 0 || row.Start <= use.First)
            {
                use.First = row.Start;
                use.Sighting.Keep(row, origin);
            }
            use.Rows++;
            // A UDP answer of any size is an answer; of TCP, resets and the first step of the handshake are none.
            if (!isProbe || (!isTcp && !isRequest && !isRejected))
                use.Talked.Add(server.Low ^ server.High);
            else if (isRequest)
                use.Probed.Add(server.Low ^ server.High);
        }
        var isWatched = FlowPorts.IsWatched(port);
        if (isRejected || !(isWatched || (isServerPublic && own != FlowOwn.To)) || (isTcp && (row.Packets < 2 || (isEmpty && row.Packets <= MostAttempts))))
            return;
        ref var conversation = ref Conversations.At(new FlowKey(client, server, number, FlowTags.Port(port, row.Protocol, own), 0), row.Start);
        if (conversation.Rows == 0 || row.Start <= conversation.First)
        {
            conversation.First = row.Start;
            conversation.Sighting.Keep(row, origin);
        }
        conversation.Last = Math.Max(conversation.Last, row.End);
        conversation.Rows++;
        conversation.Established += isProbe ? 0 : 1;
        conversation.IsAwsService |= isRequest ? row.IsDestinationAwsService : row.IsSourceAwsService;
        if (isRequest)
        {
            conversation.BytesOut += row.Bytes;
            conversation.PacketsOut += row.Packets;
            _samples += conversation.Samples.Add(FlowSample.Of(row));
            if (_samples > MostSamples)
                KeepFewerConversations();
        }
        else
        {
            conversation.BytesIn += row.Bytes;
        }
    }

    private void KeepFewerConversations()
    {
        Conversations.Thin();
        _samples = 0;
        for (var i = 0; i < Conversations.Count; i++)
            _samples += Conversations.Sum(i).Samples.Room;
    }

    private static FlowFlood Flood(in FlowRow row, bool isRequest)
    {
        if (row.Protocol == FlowOrientation.Tcp)
            return FlowFlood.Tcp;
        var port = isRequest ? row.DestinationPort : row.SourcePort;
        return port == FlowPorts.Dns ? FlowFlood.Dns : FlowPorts.IsTcpOnly(port) ? FlowFlood.UdpOnTcpPorts : FlowFlood.Udp;
    }

    private void AddPressure(int number, in FlowRow row, FlowFlood flood, FlowOwn own, bool isSure, bool isFromOutside, string origin)
    {
        var table = isFromOutside ? InboundPressure : Pressure;
        ref var sum = ref table.At(new FlowKey(row.Source, row.Destination, number, FlowTags.Flood(flood, own), 0), row.Start);
        if (sum.Rows == 0 || row.Start <= sum.First)
        {
            sum.First = row.Start;
            sum.Sighting.Keep(row, origin);
        }
        sum.Last = Math.Max(sum.Last, row.End);
        sum.Rows++;
        sum.Packets += row.Packets;
        sum.Bytes += row.Bytes;
        if (row.Packets < HeavyPackets)
        {
            sum.Ports.Add(row.DestinationPort);
            sum.SourcePorts |= FlowBits.Bit(row.SourcePort);
            sum.SurePorts |= isSure ? FlowBits.Bit(row.DestinationPort) : 0;
        }
    }

    private void AddVolume(int number, in FlowRow row, FlowOwn own, bool isRequest, string origin)
    {
        // Seen from the client: what a server sends to its clients is its purpose.
        var client = isRequest ? FlowOwn.From : FlowOwn.To;
        if (own != FlowOwn.Unknown && own != client)
            return;
        var (from, to) = isRequest ? (row.Source, row.Destination) : (row.Destination, row.Source);
        ref var sum = ref Volumes.At(new FlowKey(from, to, number, FlowTags.Port(0, 0, own == FlowOwn.Unknown ? own : FlowOwn.From), 0), row.Start);
        sum.IsAwsService |= isRequest ? row.IsDestinationAwsService : row.IsSourceAwsService;
        sum.Sighting.Keep(row, origin);
        if (isRequest)
            sum.BytesOut += row.Bytes;
        else
            sum.BytesIn += row.Bytes;
    }

    private void AddListed(int number, in FlowRow row, FlowOwn own, bool isRequest, bool isSourcePublic, bool isDestinationPublic, string origin)
    {
        if (isDestinationPublic && own != FlowOwn.To)
            AddListed(number, row, row.Destination, isOutbound: isRequest, origin);
        if (isSourcePublic && own != FlowOwn.From)
            AddListed(number, row, row.Source, isOutbound: !isRequest, origin);
    }

    private void AddListed(int number, in FlowRow row, in FlowAddress remote, bool isOutbound, string origin)
    {
        var purposes = lists.Find(remote);
        for (; purposes != 0; purposes &= purposes - 1)
        {
            var purpose = (ListPurpose)System.Numerics.BitOperations.TrailingZeroCount(purposes);
            var ownPort = remote == row.Source ? row.DestinationPort : row.SourcePort;
            ref var sum = ref Listed.At(new FlowKey(remote, default, number, FlowTags.Listed(purpose, isOutbound, ownPort), 0), row.Start);
            sum.Rows++;
            sum.Sighting.Keep(row, origin);
        }
    }
}
