using System.IO.Compression;
using Landward.Logs;

namespace Landward.Tests.Logs.Gzip;

/// <summary>The decoder beside the one of the runtime, which is zlib.</summary>
public sealed class GzipDecoderTests
{
    [Fact]
    public void Content_is_that_of_zlib_however_it_was_compressed_and_in_whatever_pieces_it_comes()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(150); i++)
        {
            var content = GzipContents.Next(random, longest: random.Next(4) == 0 ? 400_000 : 5_000);
            var file = GzipContents.Compress(random, content);
            foreach (var piece in new[] { 1, random.Next(2, 3_000), int.MaxValue })
            {
                var (bytes, failed) = Read(file, piece, random);
                failed.ShouldBeFalse($"seed {LongSuite.Seed}, case {i}");
                bytes.AsSpan().SequenceEqual(content).ShouldBeTrue($"seed {LongSuite.Seed}, case {i}");
            }
        }
    }

    [Fact]
    public void File_that_ends_anywhere_is_damaged_and_what_zlib_reads_before_is_read()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(6); i++)
        {
            var file = GzipContents.Compress(random, GzipContents.Next(random, 2_000));
            for (var length = 2; length < file.Length; length++)
                ShouldBeAlike(file[..length], random, $"seed {LongSuite.Seed}, case {i}, length {length}");
        }
    }

    [Fact]
    public void Damaged_files_are_refused_when_zlib_refuses_them()
    {
        var random = new Random(LongSuite.Seed);
        for (var i = 0; i < LongSuite.Times(1_500); i++)
        {
            var file = GzipContents.Compress(random, GzipContents.Next(random, 1_500));
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            file[0] = 0x1F;
            file[1] = 0x8B;
            ShouldBeAlike(file, random, $"seed {LongSuite.Seed}, case {i}");
        }
    }

    [Fact]
    public void Random_blocks_are_read_as_zlib_reads_them()
    {
        var random = new Random(LongSuite.Seed);
        byte[] header = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3];
        for (var i = 0; i < LongSuite.Times(3_000); i++)
        {
            var blocks = new byte[random.Next(1, 200)];
            random.NextBytes(blocks);
            // The first is of fixed codes or describes its own.
            blocks[0] = (byte)((blocks[0] & ~7) | (random.Next(1, 3) << 1) | random.Next(2));
            ShouldBeAlike([.. header, .. blocks], random, $"seed {LongSuite.Seed}, case {i}");
        }
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("00000000", false)]
    [InlineData("4D4954", false)]
    [InlineData("1F", true)]
    [InlineData("1F00", false)]
    [InlineData("1F8B", true)]
    [InlineData("1F8B09000000000000030300", true)]
    [InlineData("1F8B08E00000000000030300", true)]
    [InlineData("1F8B080000000000000303000100000000000000", true)]
    [InlineData("1F8B080000000000000303000000000001000000", true)]
    [InlineData("1F8B08000000000000030300000000000000000021", false)]
    public void What_follows_a_member_is_another_or_passed_over(string after, bool fails)
    {
        var random = new Random(LongSuite.Seed);
        byte[] file = [.. GzipContents.Compress(random, "content"u8.ToArray()), .. Convert.FromHexString(after)];
        var (bytes, failed) = Read(file, int.MaxValue, random);
        bytes.ShouldBe("content"u8.ToArray());
        failed.ShouldBe(fails);
        (bytes, failed) = Read(file, 1, random);
        bytes.ShouldBe("content"u8.ToArray());
        failed.ShouldBe(fails);
        Reference(file).Failed.ShouldBe(fails);
    }

    private static void ShouldBeAlike(byte[] file, Random random, string because)
    {
        var (bytes, failed) = Read(file, random.Next(2) == 0 ? int.MaxValue : random.Next(1, 100), random);
        var (expected, expectedToFail) = Reference(file);
        failed.ShouldBe(expectedToFail, because);
        // Zlib forgets what it has uncompressed of a piece in which it meets the damage.
        (failed ? bytes.AsSpan().StartsWith(expected) : bytes.AsSpan().SequenceEqual(expected)).ShouldBeTrue(because);
    }

    /// <summary>What comes out of the stream, byte by byte or many at once, or straight into a buffer.</summary>
    private static (byte[] Bytes, bool Failed) Read(byte[] file, int piece, Random random)
    {
        using var stream = new LogStream(new PieceStream(file, piece), length: null, isSynchronous: true);
        var target = new MemoryStream();
        var isAppending = random.Next(2) == 0;
        var buffer = new byte[isAppending ? 1_100_000 : random.Next(1, 5_000)];
        var end = 0;
        try
        {
            for (var count = -1; count != 0;)
            {
                count = isAppending
                    ? stream.AppendAsync(buffer, end, Math.Min(end + random.Next(1, 70_000), buffer.Length - LogInput.Slack), CancellationToken.None).AsTask().GetAwaiter().GetResult()
                    : stream.Read(buffer);
                target.Write(buffer.AsSpan(end, count));
                if (!isAppending)
                    continue;
                end += count;
                if (end > buffer.Length - 100_000)
                {
                    buffer.AsSpan(end - LogInput.Window, LogInput.Window).CopyTo(buffer);
                    end = LogInput.Window;
                }
            }
            return (target.ToArray(), false);
        }
        catch (InvalidDataException)
        {
            return (target.ToArray(), true);
        }
    }

    private static (byte[] Bytes, bool Failed) Reference(byte[] file)
    {
        var target = new MemoryStream();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
            gzip.CopyTo(target, 1);
            return (target.ToArray(), false);
        }
        catch (InvalidDataException)
        {
            return (target.ToArray(), true);
        }
    }

    /// <summary>A file that is read in small pieces.</summary>
    private sealed class PieceStream(byte[] file, int piece) : MemoryStream(file)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
    }
}
