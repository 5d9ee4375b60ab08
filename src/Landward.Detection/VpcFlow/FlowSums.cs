namespace Landward.Detection.VpcFlow;

/// <summary>Packets that ask for something or flood it, from one address to another in one bucket: scans and denial of service.</summary>
internal struct PressureSum : IFlowSum<PressureSum>
{
    public FlowBits Ports;
    public ulong SourcePorts;
    public ulong SurePorts;
    public long Packets;
    public long Bytes;
    public int Rows;
    public uint First;
    public uint Last;
    public FlowSighting Sighting;

    public void Merge(ref PressureSum other)
    {
        Ports.Merge(other.Ports);
        SourcePorts |= other.SourcePorts;
        SurePorts |= other.SurePorts;
        Packets += other.Packets;
        Bytes += other.Bytes;
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Last = Math.Max(Last, other.Last);
        Rows += other.Rows;
        Sighting.Merge(other.Sighting);
    }
}

/// <summary>What one client did with one port of others in one bucket: sweeps and mail.</summary>
internal struct PortUseSum : IFlowSum<PortUseSum>
{
    /// <summary>Hosts that were asked and not seen to talk.</summary>
    public FlowBits Probed;

    /// <summary>Hosts with which there was a conversation.</summary>
    public FlowBits Talked;

    public int Rows;
    public uint First;
    public FlowSighting Sighting;

    public void Merge(ref PortUseSum other)
    {
        Probed.Merge(other.Probed);
        Talked.Merge(other.Talked);
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Rows += other.Rows;
        Sighting.Merge(other.Sighting);
    }
}

/// <summary>What a client and a port of a server said to each other in one bucket.</summary>
internal struct ConversationSum : IFlowSum<ConversationSum>
{
    public FlowSamples Samples;
    public long BytesOut;
    public long BytesIn;
    public long PacketsOut;
    public int Rows;

    /// <summary>Rows that show a conversation and not just an attempt.</summary>
    public int Established;

    public uint First;
    public uint Last;

    /// <summary>The log names an AWS service as the other side.</summary>
    public bool IsAwsService;

    public FlowSighting Sighting;

    public void Merge(ref ConversationSum other)
    {
        Samples.Merge(other.Samples);
        BytesOut += other.BytesOut;
        BytesIn += other.BytesIn;
        PacketsOut += other.PacketsOut;
        First = Rows == 0 || (other.Rows > 0 && other.First < First) ? other.First : First;
        Last = Math.Max(Last, other.Last);
        Rows += other.Rows;
        Established += other.Established;
        IsAwsService |= other.IsAwsService;
        Sighting.Merge(other.Sighting);
    }
}

/// <summary>Bytes between an own and a foreign address in one bucket, in rows that are worth summing up.</summary>
internal struct VolumeSum : IFlowSum<VolumeSum>
{
    public long BytesOut;
    public long BytesIn;
    public bool IsAwsService;
    public FlowSighting Sighting;

    public void Merge(ref VolumeSum other)
    {
        BytesOut += other.BytesOut;
        BytesIn += other.BytesIn;
        IsAwsService |= other.IsAwsService;
        Sighting.Merge(other.Sighting);
    }
}

/// <summary>Accepted traffic with an address that stands on a list.</summary>
internal struct ListedSum : IFlowSum<ListedSum>
{
    public int Rows;
    public FlowSighting Sighting;

    public void Merge(ref ListedSum other)
    {
        Rows += other.Rows;
        Sighting.Merge(other.Sighting);
    }
}
