using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Landward.Logs.Gzip;

namespace Landward.Tests.Logs.Gzip;

/// <summary>Random contents, and gzip files of them, by compressors with different habits.</summary>
internal static class GzipContents
{
    private static readonly CompressionLevel[] Levels = Enum.GetValues<CompressionLevel>();

    public static byte[] Next(Random random, int longest)
    {
        var bytes = new byte[random.Next(longest)];
        switch (random.Next(6))
        {
            case 0:
                // What cannot be compressed is stored.
                random.NextBytes(bytes);
                break;
            case 1:
                bytes.AsSpan().Fill((byte)random.Next(256));
                break;
            case 2:
                // A few letters: codes of one or two bits, matches of every distance.
                foreach (ref var value in bytes.AsSpan())
                    value = (byte)"ab\"\0"[random.Next(random.Next(1, 4))];
                break;
            case 3:
                // Skewed, so that some codes are as long as they can be.
                foreach (ref var value in bytes.AsSpan())
                    value = (byte)Math.Min(255, -Math.Log2(1 - random.NextDouble()) * 9);
                break;
            case 4:
                Repeat(random, bytes);
                break;
            default:
                Log(random, bytes);
                break;
        }
        return bytes;
    }

    /// <summary>A file of a member or several, each by any level; some with names, comments, extras and a checksum of their own.</summary>
    public static byte[] Compress(Random random, byte[] content)
    {
        var file = new MemoryStream();
        var rest = content.AsSpan();
        do
        {
            var member = random.Next(3) == 0 ? rest[..random.Next(rest.Length + 1)] : rest;
            file.Write(Member(random, member));
            rest = rest[member.Length..];
        }
        while (!rest.IsEmpty);
        return file.ToArray();
    }

    private static byte[] Member(Random random, ReadOnlySpan<byte> content)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, Levels[random.Next(Levels.Length)], leaveOpen: true))
        {
            while (!content.IsEmpty)
            {
                // A flush ends a block, with an empty stored one.
                var part = random.Next(4) == 0 ? content[..random.Next(1, content.Length + 1)] : content;
                gzip.Write(part);
                content = content[part.Length..];
                if (random.Next(2) == 0)
                    gzip.Flush();
            }
        }
        var member = target.ToArray();
        // A compressor that was given nothing writes no member.
        if (member.Length == 0)
            member = Convert.FromHexString("1F8B08000000000000030300" + "0000000000000000");
        return random.Next(3) == 0 ? WithHeader(random, member) : member;
    }

    private static byte[] WithHeader(Random random, byte[] member)
    {
        var header = new MemoryStream();
        var flags = random.Next(32);
        header.Write(member.AsSpan(0, 3));
        header.WriteByte((byte)flags);
        header.Write(member.AsSpan(4, 6));
        if ((flags & 4) != 0)
        {
            var extra = new byte[random.Next(3) == 0 ? random.Next(5_000) : random.Next(3)];
            random.NextBytes(extra);
            Span<byte> length = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)extra.Length);
            header.Write(length);
            header.Write(extra);
        }
        foreach (var flag in new[] { 8, 16 })
        {
            if ((flags & flag) != 0)
                header.Write(Encoding.Latin1.GetBytes(new string('n', random.Next(3) == 0 ? random.Next(5_000) : 1) + "\0"));
        }
        if ((flags & 2) != 0)
        {
            Span<byte> checksum = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16LittleEndian(checksum, (ushort)Crc32.AppendByTable(0, header.ToArray()));
            header.Write(checksum);
        }
        return [.. header.ToArray(), .. member.AsSpan(10)];
    }

    private static void Repeat(Random random, byte[] bytes)
    {
        random.NextBytes(bytes);
        for (var at = 1; at < bytes.Length;)
        {
            var length = Math.Min(random.Next(1, 400), bytes.Length - at);
            var distance = random.Next(1, Math.Min(at, random.Next(2) == 0 ? 70 : 33_000) + 1);
            for (var end = at + length; at < end; at++)
                bytes[at] = bytes[at - distance];
            at += random.Next(20);
        }
    }

    private static void Log(Random random, byte[] bytes)
    {
        var text = new StringBuilder();
        while (text.Length < bytes.Length)
            text.Append("{\"eventID\":\"").Append(random.NextInt64().ToString("x16", null)).Append("\",\"eventSource\":\"iam.amazonaws.com\",\"eventName\":\"Get").Append(random.Next(50)).Append("\"},\n");
        Encoding.ASCII.GetBytes(text.ToString(0, bytes.Length), bytes);
    }
}
