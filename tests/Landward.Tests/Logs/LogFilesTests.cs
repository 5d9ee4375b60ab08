using System.IO.Compression;
using System.Text;
using Landward.Logs;

namespace Landward.Tests.Logs;

public sealed class LogFilesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("landward-logs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Files_are_found_however_deep_and_in_the_order_of_their_names()
    {
        var deep = Path.Combine(_root, "AWSLogs/o-1/111122223333/CloudTrail/eu-west-1/2026/01/01");
        Directory.CreateDirectory(deep);
        Directory.CreateDirectory(Path.Combine(_root, "AWSLogs/o-1/111122223333/CloudTrail-Digest/eu-west-1"));
        File.WriteAllText(Path.Combine(deep, "b.json.gz"), "");
        File.WriteAllText(Path.Combine(deep, "a.json"), "");
        File.WriteAllText(Path.Combine(_root, "README"), "");
        File.WriteAllText(Path.Combine(_root, "AWSLogs/o-1/111122223333/CloudTrail-Digest/eu-west-1/d.json.gz"), "");

        var (sources, diagnostics) = LogFiles.Find([_root, Path.Combine(deep, "a.json")]);

        diagnostics.ShouldBeEmpty();
        sources.Select(source => Path.GetFileName(source.Origin)).ShouldBe(["a.json", "b.json.gz", "README"]);
        sources.Single(source => source.Origin.EndsWith("README", StringComparison.Ordinal)).Expected.ShouldBeFalse();
    }

    [Fact]
    public void Missing_path_is_a_diagnostic_and_the_others_are_found()
    {
        File.WriteAllText(Path.Combine(_root, "a.json"), "");
        var (sources, diagnostics) = LogFiles.Find([Path.Combine(_root, "nowhere"), _root]);
        sources.Length.ShouldBe(1);
        diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3502");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 400)]
    [InlineData(true, 400)]
    public async Task A_file_is_read_to_its_end_whether_it_is_as_long_as_when_it_was_found_or_not(bool compressed, int count)
    {
        var random = new Random(LongSuite.Seed);
        foreach (var change in new[] { 0, 1, -1 })
        {
            var path = Path.Combine(_root, $"log{change}.json");
            var found = count + (change < 0 ? 1 : 0);
            File.WriteAllBytes(path, Content(found, compressed, random));
            var source = LogFiles.Find([_root]).Sources.Single(source => source.Origin == path);
            if (change > 0)
                File.AppendAllText(path, Encoding.Latin1.GetString(Content(1, compressed, random)), Encoding.Latin1);
            else if (change < 0)
                File.WriteAllBytes(path, Content(count, compressed, random));
            await using var reader = new CloudTrailReader(source);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
            }
            reader.EventsRead.ShouldBe(count + Math.Max(0, change));
            reader.Diagnostics.ShouldBeEmpty();
        }
    }

    /// <summary>Events that do not compress to nothing.</summary>
    private static byte[] Content(int events, bool compressed, Random random)
    {
        var text = string.Concat(Enumerable.Range(0, events).Select(_ => $"{{\"eventSource\":\"s\",\"eventName\":\"n\",\"eventID\":\"{Convert.ToHexString(RandomBytes(random))}\"}}\n"));
        var bytes = Encoding.UTF8.GetBytes(text);
        if (!compressed)
            return bytes;
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return target.ToArray();
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[200];
        random.NextBytes(bytes);
        return bytes;
    }
}
