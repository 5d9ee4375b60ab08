using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Names of a log as numbers of 64 bits, under secrets of the process: equal for equal names, and nobody can write names that get the same
/// number. The buffer has at least <see cref="Usual"/> readable bytes after the start of every name.
/// </summary>
internal static class FlowNames
{
    /// <summary>Names of accounts, interfaces and instances are no longer.</summary>
    private const int Usual = 32;

    private static readonly Vector256<ulong> Secrets = Vector256.Create(Word(), Word(), Word(), Word());
    private static readonly ulong OfLength = Word() | 1;

    /// <summary>From place 32 - n on: a mask that keeps the first n bytes of 32.</summary>
    private static ReadOnlySpan<byte> FirstBytes =>
    [
        255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>The number of the name between two places of the buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(ref byte buffer, int start, int end)
    {
        var length = end - start;
        return length <= Usual ? Block(ref buffer, start, length) ^ ((ulong)length * OfLength) : LongHash(ref buffer, start, length);
    }

    public static ulong Combine(ulong first, ulong second) => Fold(first ^ Secrets[0], second ^ Secrets[3]);

    /// <summary>Each block enters the next one.</summary>
    private static ulong LongHash(ref byte buffer, int start, int length)
    {
        var hash = (ulong)length * OfLength;
        for (var position = 0; position < length; position += Usual)
            hash = Combine(hash, Block(ref buffer, start + position, Math.Min(Usual, length - position)));
        return hash;
    }

    /// <summary>Up to 32 bytes: each word meets a secret before it is multiplied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Block(ref byte buffer, int start, int length)
    {
        var kept = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(FirstBytes), (nuint)(Usual - length));
        var words = (Vector256.LoadUnsafe(ref buffer, (nuint)start) & kept).AsUInt64() ^ Secrets;
        return Fold(words[0], words[1]) ^ Fold(words[2], words[3]);
    }

    /// <summary>The two halves of the product; without <c>out</c>, which goes through memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y) => (Bmi2.X64.IsSupported ? Bmi2.X64.MultiplyNoFlags(x, y) : Math.BigMul(x, y, out _)) ^ (x * y);

    private static ulong Word() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
