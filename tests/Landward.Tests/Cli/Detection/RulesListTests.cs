using System.Text.Json.Nodes;

namespace Landward.Tests.Cli.Detection;

/// <summary><c>landward rules list</c> names everything that can raise a finding.</summary>
public sealed class RulesListTests
{
    [Fact]
    public async Task Rules_correlations_detectors_and_alarms_are_listed_with_their_kind()
    {
        var run = await CommandRun.RunAsync("rules", "list", "-o", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        var rules = JsonNode.Parse(run.Output)!["rules"]!.AsArray().ToLookup(item => (string)item!["id"]!, item => item!);
        Kind("iam-user-created").ShouldBe("rule");
        Kind("secrets-read-in-bulk").ShouldBe("correlation");
        Kind("flow-port-scan").ShouldBe("detector");
        Kind("cis-4-3-root-use").ShouldBe("alarm");
        Kind("console-login-after-failures").ShouldBe("composite alarm");
        ((string?)rules["root-access-key-use"].Single()["level"]).ShouldBe("critical");
        // An alarm may have the name of a rule that looks for the same.
        rules["root-access-key-created"].Select(item => (string?)item["kind"]).ShouldBe(["alarm", "rule"]);

        string? Kind(string id) => (string?)rules[id].Single()["kind"];
    }

    [Fact]
    public async Task Text_has_a_column_for_the_kind_and_ones_own_alarms()
    {
        var folder = Directory.CreateTempSubdirectory("landward-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "mine.yaml"),
                """
                title: My alarm
                id: my-alarm
                level: high
                filter:
                  FilterPattern: '{ $.eventName = "DeleteTrail" }'
                  MetricTransformations: [{MetricNamespace: Mine, MetricName: Trails, MetricValue: "1"}]
                alarm: {Statistic: Sum, Period: 300, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanOrEqualToThreshold, TreatMissingData: notBreaching}
                """,
                TestContext.Current.CancellationToken);
            var run = await CommandRun.RunAsync("rules", "list", "--alarms", folder.FullName);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Output.Split('\n').ShouldContain(line => line.StartsWith("my-alarm", StringComparison.Ordinal) && line.Contains("alarm", StringComparison.Ordinal) && line.Contains("high", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
