namespace Landward.Detection.VpcFlow;

/// <summary>Packets that ask for something or flood it, from one address to another in one bucket: scans and denial of service.</summary>
internal struct PressureSum : IFlowSum<PressureSum>
{
    public long Packets;
    public long Bytes;
    public int Rows;
    public uint First;
    public uint Last;
    public ulong SourcePorts;
    public ulong SurePorts;
    public FlowBits Ports;

    readonly void IFlowSum<PressureSum>.Drop(FlowMemory memory)
    {
    }

    public void Merge(ref PressureSum other, in FlowMerge merge) => Add(other);

    public void Add(in PressureSum other)
    {
        Ports.Merge(other.Ports);
        SourcePorts |= other.SourcePorts;
        SurePorts |= other.SurePorts;
        Packets += other.Packets;
        Bytes += other.Bytes;
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Last = Math.Max(Last, other.Last);
        Rows += other.Rows;
    }
}

/// <summary>What one client did with one port of others in one bucket: sweeps and mail.</summary>
internal struct PortUseSum : IFlowSum<PortUseSum>
{
    public int Rows;
    public uint First;

    /// <summary>Hosts that were asked and not seen to talk.</summary>
    public FlowBits Probed;

    /// <summary>Hosts with which there was a conversation.</summary>
    public FlowBits Talked;

    readonly void IFlowSum<PortUseSum>.Drop(FlowMemory memory)
    {
    }

    public void Merge(ref PortUseSum other, in FlowMerge merge)
    {
        Probed.Merge(other.Probed);
        Talked.Merge(other.Talked);
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Rows += other.Rows;
    }
}

/// <summary>What a client and a port of a server said to each other in one bucket.</summary>
internal struct ConversationSum : IFlowSum<ConversationSum>
{
    public FlowSamples Samples;
    public int Rows;
    public long BytesOut;
    public long BytesIn;

    /// <summary>Rows that show a conversation and not just an attempt.</summary>
    public int Established;

    public uint First;
    public uint Last;

    /// <summary>The log names an AWS service as the other side.</summary>
    public bool IsAwsService;

    public void Merge(ref ConversationSum other, in FlowMerge merge)
    {
        merge.Into.Samples.Merge(ref Samples, other.Samples, merge.From.Samples);
        BytesOut += other.BytesOut;
        BytesIn += other.BytesIn;
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Last = Math.Max(Last, other.Last);
        Rows += other.Rows;
        Established += other.Established;
        IsAwsService |= other.IsAwsService;
    }

    public void Drop(FlowMemory memory) => memory.Samples.Free(ref Samples);
}

/// <summary>Bytes between an own and a foreign address in one bucket, in rows that are worth summing up.</summary>
internal struct VolumeSum : IFlowSum<VolumeSum>
{
    public long BytesOut;
    public long BytesIn;
    public int Rows;
    public uint First;
    public bool IsAwsService;

    readonly void IFlowSum<VolumeSum>.Drop(FlowMemory memory)
    {
    }

    public void Merge(ref VolumeSum other, in FlowMerge merge)
    {
        BytesOut += other.BytesOut;
        BytesIn += other.BytesIn;
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Rows += other.Rows;
        IsAwsService |= other.IsAwsService;
    }
}

/// <summary>Accepted traffic with an address that stands on a list.</summary>
internal struct ListedSum : IFlowSum<ListedSum>
{
    public int Rows;

    readonly void IFlowSum<ListedSum>.Drop(FlowMemory memory)
    {
    }

    public void Merge(ref ListedSum other, in FlowMerge merge) => Rows += other.Rows;
}
