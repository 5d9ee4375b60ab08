using System.Runtime.CompilerServices;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Reads the fields of a record that detection needs, and no others. Where they stand is looked up once per layout: for each field how
/// many bytes behind the end of a row's first field its end stands in the reader's index.
/// </summary>
internal sealed class FlowRowParser(FlowLayout layout)
{
    private const nint Absent = -1;

    private readonly nint _source = Place(layout, FlowField.SrcAddr);
    private readonly nint _destination = Place(layout, FlowField.DstAddr);
    private readonly nint _packetSource = Place(layout, FlowField.PktSrcAddr);
    private readonly nint _packetDestination = Place(layout, FlowField.PktDstAddr);
    private readonly nint _sourcePort = Place(layout, FlowField.SrcPort);
    private readonly nint _destinationPort = Place(layout, FlowField.DstPort);
    private readonly nint _protocol = Place(layout, FlowField.Protocol);
    private readonly nint _packets = Place(layout, FlowField.Packets);
    private readonly nint _bytes = Place(layout, FlowField.Bytes);
    private readonly nint _start = Place(layout, FlowField.Start);
    private readonly nint _end = Place(layout, FlowField.End);
    private readonly nint _action = Place(layout, FlowField.Action);
    private readonly nint _status = Place(layout, FlowField.LogStatus);
    private readonly nint _flags = Place(layout, FlowField.TcpFlags);
    private readonly nint _direction = Place(layout, FlowField.FlowDirection);
    private readonly nint _sourceService = Place(layout, FlowField.PktSrcAwsService);
    private readonly nint _destinationService = Place(layout, FlowField.PktDstAwsService);
    private readonly nint _account = Place(layout, FlowField.AccountId);
    private readonly nint _interface = Place(layout, FlowField.InterfaceId);
    private readonly nint _instance = Place(layout, FlowField.InstanceId);
    private readonly FlowNumbers _numbers = new(layout);

    public FlowLayout Layout => layout;

    /// <summary>False when a field that is needed is neither <c>-</c> nor what its name says.</summary>
    /// <param name="buffer">The first byte of the reader's buffer.</param>
    /// <param name="ends">The end of the row's first field; the end of the row or blank before it, and those of the other fields, stand around it.</param>
    public bool TryParse(ref byte buffer, ref int ends, ref FlowRow row)
    {
        row.Interface = Interface(ref buffer, ref ends);
        row.Instance = _instance < 0 ? 0 : Name(ref buffer, ref ends, _instance);
        row.IsSourceAwsService = IsPresent(ref buffer, ref ends, _sourceService);
        row.IsDestinationAwsService = IsPresent(ref buffer, ref ends, _destinationService);
        row.Status = Status(ref buffer, ref ends);
        row.Action = _action < 0 ? FlowAction.Unknown : ActionOf(First(ref buffer, ref ends, _action));
        row.Direction = _direction < 0 ? FlowDirection.Unknown : DirectionOf(First(ref buffer, ref ends, _direction));
        return (row.Status == FlowStatus.Ok && _numbers.IsUsual && TryAtOnce(ref buffer, ref ends, ref row)) || TryOneByOne(ref buffer, ref ends, ref row);
    }

    /// <summary>The usual row: times of ten digits, all other numbers of up to eight. False for anything else, whether it is a row or not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAtOnce(ref byte buffer, ref int ends, ref FlowRow row)
    {
        FlowVectors vectors = default;
        if (!_numbers.TryRead(ref buffer, ref ends, ref vectors, ref row))
            return false;
        var source = IsPresent(ref buffer, ref ends, _packetSource) ? _packetSource : _source;
        var destination = IsPresent(ref buffer, ref ends, _packetDestination) ? _packetDestination : _destination;
        if ((source | destination) < 0)
            return false;
        var (from, to) = (Begin(ref ends, source), Begin(ref ends, destination));
        var (fromEnd, toEnd) = (End(ref ends, source), End(ref ends, destination));
        if (vectors.TryAddresses(ref buffer, from, fromEnd - from, to, toEnd - to, out var sourceAddress, out var destinationAddress))
        {
            row.Source = FlowAddress.FromIPv4(sourceAddress);
            row.Destination = FlowAddress.FromIPv4(destinationAddress);
        }
        else if (!TryOtherAddresses(ref buffer, from, fromEnd, to, toEnd, ref row))
        {
            return false;
        }
        return !vectors.IsBad;
    }

    private bool TryOneByOne(ref byte buffer, ref int ends, ref FlowRow row)
    {
        row.TcpFlags = FlowRow.NoFlags;
        var valid = Number(ref buffer, ref ends, _start, uint.MaxValue, out var start);
        valid &= Number(ref buffer, ref ends, _end, uint.MaxValue, out var end);
        row.SetTimes((uint)start, (uint)end);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowAction ActionOf(byte first) => (FlowAction)((first == 'A' ? (int)FlowAction.Accept : 0) | (first == 'R' ? (int)FlowAction.Reject : 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FlowDirection DirectionOf(byte first) => (FlowDirection)((first == 'i' ? (int)FlowDirection.Ingress : 0) | (first == 'e' ? (int)FlowDirection.Egress : 0));

    private static nint Place(FlowLayout layout, FlowField field) => layout.Column(field) is >= 0 and var column ? column * sizeof(int) : Absent;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Begin(ref int ends, nint place) => Unsafe.AddByteOffset(ref ends, place - sizeof(int)) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int End(ref int ends, nint place) => Unsafe.AddByteOffset(ref ends, place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte First(ref byte buffer, ref int ends, nint place) => Unsafe.Add(ref buffer, Begin(ref ends, place));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsPresent(ref byte buffer, ref int ends, nint place)
    {
        if (place < 0)
            return false;
        var position = Begin(ref ends, place);
        return Unsafe.Add(ref buffer, position) != '-' || End(ref ends, place) != position + 1;
    }

    private static bool Number(ref byte buffer, ref int ends, nint place, ulong most, out ulong value)
    {
        value = 0;
        if (place < 0)
            return true;
        var position = Begin(ref ends, place);
        var end = End(ref ends, place);
        return FlowText.TryNumber(ref buffer, position, end, out value) ? value <= most : IsNothing(ref buffer, position, end, out value);
    }

    private static bool IsNothing(ref byte buffer, int position, int end, out ulong value)
    {
        value = 0;
        return end == position + 1 && Unsafe.Add(ref buffer, position) == '-';
    }

    /// <summary>The packet's own address; the interface's where that is not logged.</summary>
    private static bool Address(ref byte buffer, ref int ends, nint packetPlace, nint place, out FlowAddress address)
    {
        address = default;
        if (packetPlace >= 0)
        {
            if (!FlowText.TryAddress(ref buffer, Begin(ref ends, packetPlace), End(ref ends, packetPlace), out address))
                return false;
            if (!address.IsNone)
                return true;
        }
        return place < 0 || FlowText.TryAddress(ref buffer, Begin(ref ends, place), End(ref ends, place), out address);
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
        var name = _interface < 0 ? 0 : Name(ref buffer, ref ends, _interface);
        return _account < 0 ? name : FlowNames.Combine(name, Name(ref buffer, ref ends, _account));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Name(ref byte buffer, ref int ends, nint place) => FlowNames.Hash(ref buffer, Begin(ref ends, place), End(ref ends, place));
}
