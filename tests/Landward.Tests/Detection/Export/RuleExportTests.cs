using Landward.Detection;
using Landward.Detection.Export;
using Landward.Rules.EventPatterns;
using Landward.Rules.Export;
using Landward.Rules.MetricFilters;

namespace Landward.Tests.Detection.Export;

public sealed class RuleExportTests(ITestOutputHelper output)
{
    private static readonly DetectionCatalogue FirstParty = DetectionCatalogue.Load([]);

    [Fact]
    public void Nearly_all_rules_of_the_catalogue_that_can_be_exported_agree_with_their_exports_on_every_inline_test()
    {
        var (filters, patterns) = (0, 0);
        var refusals = new List<string>();
        var disagreements = new List<string>();
        foreach (var rule in FirstParty.Rules)
        {
            var (filter, refusal) = MetricFilterExporter.Export(rule.Rule);
            if (filter is not null)
            {
                filters++;
                Compare(rule.Id, new ExportProver(rule, FilterPattern.Parse(filter).Pattern!).ProveOnTests(), filter, disagreements);
            }
            else
            {
                refusals.Add($"{rule.Id}: {refusal}");
            }
            var (pattern, _) = EventPatternExporter.Export(rule.Rule);
            if (pattern is null)
                continue;
            patterns++;
            Compare(rule.Id, new ExportProver(rule, EventPattern.Parse(pattern.ToJsonString()).Pattern!).ProveOnTests(), pattern.ToJsonString(), disagreements);
        }
        output.WriteLine($"{FirstParty.Rules.Length} rules: {filters} metric filters, {patterns} event patterns");
        refusals.ForEach(output.WriteLine);
        // What is left are paths through arrays, of which Sigma means any element and a filter pattern none: the proof shows them.
        disagreements.ForEach(output.WriteLine);
        disagreements.Count.ShouldBeLessThan((filters + patterns) / 20, string.Join('\n', disagreements));
        filters.ShouldBeGreaterThan(40);
        patterns.ShouldBeGreaterThan(40);
    }

    [Theory]
    [InlineData("eventName: StopLogging", "{ $.eventName = \"StopLogging\" || $.eventName = \"StopLogging20*\" }")]
    [InlineData("eventSource: ec2.amazonaws.com\n    eventName: [A, B]", "{ $.eventSource = \"ec2.amazonaws.com\" && ($.eventName = \"A\" || $.eventName = \"B\") }")]
    [InlineData("eventSource: s3.amazonaws.com\n    errorCode|startswith: AccessDenied", "{ $.eventSource = \"s3.amazonaws.com\" && $.errorCode = \"AccessDenied*\" }")]
    [InlineData("eventSource: s3.amazonaws.com\n    errorCode: null", "{ $.eventSource = \"s3.amazonaws.com\" && ($.errorCode NOT EXISTS || $.errorCode IS NULL) }")]
    [InlineData("requestParameters.port|gte: 22", "{ $.requestParameters.port >= 22 }")]
    [InlineData("requestParameters.flag: true", "{ $.requestParameters.flag = \"true\" || $.requestParameters.flag IS TRUE }")]
    [InlineData("requestParameters.name|cased: Ab*", "{ $.requestParameters.name = \"Ab*\" }")]
    [InlineData("requestParameters.name|re: ^a[0-9]+", "{ $.requestParameters.name = %^a[0-9]+% }")]
    [InlineData("sourceIPAddress: 10.1.2.3", "{ $.sourceIPAddress = \"10.1.2.3\" }")]
    public void A_rule_becomes_a_filter_pattern(string selection, string expected)
    {
        var (pattern, refusal) = MetricFilterExporter.Export(Rule(selection).Rule);
        pattern.ShouldBe(expected, refusal?.ToString());
    }

    [Theory]
    [InlineData("eventSource: a.amazonaws.com\n    userAgent: Boto3", """{"eventSource":["a.amazonaws.com"],"userAgent":[{"equals-ignore-case":"Boto3"}]}""")]
    [InlineData("eventSource: a.amazonaws.com\n    userAgent|startswith: Boto3", """{"eventSource":["a.amazonaws.com"],"userAgent":[{"prefix":{"equals-ignore-case":"Boto3"}}]}""")]
    [InlineData("sourceIPAddress|cidr: 10.0.0.0/8", """{"sourceIPAddress":[{"cidr":"10.0.0.0/8"}]}""")]
    [InlineData("requestParameters.port: 22", """{"requestParameters":{"port":["22",22]}}""")]
    [InlineData("requestParameters.open: true", """{"requestParameters":{"open":["true",true]}}""")]
    [InlineData("errorCode: null", """{"errorCode":[null,{"exists":false}]}""")]
    public void A_rule_becomes_an_event_pattern(string selection, string expected)
    {
        var (pattern, refusal) = EventPatternExporter.Export(Rule(selection).Rule);
        refusal.ShouldBeNull();
        pattern!["detail"]!.ToJsonString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("userAgent|contains: Kali", "userAgent|contains", "without case")]
    [InlineData("sourceIPAddress|cidr: 10.0.0.0/8", "sourceIPAddress|cidr", "address blocks")]
    [InlineData("requestParameters.a|fieldref: requestParameters.b", "requestParameters.a|fieldref", "no counterpart")]
    [InlineData("eventName: Stop?ogging", "eventName", "`?`")]
    public void What_a_filter_pattern_cannot_say_is_named(string selection, string construct, string reason)
    {
        var (pattern, refusal) = MetricFilterExporter.Export(Rule(selection).Rule);
        pattern.ShouldBeNull();
        refusal!.Construct.ShouldBe(construct);
        refusal.Reason.ShouldContain(reason);
    }

    [Theory]
    [InlineData("  keywords: [evil]\n  condition: keywords", "keywords")]
    [InlineData("  a: {eventName: A}\n  b: {errorCode: B}\n  c: {awsRegion: C}\n  condition: 2 of them", "2 of ...")]
    public void Keywords_and_counts_are_refused(string detection, string construct) =>
        MetricFilterExporter.Export(Parse(detection).Rule).Refusal!.Construct.ShouldBe(construct);

    [Fact]
    public void A_question_about_the_organization_is_refused()
    {
        var rule = FirstParty.Rules.First(rule => rule.Extension.Organization is not null);
        MetricFilterExporter.Export(rule.Rule).Refusal!.Construct.ShouldBe("landward.org");
        EventPatternExporter.Export(rule.Rule).Refusal!.Construct.ShouldBe("landward.org");
    }

    [Fact]
    public void A_disagreement_is_counted_and_named()
    {
        var rule = Parse("  s: {eventName: StopLogging}\n  condition: s", "landward: {tests: [{name: lower case, match: true, event: {eventName: stoplogging}}, {name: as AWS writes it, match: true, event: {eventName: StopLogging}}]}");
        var proof = new ExportProver(rule, FilterPattern.Parse(MetricFilterExporter.Export(rule.Rule).Pattern!).Pattern!).ProveOnTests();
        (proof.Events, proof.Both, proof.Disagreeing).ShouldBe((2, 1, 1));
        var disagreement = proof.Disagreements.ShouldHaveSingleItem();
        (disagreement.Origin, disagreement.Rule, disagreement.Export).ShouldBe(("lower case", true, false));
    }

    private static void Compare(string id, ExportProof proof, string pattern, List<string> disagreements)
    {
        if (!proof.Agrees)
            disagreements.Add($"{id}: {string.Join(", ", proof.Disagreements.Select(each => $"{each.Origin}: rule {each.Rule}, export {each.Export}"))}: {pattern}");
    }

    private static DetectionRule Rule(string selection) => Parse($"  selection:\n    {selection}\n  condition: selection");

    private static DetectionRule Parse(string detection, string more = "") =>
        DetectionCatalogue.Parse($"title: T\nid: t\nlevel: low\nlogsource: {{product: aws, service: cloudtrail}}\ndetection:\n{detection}\n{more}\n", "t.yaml").Rules.ShouldHaveSingleItem();
}
