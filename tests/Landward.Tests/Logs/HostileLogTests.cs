using System.IO.Compression;
using System.Text;
using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class HostileLogTests
{
    private const int Megabyte = 1024 * 1024;
    private const string First = """{"eventID":"first","eventSource":"iam.amazonaws.com","eventName":"CreateUser"}""";
    private const string Last = """{"eventID":"last","eventSource":"iam.amazonaws.com","eventName":"CreateUser"}""";

    public static TheoryData<string, string, byte, string, string> Floods => new()
    {
        { "LW3506", First + "\n{\"eventID\":\"", (byte)'x', "\"}\n", Last },
        { "LW3506", "[" + First + ",{\"eventID\":\"", (byte)'x', "\"},", Last + "]" },
        { "LW3506", "[" + First + ",{\"eventID\":", (byte)' ', "1},", Last + "]" },
        { "LW3505", First + "\n", 0, "\n", Last },
        { "LW3505", First + "\n", (byte)'"', "\n", Last },
        { "LW3505", First + "\n{\"a\":", (byte)'[', "\n", Last },
        { "LW3505", "[" + First + ",{\"a\":1 \"", (byte)'x', "\"},", Last + "]" },
        { "", First + "\n", (byte)'\n', "", Last },
        { "", "[" + First, (byte)',', "", Last + "]" },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Two_hundred_megabytes_of_anything_are_passed_over_in_bounded_memory(string code, string before, byte filler, string after, string end)
    {
        foreach (var compressed in new[] { false, true })
        {
            // Compressing takes longer than reading.
            var length = compressed ? 20 * LongSuite.Times(1) : 200;
            var stream = new FloodStream(Encoding.UTF8.GetBytes(before), filler, length * (long)Megabyte, Encoding.UTF8.GetBytes(after + end));
            var (ids, codes, allocated) = await ReadAsync(compressed ? new MemoryStream(Compress(stream)) : stream);
            ids.ShouldBe(["first", "last"]);
            codes.Distinct().ShouldBe(code.Length == 0 ? [] : [code]);
            allocated.ShouldBeLessThan(120L * Megabyte);
        }
    }

    [Fact]
    public async Task Gzip_bomb_of_many_members_is_read_to_its_end()
    {
        var zeros = Compress(new FloodStream([], 0, 64L * Megabyte, []));
        var bomb = new MemoryStream();
        bomb.Write(Compress(new MemoryStream(Encoding.UTF8.GetBytes(First))));
        for (var i = 0; i < LongSuite.Times(4); i++)
            bomb.Write(zeros);
        bomb.Write(Compress(new MemoryStream(Encoding.UTF8.GetBytes("\n" + Last))));
        bomb.Position = 0;
        var (ids, codes, allocated) = await ReadAsync(bomb);
        ids.ShouldBe(["first", "last"]);
        codes.ShouldBe(["LW3505"]);
        allocated.ShouldBeLessThan(16L * Megabyte);
    }

    [Fact]
    public async Task A_million_problems_cost_no_memory()
    {
        var line = Encoding.UTF8.GetBytes("{]\n");
        var text = new byte[line.Length * 1_000_000];
        for (var at = 0; at < text.Length; at += line.Length)
            line.CopyTo(text, at);
        var (_, codes, allocated) = await ReadAsync(new MemoryStream(text));
        codes.Count.ShouldBe(21);
        codes[^1].ShouldBe("LW3510");
        allocated.ShouldBeLessThan(8L * Megabyte);
    }

    [Fact]
    public async Task Corrupt_gzip_never_gives_an_event_that_is_no_json()
    {
        var random = new Random(LongSuite.Seed);
        var whole = Compress(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 200).Select(n => First.Replace("first", $"{random.NextInt64()}", StringComparison.Ordinal))))));
        for (var i = 0; i < LongSuite.Times(200); i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            // ReadAsync parses every event as a document.
            var (ids, codes, _) = await ReadAsync(new MemoryStream(damaged));
            ids.Count.ShouldBeLessThanOrEqualTo(200);
            (ids.Count == 200 || codes.Count > 0).ShouldBeTrue($"seed {LongSuite.Seed}, case {i}");
        }
    }

    [Fact]
    public async Task One_reader_reads_log_after_log_as_new_readers_do()
    {
        var logs = new[]
        {
            Encoding.UTF8.GetBytes(First),
            Compress(new MemoryStream(Encoding.UTF8.GetBytes($"[{First},{Last}]")))[..60],
            Encoding.UTF8.GetBytes($"{{\"Records\":[{First},{{\"a\":\""),
            "MIT License"u8.ToArray(),
            Encoding.UTF8.GetBytes($"[{First},\"x\",{new string('[', 300)}"),
            Compress(new FloodStream(Encoding.UTF8.GetBytes($"{First}\n{{\"a\":\""), (byte)'x', 20L * Megabyte, Encoding.UTF8.GetBytes($"\"}}\n{Last}"))),
            [],
            Encoding.UTF8.GetBytes($"\uFEFF{First}\n{Last}"),
        };
        await using var reader = new CloudTrailReader();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            for (var i = 0; i < logs.Length; i++)
            {
                reader.Reset(Source(new MemoryStream(logs[i]), $"{i}"));
                await using var fresh = new CloudTrailReader(Source(new MemoryStream(logs[i]), $"{i}"));
                (await ReadAsync(reader)).ShouldBe(await ReadAsync(fresh));
                reader.Opened.ShouldBe(fresh.Opened);
                reader.Diagnostics.ShouldBe(fresh.Diagnostics);
            }
        }
    }

    private static LogSource Source(Stream stream, string origin) => new(origin, _ => Task.FromResult(stream), Expected: origin != "3");

    private static async Task<(List<string> Ids, List<string> Codes, long Allocated)> ReadAsync(Stream stream)
    {
        await using var reader = new CloudTrailReader(Source(stream, "logs/hostile.json"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var ids = await ReadAsync(reader);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        reader.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Detail.Contains("`logs/hostile.json`"));
        return (ids, [.. reader.Diagnostics.Select(diagnostic => diagnostic.Code)], allocated);
    }

    private static async Task<List<string>> ReadAsync(CloudTrailReader reader)
    {
        var ids = new List<string>();
        while (reader.TryRead() || await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            reader.Current.Root.GetProperty("eventName").GetString().ShouldNotBeNull();
            ids.Add(reader.Current.Text(CloudTrailField.EventId) ?? "");
        }
        return ids;
    }

    private static byte[] Compress(Stream content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            content.CopyTo(gzip);
        return target.ToArray();
    }

    /// <summary>A beginning, many bytes alike, an end.</summary>
    private sealed class FloodStream(byte[] before, byte filler, long length, byte[] after) : MemoryStream
    {
        private long _at;

        public override long Position => _at;

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var (source, from) = _at < before.Length ? (before, _at)
                : _at < before.Length + length ? (null, 0)
                : (after, _at - before.Length - length);
            var left = source is null ? before.Length + length - _at : source.Length - from;
            var count = (int)Math.Min(buffer.Length, left);
            if (source is null)
                buffer[..count].Fill(filler);
            else
                source.AsSpan((int)from, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void CopyTo(Stream destination, int bufferSize)
        {
            var buffer = new byte[Megabyte];
            for (var count = Read(buffer); count > 0; count = Read(buffer))
                destination.Write(buffer.AsSpan(0, count));
        }
    }
}
