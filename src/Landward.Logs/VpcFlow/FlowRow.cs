using System.Runtime.CompilerServices;

namespace Landward.Logs.VpcFlow;

/// <summary>What the log says about a record itself.</summary>
public enum FlowStatus : byte
{
    Ok,

    /// <summary>No traffic in the interval: nothing but the interface and the interval is there.</summary>
    NoData,

    /// <summary>AWS could not record traffic of the interval: a gap in what can be detected.</summary>
    SkipData,
}

/// <summary>Whether security groups and network ACLs let the traffic through.</summary>
public enum FlowAction : byte
{
    Unknown,
    Accept,
    Reject,
}

/// <summary>The direction as seen from the network interface.</summary>
public enum FlowDirection : byte
{
    Unknown,
    Ingress,
    Egress,
}

/// <summary>
/// A flow record. Fields that the layout lacks, or that are <c>-</c>, have the value 0; <see cref="TcpFlags"/> is then
/// <see cref="NoFlags"/>. Lives as long as the batch it was read with.
/// </summary>
public struct FlowRow
{
    /// <summary>The flags were not logged.</summary>
    public const byte NoFlags = 0xFF;

    /// <summary>The packet's own source where the log has it, else the interface's primary address.</summary>
    public FlowAddress Source { get; internal set; }

    /// <summary>The packet's own destination where the log has it, else the interface's primary address.</summary>
    public FlowAddress Destination { get; internal set; }

    public long Packets { get; internal set; }

    public long Bytes { get; internal set; }

    /// <summary>Hash of account and interface: equal for equal interfaces.</summary>
    public ulong Interface { get; internal set; }

    /// <summary>Hash of the instance: equal for equal instances; 0 where none is logged.</summary>
    public ulong Instance { get; internal set; }

    /// <summary>Unix seconds of the first packet.</summary>
    public uint Start { get; internal set; }

    /// <summary>Unix seconds of the last packet.</summary>
    public uint End { get; internal set; }

    public ushort SourcePort { get; internal set; }

    public ushort DestinationPort { get; internal set; }

    public byte Protocol { get; internal set; }

    public byte TcpFlags { get; internal set; }

    public FlowAction Action { get; internal set; }

    public FlowDirection Direction { get; internal set; }

    public FlowStatus Status { get; internal set; }

    /// <summary>The log names an AWS service as owner of the source.</summary>
    public bool IsSourceAwsService { get; internal set; }

    /// <summary>The log names an AWS service as owner of the destination.</summary>
    public bool IsDestinationAwsService { get; internal set; }

    /// <summary>The position of the row's first separator in the reader's index.</summary>
    internal int FirstSeparator { get; set; }

    /// <summary>Where the row's text starts.</summary>
    internal int TextStart { get; set; }

    /// <summary>A record holds the times of its first and its last packet; a format may have chosen only one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetTimes(uint start, uint end)
    {
        start = start == 0 ? end : start;
        (Start, End) = (start, Math.Max(end, start));
    }
}
