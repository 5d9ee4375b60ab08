using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class CloudTrailReaderTests
{
    private static readonly string[] ThreeIds = ["1", "2", "3"];

    [Theory]
    [InlineData("records", "{\"Records\":[%1,%2,%3]}")]
    [InlineData("records-not-first", "{\"x\":{\"y\":[1]},\"Records\" : [ %1 ,\n %2 , %3 ],\"z\":[{}]}")]
    [InlineData("array", " [%1,%2,%3] ")]
    [InlineData("lines", "%1\n%2\r\n%3")]
    [InlineData("files-concatenated", "{\"Records\":[%1]}{\"Records\":[%2,%3]}\n")]
    [InlineData("byte-order-mark", "\uFEFF%1\n%2\n%3\n")]
    public async Task Every_form_of_log_is_read_plain_and_compressed(string form, string template)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(form);
        var text = template.Replace("%1", Event("1"), StringComparison.Ordinal)
            .Replace("%2", Event("2"), StringComparison.Ordinal)
            .Replace("%3", Event("3"), StringComparison.Ordinal);
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(text), Gzip(text) })
        {
            var (ids, codes) = await ReadAsync(new MemoryStream(bytes));
            ids.ToArray().ShouldBe(ThreeIds);
            codes.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Pieces_of_any_size_give_the_same_events()
    {
        var text = "{\"Records\":[" + string.Join(',', Enumerable.Range(0, 50).Select(n => Event($"{n}"))) + "]}";
        foreach (var piece in new[] { 1, 7, 300, 1000 })
        {
            var (ids, codes) = await ReadAsync(new SlowStream(Encoding.UTF8.GetBytes(text), piece));
            ids.Count.ShouldBe(50);
            codes.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task What_reads_differently_than_it_is_written_does_not_disturb_what_gzip_copies_from_it()
    {
        const string half = "\\ud83d";
        var text = string.Join('\n', Enumerable.Range(0, 5_000).Select(n => Event($"{n}").Replace("\"eventSource\"", $"\"a\":\"{half}\",\"eventSource\"", StringComparison.Ordinal)));
        text.ShouldContain(half);
        await using var reader = new CloudTrailReader(Source(new MemoryStream(Gzip(text)), "x"));
        while (reader.TryRead() || await reader.ReadAsync(TestContext.Current.CancellationToken))
            reader.Current.Root.GetProperty("a").GetString().ShouldBe("\uFFFD");
        reader.EventsRead.ShouldBe(5_000);
        reader.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fields_are_picked_with_escapes_resolved_and_the_last_of_duplicates()
    {
        const string text = """
            {"eventID":"a","eventID":"b","eventSource":"iam.amazonaws.com","eventName":"Stop\u004cogging","errorCode":null,
             "userIdentity":{"type":"AssumedRole","arn":"arn:1","sessionContext":{"attributes":{"arn":"no"},"sessionIssuer":{"arn":"arn:2"}}},
             "requestParameters":{"eventName":"no"},"recipientAccountId":"111122223333"}
            """;
        await using var reader = new CloudTrailReader(Source(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x"));
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        reader.Current.Text(CloudTrailField.EventId).ShouldBe("b");
        reader.Current.Text(CloudTrailField.EventName).ShouldBe("StopLogging");
        reader.Current.Text(CloudTrailField.IdentityArn).ShouldBe("arn:1");
        reader.Current.Text(CloudTrailField.SessionIssuerArn).ShouldBe("arn:2");
        reader.Current.Text(CloudTrailField.ErrorCode).ShouldBeNull();
        reader.Current.Root.GetProperty("requestParameters").GetProperty("eventName").GetString().ShouldBe("no");
    }

    [Theory]
    [InlineData("LW3505", "{\"Records\":[%1,{\"eventID\":tru},%2,\"text\",7,[1,[2]],%3]}")]
    [InlineData("LW3505", "%1\n{\"eventID\":\nnot json at all\n%2\n%3\n")]
    [InlineData("LW3505", "%1\n{\"eventID\": \"no end\n%2\n%3\n")]
    [InlineData("LW3507", "[%1,{\"a\":1},%2,%3]")]
    [InlineData("LW3508", "[%1,%BAD,%2,%3]")]
    [InlineData("LW3505", "[%1,%DEEP,%2,%3]")]
    [InlineData("LW3506", "[%1,%HUGE,%2,%3]")]
    [InlineData("LW3506", "%1\n%HUGE\n%2\n%3")]
    [InlineData("LW3509", "{\"Records\":[%1,%2,%3,{\"eventID\":\"4\"")]
    [InlineData("LW3509", "%1\n%2\n%3\n{\"eventID\":\"4")]
    [InlineData("LW3509", "{\"Records\":[%1,%2,%3")]
    public async Task Damage_is_reported_and_everything_else_is_read(string code, string template)
    {
        var bytes = new List<byte>();
        foreach (var part in Regex.Split(template, "(?<mark>%[0-9A-Z]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)))
        {
            bytes.AddRange(part switch
            {
                "%BAD" => [.. "{\"eventSource\":\"s\",\"eventName\":\""u8, 0xFF, 0xFE, .. "\"}"u8],
                "%DEEP" => Encoding.UTF8.GetBytes($"{{\"eventSource\":{new string('[', 10_000)}{new string(']', 10_000)}}}"),
                "%HUGE" => Encoding.UTF8.GetBytes(Event(new string('x', 700_000))),
                ['%', var digit] => Encoding.UTF8.GetBytes(Event(digit.ToString())),
                _ => Encoding.UTF8.GetBytes(part),
            });
        }
        var (ids, codes) = await ReadAsync(new MemoryStream([.. bytes]), maxEventBytes: 300_000);
        ids.ShouldBe(ThreeIds);
        codes.ShouldContain(code);
        codes.ShouldAllBe(other => other == code);
    }

    [Fact]
    public async Task Truncated_gzip_gives_its_events_and_a_diagnostic_wherever_it_is_cut()
    {
        var random = new Random(20260101);
        var events = Enumerable.Range(0, 400).Select(n => Event($"{n}-{random.NextInt64()}")).ToArray();
        var whole = Gzip(string.Join('\n', events));
        foreach (var length in new[] { 3, 11, whole.Length / 3, whole.Length - 20, whole.Length - 8, whole.Length - 1 })
        {
            var (ids, codes) = await ReadAsync(new MemoryStream(whole[..length]));
            codes.ShouldBe(["LW3504"]);
            ids.Count.ShouldBeLessThanOrEqualTo(400);
        }
    }

    [Fact]
    public async Task Corrupt_gzip_is_reported()
    {
        var whole = Gzip(string.Join('\n', Enumerable.Range(0, 400).Select(n => Event($"{n}"))));
        whole[^6] ^= 0x55;
        var (_, codes) = await ReadAsync(new MemoryStream(whole));
        codes.ShouldBe(["LW3504"]);
    }

    [Fact]
    public async Task Many_problems_are_counted_not_listed()
    {
        var (_, codes) = await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("{]", 500)))));
        codes.Count.ShouldBe(21);
        codes[^1].ShouldBe("LW3510");
    }

    [Fact]
    public async Task File_that_was_only_found_and_is_no_json_is_passed_over()
    {
        await using var reader = new CloudTrailReader(Source(new MemoryStream("MIT License"u8.ToArray()), "LICENSE") with { Expected = false });
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        reader.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_that_fails_is_a_diagnostic()
    {
        var (_, codes) = await ReadAsync(new FailingStream());
        codes.ShouldBe(["LW3501"]);
    }

    private static LogSource Source(Stream stream, string origin) => new(origin, _ => Task.FromResult(stream));

    private static string Event(string id) =>
        $$$"""{"eventVersion":"1.08","eventID":"{{{id}}}","eventSource":"iam.amazonaws.com","eventName":"CreateUser","requestParameters":{"a":["}\"{",null,-1.5e3]}}""";

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    private static async Task<(List<string> Ids, List<string> Codes)> ReadAsync(Stream stream, int maxEventBytes = CloudTrailReader.DefaultMaxEventBytes)
    {
        var ids = new List<string>();
        await using var reader = new CloudTrailReader(Source(stream, "logs/one.json"), maxEventBytes);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            reader.Current.Root.TryGetProperty("eventName", out _).ShouldBeTrue();
            ids.Add(reader.Current.Text(CloudTrailField.EventId)!);
        }
        reader.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Detail.Contains("`logs/one.json`"));
        return (ids, [.. reader.Diagnostics.Select(diagnostic => diagnostic.Code)]);
    }

    private sealed class SlowStream(byte[] content, int piece) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, piece)], cancellationToken);
    }

    private sealed class FailingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("connection reset"));
    }
}
