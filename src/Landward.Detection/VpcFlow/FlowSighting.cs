using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What a finding shows of a row: enough to write it down again in the default format.</summary>
internal struct FlowSighting
{
    public FlowAddress Source;
    public FlowAddress Destination;
    public long Packets;
    public long Bytes;

    /// <summary>The number of the log; 0 where no row was seen.</summary>
    public int Origin;

    public uint Start;
    public uint End;
    public ushort SourcePort;
    public ushort DestinationPort;
    public byte Protocol;
    public FlowAction Action;

    public static FlowSighting Of(in FlowRow row, int origin) => new()
    {
        Source = row.Source,
        Destination = row.Destination,
        Packets = row.Packets,
        Bytes = row.Bytes,
        Origin = origin,
        Start = row.Start,
        End = row.End,
        SourcePort = row.SourcePort,
        DestinationPort = row.DestinationPort,
        Protocol = row.Protocol,
        Action = row.Action,
    };

    /// <summary>The earliest row stays, whatever the order in which rows come.</summary>
    public void Keep(in FlowRow row, int origin, FlowMemory memory)
    {
        if (Origin == 0 || row.Start < Start)
            this = Of(row, origin);
        else if (row.Start == Start)
            KeepLesser(Of(row, origin), memory);
    }

    public void Merge(in FlowSighting other, in FlowMerge merge)
    {
        if (other.Origin == 0)
            return;
        var moved = other;
        moved.Origin += merge.Offset;
        KeepLesser(moved, merge.Into);
    }

    public readonly int CompareTo(in FlowSighting other, FlowMemory memory)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : End.CompareTo(other.End);
        order = order != 0 ? order : SourcePort.CompareTo(other.SourcePort);
        order = order != 0 ? order : DestinationPort.CompareTo(other.DestinationPort);
        order = order != 0 ? order : Bytes.CompareTo(other.Bytes);
        order = order != 0 ? order : Packets.CompareTo(other.Packets);
        order = order != 0 ? order : Source.Value.CompareTo(other.Source.Value);
        order = order != 0 ? order : Destination.Value.CompareTo(other.Destination.Value);
        return order != 0 ? order : string.CompareOrdinal(memory.Origin(Origin), memory.Origin(other.Origin));
    }

    private void KeepLesser(in FlowSighting other, FlowMemory memory)
    {
        if (Origin == 0 || other.CompareTo(this, memory) < 0)
            this = other;
    }
}
