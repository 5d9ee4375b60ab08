using System.IO.Compression;
using System.Text;
using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class LogContentTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("landward-content-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(LogFormat.CloudTrail, "{\"Records\":[{\"eventSource\":\"s\"}]}")]
    [InlineData(LogFormat.CloudTrail, "")]
    [InlineData(LogFormat.ResolverQuery, "\uFEFF {\"version\":\"1.1\",\"query_name\":\"example.com.\"}")]
    [InlineData(LogFormat.VpcFlow, "version account-id interface-id srcaddr dstaddr\n")]
    [InlineData(LogFormat.VpcFlow, "2 111122223333 eni-1 10.0.0.1 10.0.0.2 1 2 6 1 1 1 1 ACCEPT OK\n")]
    public async Task Format_is_told_by_content_and_the_content_is_whole(LogFormat format, string start)
    {
        var text = start + new string(' ', 10_000);
        foreach (var compressed in new[] { false, true })
        {
            var path = Path.Combine(_root, $"{compressed}");
            await File.WriteAllBytesAsync(path, compressed ? Gzip(text) : Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
            foreach (var source in new[] { LogSource.File(path), new LogSource(path, _ => Task.FromResult<Stream>(File.OpenRead(path))) })
            {
                await using var content = await LogContent.OpenAsync(source, TestContext.Current.CancellationToken);
                content.Format.ShouldBe(format);
                using var reader = new StreamReader(await content.Source.Open(TestContext.Current.CancellationToken), new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
                (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe(text);
            }
        }
    }

    [Fact]
    public async Task File_that_cannot_be_opened_is_a_diagnostic_of_the_reader()
    {
        await using var content = await LogContent.OpenAsync(LogSource.File(Path.Combine(_root, "none")), TestContext.Current.CancellationToken);
        await using var reader = new CloudTrailReader(content.Source);
        (await reader.ReadAsync(TestContext.Current.CancellationToken)).ShouldBeFalse();
        reader.Opened.ShouldBeFalse();
        reader.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3501");
    }

    [Fact]
    public async Task Events_before_damage_among_the_first_bytes_are_read()
    {
        var path = Path.Combine(_root, "a.gz");
        var text = string.Join('\n', Enumerable.Range(0, 20).Select(n => $$"""{"eventID":"{{n}}","eventSource":"s","eventName":"n"}"""));
        await File.WriteAllBytesAsync(path, Gzip(text)[..^6], TestContext.Current.CancellationToken);
        await using var content = await LogContent.OpenAsync(LogSource.File(path), TestContext.Current.CancellationToken);
        await using var reader = new CloudTrailReader(content.Source);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }
        reader.EventsRead.ShouldBe(20);
        reader.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3504");
    }

    [Fact]
    public async Task Content_that_nobody_reads_is_closed()
    {
        var stream = new MemoryStream("{}"u8.ToArray());
        await (await LogContent.OpenAsync(new LogSource("x", _ => Task.FromResult<Stream>(stream)), TestContext.Current.CancellationToken)).DisposeAsync();
        stream.CanRead.ShouldBeFalse();
    }

    private static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
