using System.Text;
using Landward.Detection;
using Landward.Detection.Backtesting;
using Landward.Logs;

namespace Landward.Tests.Detection.Backtesting;

public sealed class BacktestTests
{
    private const string Rule = """
        title: Trail stopped
        id: trail-stopped
        tags: [attack.defense-evasion]
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventSource: cloudtrail.amazonaws.com, eventName: [NAMES]}
          condition: selection
        ---
        title: Never seen
        id: never-seen
        logsource: {product: aws, service: cloudtrail}
        detection:
          selection: {eventName: NeverCalled}
          condition: selection
        """;

    [Fact]
    public async Task A_rule_is_judged_by_rate_principals_and_exclusions()
    {
        var result = await Run("StopLogging", null);
        var rule = result.Rules.ShouldHaveSingleItem();
        rule.RuleId.ShouldBe("trail-stopped");
        rule.Matches.ShouldBe(12);
        rule.Findings.ShouldBe(3);
        rule.PerDay!.Value.ShouldBe(12 / (47 / 24.0), 0.001);
        rule.NoisiestPrincipals[0].ShouldBe(("arn:aws:iam::111122223333:user/u0", 10));
        rule.SuggestedExclusions.ShouldBe(["userIdentity.arn: arn:aws:iam::111122223333:user/u0"]);
        result.Silent.ShouldBe(["never-seen"]);
        result.Events.ShouldBe(48);
        result.Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_versions_differ_by_the_events_that_only_one_matches()
    {
        var change = (await Run("StopLogging", "StopLogging, StartLogging")).Changes.ShouldHaveSingleItem();
        (change.RuleId, change.Kept, change.OnlyCount, change.LostCount).ShouldBe(("trail-stopped", 12, 0, 36));
        change.Lost.Length.ShouldBe(10);
        change.Lost.ShouldAllBe(evidence => evidence.EventName == "StartLogging");
        (await Run("StopLogging", "StopLogging")).Changes.ShouldBeEmpty();
        (await Run("StopLogging", "NoSuchName")).Changes.ShouldHaveSingleItem().OnlyCount.ShouldBe(12);
    }

    private static Task<BacktestResult> Run(string names, string? previous)
    {
        var log = string.Join('\n', Enumerable.Range(0, 48).Select(Event));
        return Backtest.RunAsync(
            Parse(names),
            previous is null ? null : Parse(previous),
            new DetectionOptions(),
            [new LogSource("log", _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(log))))],
            TestContext.Current.CancellationToken);
    }

    private static DetectionCatalogue Parse(string names) => DetectionCatalogue.Parse(Rule.Replace("NAMES", names, StringComparison.Ordinal), "test.yaml");

    private static string Event(int hour)
    {
        var user = hour % 4 != 0 || hour < 40 ? 0 : hour == 40 ? 1 : 2;
        return $$"""{"eventVersion":"1.11","eventID":"e-{{hour}}","eventTime":"{{new DateTime(2026, 3, 1).AddHours(hour):yyyy-MM-dd'T'HH:mm:ss'Z'}}","eventSource":"cloudtrail.amazonaws.com","eventName":"{{(hour % 4 == 0 ? "StopLogging" : "StartLogging")}}","awsRegion":"eu-west-1","recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/u{{user}}"} }""";
    }
}
