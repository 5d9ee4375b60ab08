using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    /// <param name="buffer">The first byte of the reader's buffer.</param>
    /// <param name="ends">The end of the row's first field; the end of the row or blank before it, and those of the other fields, stand around it.</param>
    public bool TryParse(ref byte buffer, ref int ends, ref FlowRow row)
    {
        row.Interface = Interface(ref buffer, ref ends);
        row.Instance = _instance < 0 ? 0 : FlowNames.Hash(ref buffer, Begin(ref ends, _instance), End(ref ends, _instance));
        row.IsSourceAwsService = IsPresent(ref buffer, ref ends, _sourceService);
        row.IsDestinationAwsService = IsPresent(ref buffer, ref ends, _destinationService);
        row.Status = Status(ref buffer, ref ends);
        row.Action = _action < 0 ? FlowAction.Unknown : ActionOf(First(ref buffer, ref ends, _action));
        row.Direction = _direction < 0 ? FlowDirection.Unknown : DirectionOf(First(ref buffer, ref ends, _direction));
        return (row.Status == FlowStatus.Ok && BitConverter.IsLittleEndian && TryAtOnce(ref buffer, ref ends, ref row)) || TryOneByOne(ref buffer, ref ends, ref row);
    }

    /// <summary>The usual row: every number has 1 to 16 digits. False for anything else, whether it is a row or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAtOnce(ref byte buffer, ref int ends, ref FlowRow row)
    {
        Bounds(ref ends, _start, out var startEnd, out var startLength);
        Bounds(ref ends, _end, out var endEnd, out var endLength);
        Bounds(ref ends, _packets, out var packetsEnd, out var packetsLength);
        Bounds(ref ends, _bytes, out var bytesEnd, out var bytesLength);
        Bounds(ref ends, _sourcePort, out var sourceEnd, out var sourceLength);
        Bounds(ref ends, _destinationPort, out var destinationEnd, out var destinationLength);
        Bounds(ref ends, _protocol, out var protocolEnd, out var protocolLength);
        Bounds(ref ends, _flags, out var flagsEnd, out var flagsLength);
        // A length of 0 becomes the largest number here.
        var longs = (uint)(startLength - 1) | (uint)(endLength - 1) | (uint)(packetsLength - 1) | (uint)(bytesLength - 1);
        var shorts = (uint)(sourceLength - 1) | (uint)(destinationLength - 1) | (uint)(protocolLength - 1) | (uint)(flagsLength - 1);
        if (longs >= FlowVectors.MostDigits || shorts >= FlowVectors.MostDigits / 2)
            return false;
        FlowVectors vectors = default;
        var (start, end) = vectors.Long(ref buffer, startEnd, startLength, endEnd, endLength);
        var (packets, bytes) = vectors.Long(ref buffer, packetsEnd, packetsLength, bytesEnd, bytesLength);
        var shortNumbers = vectors.Short(
            ref buffer, sourceEnd, sourceLength, destinationEnd, destinationLength, protocolEnd, protocolLength, flagsEnd, flagsLength,
            Vector256.Create(ushort.MaxValue, ushort.MaxValue, byte.MaxValue, (ulong)byte.MaxValue));
        var sourceColumn = IsPresent(ref buffer, ref ends, _packetSource) ? _packetSource : _source;
        var destinationColumn = IsPresent(ref buffer, ref ends, _packetDestination) ? _packetDestination : _destination;
        if ((sourceColumn | destinationColumn) < 0)
            return false;
        var (from, to) = (Begin(ref ends, sourceColumn), Begin(ref ends, destinationColumn));
        var (fromEnd, toEnd) = (End(ref ends, sourceColumn), End(ref ends, destinationColumn));
        if (vectors.TryAddresses(ref buffer, from, fromEnd - from, to, toEnd - to, out var source, out var destination))
        {
            row.Source = FlowAddress.FromIPv4(source);
            row.Destination = FlowAddress.FromIPv4(destination);
        }
        else if (!TryOtherAddresses(ref buffer, from, fromEnd, to, toEnd, ref row))
        {
            return false;
        }
        if (vectors.IsBad || (start | end) > uint.MaxValue)
            return false;
        SetTimes(ref row, start, end);
        row.Packets = (long)packets;
        row.Bytes = (long)bytes;
        row.SourcePort = (ushort)shortNumbers[0];
        row.DestinationPort = (ushort)shortNumbers[1];
        row.Protocol = (byte)shortNumbers[2];
        row.TcpFlags = _flags < 0 ? FlowRow.NoFlags : (byte)shortNumbers[3];
        return true;
    }

    private bool TryOneByOne(ref byte buffer, ref int ends, ref FlowRow row)
    {
        row.TcpFlags = FlowRow.NoFlags;
        var valid = Number(ref buffer, ref ends, _start, uint.MaxValue, out var start);
        valid &= Number(ref buffer, ref ends, _end, uint.MaxValue, out var end);
        SetTimes(ref row, start, end);
        if (row.Status != FlowStatus.Ok)
        {
            (row.Source, row.Destination) = (default, default);
            (row.Packets, row.Bytes, row.SourcePort, row.DestinationPort, row.Protocol) = (0, 0, 0, 0, 0);
            (row.Action, row.Direction) = (FlowAction.Unknown, FlowDirection.Unknown);
            return valid;
        }
        valid &= Address(ref buffer, ref ends, _packetSource, _source, out var address);
        row.Source = address;
        valid &= Address(ref buffer, ref ends, _packetDestination, _destination, out address);
        row.Destination = address;
        valid &= Number(ref buffer, ref ends, _sourcePort, ushort.MaxValue, out var number);
        row.SourcePort = (ushort)number;
        valid &= Number(ref buffer, ref ends, _destinationPort, ushort.MaxValue, out number);
        row.DestinationPort = (ushort)number;
        valid &= Number(ref buffer, ref ends, _protocol, byte.MaxValue, out number);
        row.Protocol = (byte)number;
        valid &= Number(ref buffer, ref ends, _packets, long.MaxValue, out number);
        row.Packets = (long)number;
        valid &= Number(ref buffer, ref ends, _bytes, long.MaxValue, out number);
        row.Bytes = (long)number;
        if (IsPresent(ref buffer, ref ends, _flags))
        {
            valid &= Number(ref buffer, ref ends, _flags, byte.MaxValue, out number);
            row.TcpFlags = (byte)number;
        }
        return valid && !row.Source.IsNone && !row.Destination.IsNone;
    }

    /// <summary>A record holds the times of its first and its last packet; a format may have chosen only one of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetTimes(ref FlowRow row, ulong start, ulong end)
    {
        row.Start = (uint)(start == 0 ? end : start);
        row.End = Math.Max((uint)end, row.Start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowAction ActionOf(byte first) => (FlowAction)((first == 'A' ? (int)FlowAction.Accept : 0) | (first == 'R' ? (int)FlowAction.Reject : 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowDirection DirectionOf(byte first) => (FlowDirection)((first == 'i' ? (int)FlowDirection.Ingress : 0) | (first == 'e' ? (int)FlowDirection.Egress : 0));

    /// <summary>The end and the length of a field; where the format lacks it, those of a zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Bounds(ref int ends, int column, out int end, out int length)
    {
        (end, length) = (FlowText.Nothing + 1, 1);
        if (column < 0)
            return;
        end = End(ref ends, column);
        length = end - Begin(ref ends, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Begin(ref int ends, int column) => Unsafe.Add(ref ends, column - 1) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int End(ref int ends, int column) => Unsafe.Add(ref ends, column);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte First(ref byte buffer, ref int ends, int column) => Unsafe.Add(ref buffer, Begin(ref ends, column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPresent(ref byte buffer, ref int ends, int column)
    {
        if (column < 0)
            return false;
        var position = Begin(ref ends, column);
        return Unsafe.Add(ref buffer, position) != '-' || End(ref ends, column) != position + 1;
    }

    private static bool Number(ref byte buffer, ref int ends, int column, ulong most, out ulong value)
    {
        value = 0;
        if (column < 0)
            return true;
        var position = Begin(ref ends, column);
        var end = End(ref ends, column);
        return FlowText.TryNumber(ref buffer, position, end, out value) ? value <= most : IsNothing(ref buffer, position, end, out value);
    }

    private static bool IsNothing(ref byte buffer, int position, int end, out ulong value)
    {
        value = 0;
        return end == position + 1 && Unsafe.Add(ref buffer, position) == '-';
    }

    /// <summary>The packet's own address; the interface's where that is not logged.</summary>
    private static bool Address(ref byte buffer, ref int ends, int packetColumn, int column, out FlowAddress address)
    {
        address = default;
        if (packetColumn >= 0)
        {
            if (!FlowText.TryAddress(ref buffer, Begin(ref ends, packetColumn), End(ref ends, packetColumn), out address))
                return false;
            if (!address.IsNone)
                return true;
        }
        return column < 0 || FlowText.TryAddress(ref buffer, Begin(ref ends, column), End(ref ends, column), out address);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryOtherAddresses(ref byte buffer, int from, int fromEnd, int to, int toEnd, ref FlowRow row)
    {
        if (!FlowText.TryAddress(ref buffer, from, fromEnd, out var source) || !FlowText.TryAddress(ref buffer, to, toEnd, out var destination))
            return false;
        (row.Source, row.Destination) = (source, destination);
        return !source.IsNone && !destination.IsNone;
    }

    private FlowStatus Status(ref byte buffer, ref int ends)
    {
        if (_status < 0)
            return FlowStatus.Ok;
        return First(ref buffer, ref ends, _status) switch { (byte)'N' => FlowStatus.NoData, (byte)'S' => FlowStatus.SkipData, _ => FlowStatus.Ok };
    }

    private ulong Interface(ref byte buffer, ref int ends)
    {
        var name = _interface < 0 ? 0 : FlowNames.Hash(ref buffer, Begin(ref ends, _interface), End(ref ends, _interface));
        return _account < 0 ? name : FlowNames.Combine(name, FlowNames.Hash(ref buffer, Begin(ref ends, _account), End(ref ends, _account)));
    }
}
