using Landward.Logs.VpcFlow;

namespace Landward.Detection.VpcFlow;

/// <summary>A row of a conversation, as far as its rhythm needs it: 16 bytes.</summary>
/// <param name="Seconds">From its first to its last packet.</param>
internal readonly record struct FlowSample(uint Start, uint Bytes, ushort ClientPort, ushort Seconds, ushort Packets) : IComparable<FlowSample>
{
    public uint End => Start + Seconds;

    public static FlowSample Of(in FlowRow row) => new(
        row.Start,
        (uint)Math.Min(row.Bytes, uint.MaxValue),
        row.SourcePort,
        (ushort)Math.Min(row.End - row.Start, ushort.MaxValue),
        (ushort)Math.Min(row.Packets, ushort.MaxValue));

    public int CompareTo(FlowSample other)
    {
        var order = Start.CompareTo(other.Start);
        order = order != 0 ? order : ClientPort.CompareTo(other.ClientPort);
        order = order != 0 ? order : Seconds.CompareTo(other.Seconds);
        order = order != 0 ? order : Bytes.CompareTo(other.Bytes);
        return order != 0 ? order : Packets.CompareTo(other.Packets);
    }
}

/// <summary>The earliest rows of a conversation, in whatever order they come: where they stand in a <see cref="FlowSampleStore"/>.</summary>
internal struct FlowSamples
{
    public int Block;
    public ushort Count;

    /// <summary>For how many rows there is memory: a power of two, or none.</summary>
    public ushort Room;

    /// <summary>Once cut, what is later than this never counts; 0 before.</summary>
    public uint Latest;
}
