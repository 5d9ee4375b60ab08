using Landward.Detection.Alarms;
using Landward.Model;

namespace Landward.Tests.Detection.Alarms;

public sealed class AlarmCatalogueTests
{
    private static readonly AlarmCatalogue FirstParty = AlarmCatalogue.Load([]);

    [Fact]
    public void Every_inline_test_of_the_catalogue_passes_and_nothing_is_reported()
    {
        FirstParty.Diagnostics.ShouldBeEmpty();
        var results = FirstParty.Test();
        results.Where(result => !result.Passed).Select(result => $"{result.RuleId}, {result.TestName}: {result.Explanation}").ShouldBeEmpty();
        results.Length.ShouldBeGreaterThan(70);
    }

    [Fact]
    public void Every_alarm_has_a_test_that_raises_it_and_one_that_does_not()
    {
        foreach (var alarm in FirstParty.Alarms)
        {
            alarm.Extension.Tests.ShouldContain(test => test.Matches, alarm.Id);
            alarm.Extension.Tests.ShouldContain(test => !test.Matches, alarm.Id);
            alarm.Header.Description.ShouldNotBeEmpty(alarm.Id);
            alarm.Extension.Response.ShouldNotBeNull(alarm.Id);
            alarm.Header.Tags.ShouldContain(tag => tag.StartsWith("attack.t", StringComparison.Ordinal), alarm.Id);
        }
    }

    [Fact]
    public void The_fifteen_alarms_of_CIS_1_4_are_there() =>
        FirstParty.Alarms.SelectMany(alarm => alarm.Frameworks).Where(name => name.StartsWith("cis-aws-foundations-1.4/", StringComparison.Ordinal))
            .Select(name => name["cis-aws-foundations-1.4/4.".Length..]).Select(int.Parse).Order().ShouldBe(Enumerable.Range(1, 15));

    [Fact]
    public void The_patterns_that_Security_Hub_compares_letter_by_letter_are_written_so() =>
        Pattern("cis-4-7-kms-key-disabled-or-deleted").ShouldBe("{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}");

    [Fact]
    public void The_published_pattern_of_CIS_4_1_is_reported()
    {
        var catalogue = Parse("""{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") || ($.sourceIPAddress!="delivery.logs.amazonaws.com") || ($.eventName!="HeadBucket") }""");
        var diagnostic = catalogue.Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe("LW3105");
        diagnostic.Severity.ShouldBe(DiagnosticSeverity.Warning);
    }

    [Fact]
    public void The_published_pattern_of_CIS_4_2_is_reported()
    {
        var catalogue = Parse("""{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }""");
        catalogue.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3106");
        Parse("""{ $.eventName != "ConsoleLogin" && $.x.y != "b" && $.x.y NOT EXISTS }""").Diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("LW3101", "filter: {FilterPattern: '{ $.a = ', MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: '1'}]}")]
    [InlineData("LW3102", "filter: {FilterPattern: ERROR, MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: $.x}]}")]
    [InlineData("LW3100", "filter: {Pattern: ERROR}")]
    [InlineData("LW3103", "filter: {FilterPattern: ERROR, MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: '1'}]}\nalarm: {Statistic: Sum, Period: 45, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}")]
    [InlineData("LW3104", "composite: {AlarmRule: ALARM(}")]
    [InlineData("LW3104", "composite: {AlarmRule: ALARM(nowhere)}")]
    [InlineData("LW3104", "composite: {AlarmRule: ALARM(mine)}")]
    [InlineData("LW3100", "titel: x")]
    public void What_is_wrong_is_reported_and_left_out(string code, string body)
    {
        var alarm = body.Contains("alarm:", StringComparison.Ordinal) || body.Contains("composite:", StringComparison.Ordinal)
            ? string.Empty
            : "\nalarm: {Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold}";
        var catalogue = AlarmCatalogue.Parse($"title: Mine\nid: mine\n{body}{alarm}\n", "mine.yaml");
        catalogue.Alarms.ShouldBeEmpty();
        catalogue.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void A_users_alarm_with_the_id_of_another_is_an_error()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(directory.Path, "mine.yaml"), Text("ERROR").Replace("id: mine", "id: cis-4-3-root-use", StringComparison.Ordinal));
        AlarmCatalogue.Load([directory.Path]).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("LW3107");
    }

    private static string Pattern(string id) => (string)FirstParty.Alarms.Single(alarm => alarm.Id == id).Source["filter"]!["FilterPattern"]!;

    private static AlarmCatalogue Parse(string pattern) => AlarmCatalogue.Parse(Text(pattern), "mine.yaml");

    private static string Text(string pattern) =>
        $$"""
        title: Mine
        id: mine
        filter:
          FilterPattern: '{{pattern}}'
          MetricTransformations: [{MetricNamespace: n, MetricName: m, MetricValue: '1'}]
        alarm: {Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold}
        """;
}
