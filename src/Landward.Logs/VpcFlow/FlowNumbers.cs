using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs.VpcFlow;

/// <summary>Reads the numbers of a usual record at once: times of ten digits, all others of up to eight.</summary>
internal sealed class FlowNumbers
{
    /// <summary>The digits of a time from 2001 to 2286, in Unix seconds.</summary>
    private const int TimeDigits = 10;

    private static readonly FlowField[] Fields =
        [FlowField.Packets, FlowField.Bytes, FlowField.SrcPort, FlowField.DstPort, FlowField.Protocol, FlowField.TcpFlags];

    /// <summary>For each field where its end stands, in bytes behind the end of a row's first field.</summary>
    private readonly nint _start;
    private readonly nint _end;
    private readonly nint _packets;
    private readonly nint _bytes;
    private readonly nint _sourcePort;
    private readonly nint _destinationPort;
    private readonly nint _protocol;
    private readonly nint _flags;

    /// <summary>No bits of the numbers that the layout lacks: another one is read in their places.</summary>
    private readonly Vector256<ulong> _hasSums;
    private readonly Vector256<ulong> _hasSmall;
    private readonly byte _noFlags;

    public FlowNumbers(FlowLayout layout)
    {
        var present = Array.Find(Fields, layout.Has);
        IsUsual = BitConverter.IsLittleEndian && layout.IsUsable && layout.Has(present);
        _start = Place(FlowField.Start, FlowField.End);
        _end = Place(FlowField.End, FlowField.Start);
        _packets = Place(FlowField.Packets, present);
        _bytes = Place(FlowField.Bytes, present);
        _sourcePort = Place(FlowField.SrcPort, present);
        _destinationPort = Place(FlowField.DstPort, present);
        _protocol = Place(FlowField.Protocol, present);
        _flags = Place(FlowField.TcpFlags, present);
        _hasSums = Vector256.Create(ulong.MaxValue, ulong.MaxValue, Has(FlowField.Packets), Has(FlowField.Bytes));
        _hasSmall = Vector256.Create(Has(FlowField.SrcPort), Has(FlowField.DstPort), Has(FlowField.Protocol), Has(FlowField.TcpFlags));
        _noFlags = layout.Has(FlowField.TcpFlags) ? (byte)0 : FlowRow.NoFlags;

        nint Place(FlowField field, FlowField other) => sizeof(int) * layout.Column(layout.Has(field) ? field : other);
        ulong Has(FlowField field) => layout.Has(field) ? ulong.MaxValue : 0;
    }

    /// <summary>Whether records of the layout have an usual form at all.</summary>
    public bool IsUsual { get; }

    /// <summary>False for a record that is not usual, whether it is one or not; what is no digit, or too large, is left to the vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ref byte buffer, ref int ends, ref FlowVectors vectors, ref FlowRow row)
    {
        var startLength = Length(ref ends, _start, out var startEnd);
        var endLength = Length(ref ends, _end, out var endEnd);
        var packetsLength = Length(ref ends, _packets, out var packetsEnd);
        var bytesLength = Length(ref ends, _bytes, out var bytesEnd);
        var sourceLength = Length(ref ends, _sourcePort, out var sourceEnd);
        var destinationLength = Length(ref ends, _destinationPort, out var destinationEnd);
        var protocolLength = Length(ref ends, _protocol, out var protocolEnd);
        var flagsLength = Length(ref ends, _flags, out var flagsEnd);
        // A length of 0 becomes the largest number here.
        var lengths = (packetsLength - 1) | (bytesLength - 1) | (sourceLength - 1) | (destinationLength - 1) | (protocolLength - 1) | (flagsLength - 1);
        if (lengths >= FlowVectors.MostDigits || ((startLength ^ TimeDigits) | (endLength ^ TimeDigits)) != 0)
            return false;
        var sums = vectors.Numbers(ref buffer, startEnd, 8, endEnd, 8, packetsEnd, packetsLength, bytesEnd, bytesLength) & _hasSums;
        var small = vectors.Numbers(ref buffer, sourceEnd, sourceLength, destinationEnd, destinationLength, protocolEnd, protocolLength, flagsEnd, flagsLength) & _hasSmall;
        vectors.Limit(small, Vector256.Create(ushort.MaxValue, ushort.MaxValue, byte.MaxValue, (ulong)byte.MaxValue));
        var bad = 0u;
        var start = FlowVectors.Beginning(ref buffer, startEnd - TimeDigits, ref bad) + sums[0];
        var end = FlowVectors.Beginning(ref buffer, endEnd - TimeDigits, ref bad) + sums[1];
        if ((bad & FlowVectors.BadBeginning) != 0 || (start | end) > uint.MaxValue)
            return false;
        row.SetTimes((uint)start, (uint)end);
        row.Packets = (long)sums[2];
        row.Bytes = (long)sums[3];
        row.SourcePort = (ushort)small[0];
        row.DestinationPort = (ushort)small[1];
        row.Protocol = (byte)small[2];
        row.TcpFlags = (byte)((uint)small[3] | _noFlags);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Length(ref int ends, nint place, out int end)
    {
        end = Unsafe.AddByteOffset(ref ends, place);
        return (uint)(end - Unsafe.AddByteOffset(ref ends, place - sizeof(int)) - 1);
    }
}
