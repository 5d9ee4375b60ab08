using System.Collections.Immutable;
using Landward.Detection;
using Landward.Model;

namespace Landward.Tests.Detection;

public sealed class DetectionCatalogueTests
{
    private static readonly DetectionCatalogue Catalogue = DetectionCatalogue.Load([]);

    [Fact]
    public void Every_rule_of_the_catalogue_is_read_without_a_diagnostic() => Catalogue.Diagnostics.ShouldBeEmpty();

    [Fact]
    public void Every_rule_of_the_catalogue_compiles()
    {
        var none = ImmutableDictionary<string, ImmutableArray<string>>.Empty;
        var compiler = DetectionRules.PlainCompiler(new DetectionOptions(), none);
        Catalogue.Rules.Select(rule => RuleNeeds.Compiler(rule.Rule.Header, compiler, none).Compile(rule.Rule).Diagnostic?.Detail)
            .ShouldAllBe(problem => problem == null);
    }

    [Fact]
    public void Every_inline_test_of_the_catalogue_passes() =>
        Catalogue.Test().Where(result => !result.Passed).Select(result => $"{result.RuleId}: {result.TestName}: {result.Explanation}").ShouldBeEmpty();

    [Fact]
    public void Every_rule_that_raises_findings_has_a_match_and_a_no_match_test()
    {
        foreach (var (id, extension) in Raising())
        {
            extension.Tests.ShouldContain(test => test.Matches, id);
            extension.Tests.ShouldContain(test => !test.Matches, id);
        }
    }

    [Fact]
    public void Every_rule_says_what_it_means_what_to_do_and_which_technique_it_is()
    {
        foreach (var header in Catalogue.Rules.Where(rule => rule.Extension.Type is not null).Select(rule => (rule.Rule.Header, rule.Extension))
                     .Concat(Catalogue.Correlations.Select(correlation => (correlation.Correlation.Header, correlation.Extension))))
        {
            var (techniques, tactics) = MitreTags.Parse(header.Header.Tags);
            techniques.ShouldNotBeEmpty(header.Header.Id);
            tactics.ShouldNotBeEmpty(header.Header.Id);
            header.Header.Description.ShouldNotBeEmpty(header.Header.Id);
            header.Header.FalsePositives.ShouldNotBeEmpty(header.Header.Id);
            header.Extension.Response.ShouldNotBeNullOrEmpty(header.Header.Id);
        }
    }

    [Theory]
    [InlineData("repeat: 2147483647", "2000 events")]
    [InlineData("repeat: 2000, every: 2000000000", "within a year")]
    public void An_inline_test_cannot_ask_for_more_than_a_test_needs(string repeat, string why)
    {
        var catalogue = DetectionCatalogue.Parse($$"""
            title: Mine
            id: mine
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: X}, condition: s}
            landward: {tests: [{match: true, events: [{eventName: X}{{(repeat.Contains("every") ? string.Empty : ", {eventName: Y}")}}], {{repeat}}}]}
            """, "mine.yaml");
        catalogue.Rules.ShouldBeEmpty();
        catalogue.Diagnostics.ShouldHaveSingleItem().Detail.ShouldContain(why);
    }

    [Fact]
    public void A_file_that_is_too_large_stops_no_other()
    {
        using var directory = new TemporaryDirectory();
        const string Rule = "title: Mine\nid: mine\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}\n";
        directory.Write("a.yaml", Rule + "#" + new string('x', 13 * 1024 * 1024));
        directory.Write("b.yaml", Rule);
        var catalogue = DetectionCatalogue.Load([directory.Path]);
        catalogue.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3302");
        catalogue.Rules.ShouldContain(rule => rule.Id == "mine");
    }

    [Fact]
    public void User_rule_with_the_id_of_another_is_an_error_and_replaces_nothing()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("mine.yaml", """
            title: Mine
            id: cloudtrail-logging-stopped
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: X}, condition: s}
            """);
        var catalogue = DetectionCatalogue.Load([directory.Path]);
        catalogue.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3009");
        catalogue.Rules.Single(rule => rule.Id == "cloudtrail-logging-stopped").FirstParty.ShouldBeTrue();
    }

    [Fact]
    public void User_rules_are_added_and_wrong_ones_named_with_their_place()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("deep/good.yml", """
            title: Good
            level: critical
            logsource: {product: aws, service: cloudtrail}
            detection: {s: {eventName: X}, condition: s}
            """);
        directory.Write("bad.yaml", "title: Bad\nlandward: {typ: x}\nlogsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventName: X}, condition: s}\n");
        directory.Write("other.yaml", "title: Other\nlogsource: {product: windows}\ndetection: {s: {eventName: X}, condition: s}\n");
        directory.Write("correlation.yaml", "title: C\ncorrelation: {type: event_count, rules: [god], timespan: 1m, condition: {gte: 2}}\n");
        directory.Write("broken.yaml", "title: [\n");
        var catalogue = DetectionCatalogue.Load([directory.Path, directory.Path + "-missing"]);
        catalogue.Rules.ShouldContain(rule => rule.Id == "Good" && rule.Rule.Header.Level == Severity.Critical && !rule.FirstParty);
        catalogue.Diagnostics.Select(diagnostic => diagnostic.Code).Order().ShouldBe(["LW3010", "LW3011", "LW3012", "LW3013", "LW3301"]);
        catalogue.Diagnostics.Single(diagnostic => diagnostic.Code == "LW3010").Detail.ShouldContain("Did you mean `type`?");
        catalogue.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Span!.File.StartsWith(directory.Path, StringComparison.Ordinal));
    }

    private static IEnumerable<(string Id, RuleExtension Extension)> Raising() =>
        Catalogue.Rules.Where(rule => rule.Extension.Type is not null).Select(rule => (rule.Id, rule.Extension))
            .Concat(Catalogue.Correlations.Select(correlation => (correlation.Id, correlation.Extension)));
}
