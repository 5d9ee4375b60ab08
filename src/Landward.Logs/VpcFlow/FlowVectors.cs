using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Several decimal numbers, or the octets of two IPv4 addresses, at once. Digits are added up in pairs, fours and eights, as Wojciech Muła
/// describes it ("SIMD-ized faster parse of IPv4 addresses", "Parsing series of integers with SIMD"). What is no digit is gathered in
/// <see cref="IsBad"/> and asked for once a row.
/// </summary>
internal ref struct FlowVectors
{
    /// <summary>The most digits of a number.</summary>
    public const int MostDigits = 8;

    /// <summary>The bits that <see cref="Beginning"/> sets where something is no digit.</summary>
    public const uint BadBeginning = 0x8080;

    /// <summary>Maps the 81 possible places of the dots and the end of an IPv4 address to 256 different slots (found by trial).</summary>
    private const uint Multiplier = 0x372DA969;

    private const uint Unit = 100_000_000;

    /// <summary>From place n on: a mask that keeps the last n bytes of 8.</summary>
    private static ReadOnlySpan<byte> LastBytes => [0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255];

    /// <summary>The places of dots and end that a slot stands for; 0 where it stands for none.</summary>
    private static readonly ushort[] Places = new ushort[256];

    /// <summary>For each slot where the digits of an address go: each octet as three digits and a zero.</summary>
    private static readonly byte[] Spread = new byte[256 * 16];

    /// <summary>The highest bit of some byte is set when something was no digit or too large.</summary>
    private Vector256<byte> _bad;

    static FlowVectors()
    {
        Span<int> lengths = stackalloc int[4];
        for (var number = 0; number < 81; number++)
        {
            for (var (i, rest) = (0, number); i < 4; i++, rest /= 3)
                lengths[i] = 1 + (rest % 3);
            var (places, end) = (0u, -1);
            foreach (var length in lengths)
                places |= 1u << (end += length + 1);
            var slot = (int)Slot(places);
            Places[slot] = (ushort)places;
            var spread = Spread.AsSpan(slot * 16, 16);
            // Nothing is at place 255, and a digit that is not there is a zero.
            spread.Fill(255);
            end = -1;
            for (var i = 0; i < 4; i++)
            {
                end += lengths[i] + 1;
                for (var digit = 0; digit < lengths[i]; digit++)
                    spread[(i * 4) + 2 - digit] = (byte)(end - 1 - digit);
            }
        }
    }

    public readonly bool IsBad => _bad.ExtractMostSignificantBits() != 0;

    /// <summary>Four numbers of 1 to 8 digits. The buffer is readable for 8 bytes before their ends.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<ulong> Numbers(ref byte buffer, int end0, uint length0, int end1, uint length1, int end2, uint length2, int end3, uint length3)
    {
        ref var masks = ref MemoryMarshal.GetReference(LastBytes);
        var text = Vector256.Create(Word(ref buffer, end0 - 8), Word(ref buffer, end1 - 8), Word(ref buffer, end2 - 8), Word(ref buffer, end3 - 8)).AsByte();
        var kept = Vector256.Create(Word(ref masks, (int)length0), Word(ref masks, (int)length1), Word(ref masks, (int)length2), Word(ref masks, (int)length3)).AsByte();
        var digits = (text ^ Vector256.Create((byte)'0')) & kept;
        Check(digits);
        // Pairs, fours, eights, of which the lower half of each 64 bits times 10,000 and the upper half as it is.
        var pairs = digits.AsUInt16();
        pairs = ((pairs & Vector256.Create((ushort)0xFF)) * Vector256.Create((ushort)10)) + Vector256.ShiftRightLogical(pairs, 8);
        var fours = pairs.AsUInt32();
        fours = ((fours & Vector256.Create(0xFFFFu)) * Vector256.Create(100u)) + Vector256.ShiftRightLogical(fours, 16);
        var eights = (fours * Vector256.Create(0x0000_0001_0000_2710ul).AsUInt32()).AsUInt64();
        return (eights & Vector256.Create(0xFFFF_FFFFul)) + Vector256.ShiftRightLogical(eights, 32);
    }

    /// <summary>None may be larger than what stands in its place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Limit(Vector256<ulong> numbers, Vector256<ulong> most) => _bad |= Vector256.GreaterThan(numbers.AsInt64(), most.AsInt64()).AsByte();

    /// <summary>The value of the first two of ten digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Beginning(ref byte buffer, int start, ref uint bad)
    {
        var digits = (uint)Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref buffer, start)) ^ 0x3030;
        bad |= (digits + 0x7676) | digits;
        return (((digits & 0xFF) * 10) + (digits >> 8)) * (ulong)Unit;
    }

    /// <summary>Two IPv4 addresses; false when one is something else. The buffer is readable for 16 bytes after their starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAddresses(ref byte buffer, int start0, int length0, int start1, int length1, out uint first, out uint second)
    {
        var text0 = Vector128.LoadUnsafe(ref buffer, (nuint)start0);
        var text1 = Vector128.LoadUnsafe(ref buffer, (nuint)start1);
        var places0 = PlacesOf(text0, length0);
        var places1 = PlacesOf(text1, length1);
        var (slot0, slot1) = (Slot(places0), Slot(places1));
        (first, second) = (0, 0);
        // A slot is a byte.
        ref var places = ref MemoryMarshal.GetArrayDataReference(Places);
        if (((Unsafe.Add(ref places, slot0) ^ places0) | (Unsafe.Add(ref places, slot1) ^ places1)) != 0)
            return false;
        ref var spread = ref MemoryMarshal.GetArrayDataReference(Spread);
        var zeros = Vector128.Create((byte)'0');
        var digits = Vector256.Create(
            Vector128.ShuffleNative(text0 ^ zeros, Vector128.LoadUnsafe(ref spread, slot0 * 16)),
            Vector128.ShuffleNative(text1 ^ zeros, Vector128.LoadUnsafe(ref spread, slot1 * 16)));
        Check(digits);
        // Bytes h, t, o and 0 of each octet: pairs h * 10 + t and o, then the octet.
        var pairs = digits.AsUInt16();
        var tens = (pairs & Vector256.Create((ushort)0xFF)) * Vector256.Create(0x0001_000Au).AsUInt16();
        pairs = tens + Vector256.ShiftRightLogical(pairs, 8);
        var octets = pairs.AsUInt32();
        octets = ((octets & Vector256.Create(0xFFFFu)) * Vector256.Create(10u)) + Vector256.ShiftRightLogical(octets, 16);
        _bad |= Vector256.GreaterThan(octets.AsInt32(), Vector256.Create(255)).AsByte();
        first = Packed(octets.GetLower());
        second = Packed(octets.GetUpper());
        return true;
    }

    /// <summary>Above 9 either the sum with 118 or the byte itself has the highest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Check(Vector256<byte> digits) => _bad |= (digits + Vector256.Create((byte)118)) | digits;

    /// <summary>A bit for each dot and for the end of an address of less than 16 bytes; too many bits for anything longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint PlacesOf(Vector128<byte> text, int length)
    {
        var dots = Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var end = 1u << Math.Min(length, 31);
        return (dots & (end - 1)) | end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Slot(uint places) => places * Multiplier >> 24;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Packed(Vector128<uint> octets) =>
        Vector128.ShuffleNative(octets.AsByte(), Vector128.Create((byte)12, 8, 4, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)).AsUInt32().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte buffer, int position) => Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref buffer, position));
}
