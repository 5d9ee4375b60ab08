using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Landward.Detection.Dns;

/// <summary>
/// 64-bit hashes of names, to count distinct ones without keeping them. Seeded anew in every process, because names are chosen by
/// attackers; only counts leave the process, never hashes.
/// </summary>
internal static class NameHash
{
    private static readonly ulong Seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static ulong Of(ReadOnlySpan<byte> name)
    {
        var hash = Seed ^ (ulong)name.Length;
        foreach (var character in name)
        {
            hash = (hash ^ character) * 0x9E3779B97F4A7C15;
            hash ^= hash >> 29;
        }
        hash *= 0xBF58476D1CE4E5B9;
        return hash ^ (hash >> 32);
    }
}
