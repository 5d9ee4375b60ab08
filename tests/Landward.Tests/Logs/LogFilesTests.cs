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
}
