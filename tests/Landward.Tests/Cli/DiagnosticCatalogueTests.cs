using System.Text.RegularExpressions;
using Landward.Cli.Output;

namespace Landward.Tests.Cli;

public partial class DiagnosticCatalogueTests
{
    [Fact]
    public void Every_code_used_in_the_source_is_explained_and_every_explained_code_is_used()
    {
        var used = Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Find(), "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => CodeLiteral().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        DiagnosticCatalogue.Load().Keys.ShouldBe(used, ignoreOrder: true);
    }

    [Fact]
    public void Every_explanation_has_a_text() =>
        DiagnosticCatalogue.Load().Values.ShouldAllBe(entry => entry.Text.Length > 40 && entry.Summary.Length > 5);

    [Fact]
    public void A_paragraph_ends_at_the_next_heading()
    {
        var entries = DiagnosticCatalogue.Parse("# D\n\n## LW10xx: a\n\n### LW1001: first\n\nText one.\n\n### LW1002: second\nText two.\n\n## LW20xx: b\n").ToArray();
        entries.ShouldBe([new DiagnosticEntry("LW1001", "first", "Text one."), new DiagnosticEntry("LW1002", "second", "Text two.")]);
    }

    [GeneratedRegex("\"(LW[0-9]{4})\"")]
    private static partial Regex CodeLiteral();
}
