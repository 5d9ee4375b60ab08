using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Rules.MetricFilters;

namespace Landward.Tests.Detection.Alarms;

public sealed class AlarmDefinitionReaderTests
{
    [Fact]
    public void An_alarm_is_read_with_its_defaults()
    {
        var alarm = AlarmDefinitionReader.Read(Alarm()).Alarm!;
        alarm.DatapointsToAlarm.ShouldBe(1);
        alarm.TreatMissingData.ShouldBe(MissingData.Missing);
        alarm.Metric.ToString().ShouldBe("CIS/Root d=v");
        alarm.EvaluationRange.ShouldBe(3);
        alarm.EvaluationInterval.ShouldBe(60);
    }

    [Theory]
    [InlineData("Period", 45, "10, 20, 30 or a multiple of 60")]
    [InlineData("Period", 90, "10, 20, 30 or a multiple of 60")]
    [InlineData("Period", 0, "10, 20, 30 or a multiple of 60")]
    [InlineData("EvaluationPeriods", 0, "at least 1")]
    [InlineData("EvaluationPeriods", 289, "more than a day")]
    [InlineData("EvaluationPeriods", 5000, "more than a week")]
    [InlineData("DatapointsToAlarm", 2, "between 1 and EvaluationPeriods")]
    [InlineData("ComparisonOperator", "GreaterThanTreshold", "Did you mean")]
    [InlineData("ComparisonOperator", "GreaterThanUpperThreshold", "anomaly band")]
    [InlineData("TreatMissingData", "notbreaching", "notBreaching")]
    [InlineData("Statistic", "p99", "Statistic is not supported")]
    [InlineData("ExtendedStatistic", "p99", "Exactly one")]
    [InlineData("Metrics", "x", "metric math")]
    [InlineData("Treshold", 1, "Did you mean")]
    [InlineData("Unit", "Bananas", "Unit is not supported")]
    [InlineData("EvaluateLowSampleCountPercentile", "ignore", "only for percentiles")]
    public void What_CloudWatch_refuses_is_refused(string member, object value, string message)
    {
        var source = Alarm();
        source[member] = value is int number ? JsonValue.Create(number) : JsonValue.Create((string)value);
        var (alarm, error) = AlarmDefinitionReader.Read(source);
        alarm.ShouldBeNull();
        error!.ShouldContain(message);
    }

    [Theory]
    [InlineData("{ $.a = 1 }", """{"metricName": "m", "metricNamespace": "n", "metricValue": "$.latency", "dimensions": {"d": "$.b"}}""", null)]
    [InlineData("[a, b]", """{"metricName": "m", "metricNamespace": "n", "metricValue": "$b", "dimensions": {"d": "$a"}}""", null)]
    [InlineData("ERROR", """{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "defaultValue": 0, "unit": "Count"}""", null)]
    [InlineData("ERROR", """{"metricName": "m", "metricNamespace": "n", "metricValue": "length"}""", "metricValue must be")]
    [InlineData("ERROR", """{"metricName": "m", "metricNamespace": "n", "metricValue": "$.a"}""", "metricValue must be")]
    [InlineData("ERROR", """{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "dimensions": {"d": "$.b"}}""", "The specified filter pattern does not support dimensions")]
    [InlineData("{ $.a = 1 }", """{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "defaultValue": 0, "dimensions": {"d": "$.b"}}""", "Invalid metric transformation: dimensions and default value are mutually exclusive properties.")]
    [InlineData("{ $.a = 1 }", """{"metricName": "m", "metricNamespace": "n", "metricValue": "1", "dimensions": {"a": "$.a", "b": "$.b", "c": "$.c", "d": "$.d"}}""", "3 dimensions")]
    [InlineData("{ $.a = 1 }", """{"metricName": "m", "metricNamespace": "AWS/x", "metricValue": "1"}""", "cannot start with AWS/")]
    [InlineData("{ $.a = 1 }", """{"metricName": "m:", "metricNamespace": "x", "metricValue": "1"}""", "metricName")]
    [InlineData("{ $.a = 1 }", """{"metricName": "m", "metricNamespace": "x", "metricValue": "1", "unit": "Second"}""", "Did you mean")]
    public void A_transformation_is_checked_against_its_pattern(string pattern, string source, string? message)
    {
        var (transformation, error) = MetricTransformationReader.Read(JsonNode.Parse(source)!.AsObject(), FilterPattern.Parse(pattern).Pattern!);
        if (message is null)
            transformation.ShouldNotBeNull(error);
        else
            error!.ShouldContain(message);
    }

    private static JsonObject Alarm() => new()
    {
        ["AlarmName"] = "root-use",
        ["Namespace"] = "CIS",
        ["MetricName"] = "Root",
        ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "d", ["Value"] = "v" }),
        ["Statistic"] = "Sum",
        ["Period"] = 300,
        ["EvaluationPeriods"] = 1,
        ["Threshold"] = 1,
        ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
    };
}
