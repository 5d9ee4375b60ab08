using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.S3;

/// <summary>Content-MD5 and the additional checksums of S3 writes: what the caller claims is computed again, wrong ones are refused.</summary>
internal static class ObjectChecksums
{
    private static readonly ulong[] Crc32 = Table(0xEDB88320);
    private static readonly ulong[] Crc32C = Table(0x82F63B78);
    private static readonly ulong[] Crc64Nvme = Table(0x9A6C9329AC4BC9B5);

    private static readonly (string Member, Func<byte[], byte[]> Compute)[] Algorithms =
    [
        ("ChecksumCRC32", content => Crc(content, Crc32, 4)),
        ("ChecksumCRC32C", content => Crc(content, Crc32C, 4)),
        ("ChecksumCRC64NVME", content => Crc(content, Crc64Nvme, 8)),
#pragma warning disable CA5350 // SHA-1 is one of the checksums S3 offers; nothing secret depends on it.
        ("ChecksumSHA1", SHA1.HashData),
#pragma warning restore CA5350
        ("ChecksumSHA256", SHA256.HashData),
    ];

    public static IEnumerable<string> Members => Algorithms.Select(algorithm => algorithm.Member);

    /// <summary>The entity tag of content: its MD5 in hexadecimal, in quotes.</summary>
    public static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(Md5(content))}\"";

    /// <summary>Checks Content-MD5 and every checksum the input carries, and copies the checksums to the document.</summary>
    public static void Verify(JsonObject input, byte[] content, JsonObject document)
    {
        if (input.Text("ContentMD5") is { } md5 && md5 != Convert.ToBase64String(Md5(content)))
            throw new AwsErrorException("BadDigest", "The Content-MD5 you specified did not match what we received.", 400);
        foreach (var (member, compute) in Algorithms)
        {
            if (input.Text(member) is not { Length: > 0 } claimed)
                continue;
            if (claimed != Convert.ToBase64String(compute(content)))
                throw new AwsErrorException("BadDigest", $"The {member["Checksum".Length..]} you specified did not match the calculated checksum.", 400);
            document[member] = claimed;
        }
    }

    public static byte[] Md5(byte[] content)
    {
#pragma warning disable CA5351 // S3's entity tags are MD5; nothing secret depends on it.
        return MD5.HashData(content);
#pragma warning restore CA5351
    }

    private static byte[] Crc(byte[] content, ulong[] table, int width)
    {
        var all = width == 8 ? ulong.MaxValue : uint.MaxValue;
        var value = all;
        foreach (var octet in content)
            value = table[(byte)(value ^ octet)] ^ (value >> 8);
        value ^= all;
        var bytes = new byte[width];
        for (var index = 0; index < width; index++)
            bytes[index] = (byte)(value >> (8 * (width - 1 - index)));
        return bytes;
    }

    private static ulong[] Table(ulong reflectedPolynomial)
    {
        var table = new ulong[256];
        for (var index = 0; index < 256; index++)
        {
            var value = (ulong)index;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ reflectedPolynomial : value >> 1;
            table[index] = value;
        }
        return table;
    }
}
