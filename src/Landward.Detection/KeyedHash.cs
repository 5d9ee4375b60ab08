using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Landward.Detection;

/// <summary>
/// Hashes for tables of a process: folded multiplication under secrets of the process, two words at a time, the construction of wyhash
/// (Wang Yi, "A fast hash") and of Go's runtime. Whoever writes logs knows neither the secrets nor a hash, so texts that collide cannot be
/// chosen. Nothing that leaves the process depends on it.
/// </summary>
internal static class KeyedHash
{
    private static readonly ulong Seed = RandomWord();
    private static readonly ulong First = RandomWord();
    private static readonly ulong Second = RandomWord();
    private static readonly ulong Last = RandomWord();

    public static ulong Of(ReadOnlySpan<char> text, ulong context = 0) => Of(MemoryMarshal.AsBytes(text), context);

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong context = 0)
    {
        var state = Fold(context ^ Seed, (ulong)bytes.Length ^ Last);
        var rest = bytes;
        for (; rest.Length > 16; rest = rest[16..])
            state = Fold(Word(rest) ^ First, Word(rest[8..]) ^ state);
        var (low, high) = rest.Length >= 8
            ? (Word(rest), Word(rest[^8..]))
            : (Short(rest), 0UL);
        return Fold(Fold(low ^ Second, high ^ state) ^ Last, state ^ First);
    }

    /// <summary>Combines two numbers, one of which at least is a hash.</summary>
    public static ulong Combine(ulong hash, ulong other) => Fold(hash ^ First, other ^ Second);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);

    /// <summary>Up to seven bytes as a number; the length is hashed elsewhere.</summary>
    private static ulong Short(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]) << 32),
        > 0 => bytes[0] | ((ulong)bytes[bytes.Length / 2] << 8) | ((ulong)bytes[^1] << 16),
        _ => 0,
    };

    private static ulong RandomWord()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadUInt64LittleEndian(bytes);
    }
}
