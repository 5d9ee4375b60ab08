using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>What a finding shows of a row: enough to write it down again in the default format.</summary>
internal struct FlowSighting : IComparable<FlowSighting>
{
    public FlowAddress Source;
    public FlowAddress Destination;
    public long Packets;
    public long Bytes;
    public string? Origin;
    public uint Start;
    public uint End;
    public ushort SourcePort;
    public ushort DestinationPort;
    public byte Protocol;
    public FlowAction Action;

    /// <summary>The earliest row stays, whatever the order in which rows come.</summary>
    public void Keep(in FlowRow row, string origin)
    {
        if (Origin is not null && Start < row.Start)
            return;
        var other = new FlowSighting
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
        Merge(other);
    }

    public void Merge(in FlowSighting other)
    {
        if (other.Origin is not null && (Origin is null || other.CompareTo(this) < 0))
            this = other;
    }

    public readonly int CompareTo(FlowSighting other)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : End.CompareTo(other.End);
        order = order != 0 ? order : SourcePort.CompareTo(other.SourcePort);
        order = order != 0 ? order : DestinationPort.CompareTo(other.DestinationPort);
        order = order != 0 ? order : Bytes.CompareTo(other.Bytes);
        order = order != 0 ? order : Packets.CompareTo(other.Packets);
        order = order != 0 ? order : Source.Value.CompareTo(other.Source.Value);
        order = order != 0 ? order : Destination.Value.CompareTo(other.Destination.Value);
        return order != 0 ? order : string.CompareOrdinal(Origin, other.Origin);
    }
}
