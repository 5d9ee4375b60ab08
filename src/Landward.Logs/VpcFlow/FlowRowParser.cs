using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Landward.Logs.VpcFlow;

/// <summary>Reads the fields of a record that detection needs; the columns are looked up once per layout.</summary>
internal sealed class FlowRowParser(FlowLayout layout)
{
    private readonly int _source = layout.Column(FlowField.SrcAddr);
    private readonly int _destination = layout.Column(FlowField.DstAddr);
    private readonly int _packetSource = layout.Column(FlowField.PktSrcAddr);
    private readonly int _packetDestination = layout.Column(FlowField.PktDstAddr);
    private readonly int _sourcePort = layout.Column(FlowField.SrcPort);
    private readonly int _destinationPort = layout.Column(FlowField.DstPort);
    private readonly int _protocol = layout.Column(FlowField.Protocol);
    private readonly int _packets = layout.Column(FlowField.Packets);
    private readonly int _bytes = layout.Column(FlowField.Bytes);
    private readonly int _start = layout.Column(FlowField.Start);
    private readonly int _end = layout.Column(FlowField.End);
    private readonly int _action = layout.Column(FlowField.Action);
    private readonly int _status = layout.Column(FlowField.LogStatus);
    private readonly int _flags = layout.Column(FlowField.TcpFlags);
    private readonly int _direction = layout.Column(FlowField.FlowDirection);
    private readonly int _sourceService = layout.Column(FlowField.PktSrcAwsService);
    private readonly int _destinationService = layout.Column(FlowField.PktDstAwsService);
    private readonly int _account = layout.Column(FlowField.AccountId);
    private readonly int _interface = layout.Column(FlowField.InterfaceId);
    private readonly int _instance = layout.Column(FlowField.InstanceId);

    public FlowLayout Layout => layout;

    /// <summary>False when a field that is needed is neither <c>-</c> nor what its name says.</summary>
    /// <param name="fields">The ends of the row's fields.</param>
    /// <param name="begin">The position of the row's first byte.</param>
    public bool TryParse(byte[] buffer, ReadOnlySpan<int> fields, int begin, ref FlowRow row)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(buffer);
        ref var ends = ref MemoryMarshal.GetReference(fields);
        row.Status = Status(ref first, ref ends, begin);
        row.Interface = Hash(ref first, ref ends, begin);
        row.Instance = _instance < 0 ? 0 : Hash(ref first, Begin(ref ends, begin, _instance), Unsafe.Add(ref ends, _instance), 0);
        row.Action = FlowAction.Unknown;
        row.Direction = FlowDirection.Unknown;
        row.TcpFlags = FlowRow.NoFlags;
        row.IsSourceAwsService = IsPresent(ref first, ref ends, begin, _sourceService);
        row.IsDestinationAwsService = IsPresent(ref first, ref ends, begin, _destinationService);
        var valid = Number(ref first, ref ends, begin, _start, uint.MaxValue, out var start);
        valid &= Number(ref first, ref ends, begin, _end, uint.MaxValue, out var end);
        // A record holds the times of its first and its last packet; a format may have chosen only one of them.
        row.Start = (uint)(start == 0 ? end : start);
        row.End = (uint)Math.Max(end, row.Start);
        if (row.Status != FlowStatus.Ok)
        {
            (row.Source, row.Destination) = (default, default);
            (row.Packets, row.Bytes, row.SourcePort, row.DestinationPort, row.Protocol) = (0, 0, 0, 0, 0);
            return valid;
        }
        valid &= Address(ref first, ref ends, begin, _packetSource, _source, out var address);
        row.Source = address;
        valid &= Address(ref first, ref ends, begin, _packetDestination, _destination, out address);
        row.Destination = address;
        valid &= Number(ref first, ref ends, begin, _sourcePort, ushort.MaxValue, out var number);
        row.SourcePort = (ushort)number;
        valid &= Number(ref first, ref ends, begin, _destinationPort, ushort.MaxValue, out number);
        row.DestinationPort = (ushort)number;
        valid &= Number(ref first, ref ends, begin, _protocol, byte.MaxValue, out number);
        row.Protocol = (byte)number;
        valid &= Number(ref first, ref ends, begin, _packets, long.MaxValue, out number);
        row.Packets = (long)number;
        valid &= Number(ref first, ref ends, begin, _bytes, long.MaxValue, out number);
        row.Bytes = (long)number;
        if (_action >= 0)
            row.Action = First(ref first, ref ends, begin, _action) switch { (byte)'A' => FlowAction.Accept, (byte)'R' => FlowAction.Reject, _ => FlowAction.Unknown };
        if (_direction >= 0)
            row.Direction = First(ref first, ref ends, begin, _direction) switch { (byte)'i' => FlowDirection.Ingress, (byte)'e' => FlowDirection.Egress, _ => FlowDirection.Unknown };
        if (IsPresent(ref first, ref ends, begin, _flags))
        {
            valid &= Number(ref first, ref ends, begin, _flags, byte.MaxValue, out number);
            row.TcpFlags = (byte)number;
        }
        return valid && !row.Source.IsNone && !row.Destination.IsNone;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Begin(ref int ends, int begin, int column) => column == 0 ? begin : Unsafe.Add(ref ends, column - 1) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte First(ref byte buffer, ref int ends, int begin, int column) => Unsafe.Add(ref buffer, Begin(ref ends, begin, column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPresent(ref byte buffer, ref int ends, int begin, int column)
    {
        if (column < 0)
            return false;
        var position = Begin(ref ends, begin, column);
        return Unsafe.Add(ref buffer, position) != '-' || Unsafe.Add(ref ends, column) != position + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Number(ref byte buffer, ref int ends, int begin, int column, ulong most, out ulong value)
    {
        value = 0;
        if (column < 0)
            return true;
        var position = Begin(ref ends, begin, column);
        var end = Unsafe.Add(ref ends, column);
        return FlowText.TryNumber(ref buffer, position, end, out value) ? value <= most : IsNothing(ref buffer, position, end, out value);
    }

    private static bool IsNothing(ref byte buffer, int position, int end, out ulong value)
    {
        value = 0;
        return end == position + 1 && Unsafe.Add(ref buffer, position) == '-';
    }

    /// <summary>The packet's own address; the interface's where that is not logged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Address(ref byte buffer, ref int ends, int begin, int packetColumn, int column, out FlowAddress address)
    {
        address = default;
        if (packetColumn >= 0)
        {
            if (!FlowText.TryAddress(ref buffer, Begin(ref ends, begin, packetColumn), Unsafe.Add(ref ends, packetColumn), out address))
                return false;
            if (!address.IsNone)
                return true;
        }
        return column < 0 || FlowText.TryAddress(ref buffer, Begin(ref ends, begin, column), Unsafe.Add(ref ends, column), out address);
    }

    private FlowStatus Status(ref byte buffer, ref int ends, int begin)
    {
        if (_status < 0)
            return FlowStatus.Ok;
        return First(ref buffer, ref ends, begin, _status) switch { (byte)'N' => FlowStatus.NoData, (byte)'S' => FlowStatus.SkipData, _ => FlowStatus.Ok };
    }

    private ulong Hash(ref byte buffer, ref int ends, int begin)
    {
        var hash = 0UL;
        if (_interface >= 0)
            hash = Hash(ref buffer, Begin(ref ends, begin, _interface), Unsafe.Add(ref ends, _interface), hash);
        return _account >= 0 ? Hash(ref buffer, Begin(ref ends, begin, _account), Unsafe.Add(ref ends, _account), hash) : hash;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Hash(ref byte buffer, int position, int end, ulong hash)
    {
        hash ^= (ulong)(end - position);
        for (; end - position >= 8; position += 8)
            hash = Mix(hash ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref buffer, position)));
        // The last eight bytes, without those that stand before the rest.
        return position == end ? hash : Mix(hash ^ (Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref buffer, end - 8)) >> (8 * (8 - (end - position)))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15;
        return value ^ (value >> 32);
    }
}
