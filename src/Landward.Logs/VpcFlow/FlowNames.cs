using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Landward.Logs.VpcFlow;

/// <summary>
/// Names of a log as numbers of 64 bits, under secrets of the process: equal for equal names, and nobody can write names that get the same
/// number. The buffer has at least 8 readable bytes after every name.
/// </summary>
internal static class FlowNames
{
    private static readonly (ulong A, ulong B, ulong C, ulong D) Secrets = (Word(), Word(), Word(), Word());

    public static ulong Hash(ref byte buffer, int start, int end)
    {
        var length = end - start;
        ref var first = ref Unsafe.Add(ref buffer, start);
        if (length <= 8)
        {
            var word = length == 0 ? 0 : Read(ref first, 0) << (8 * (8 - length));
            return Fold(word ^ Secrets.A, (ulong)length ^ Secrets.B);
        }
        var hash = (ulong)length;
        for (var position = 0; position < length - 16; position += 16)
            hash = Fold(Read(ref first, position) ^ Secrets.A ^ hash, Read(ref first, position + 8) ^ Secrets.B);
        // The last 16 bytes, or all of them; words may overlap.
        return Fold(Read(ref first, Math.Max(0, length - 16)) ^ Secrets.C ^ hash, Read(ref first, length - 8) ^ Secrets.D);
    }

    public static ulong Combine(ulong first, ulong second) => Fold(first ^ Secrets.A, second ^ Secrets.D);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Read(ref byte first, int position)
    {
        var word = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, position));
        return BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Fold(ulong x, ulong y) => Math.BigMul(x, y, out var low) ^ low;

    private static ulong Word() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
}
