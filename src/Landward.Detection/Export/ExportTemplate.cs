using System.Text.Json.Nodes;

namespace Landward.Detection.Export;

/// <summary>CloudFormation around an exported pattern.</summary>
public static class ExportTemplate
{
    /// <summary>A metric filter on a log group and an alarm that notifies a topic at the first event in five minutes.</summary>
    public static JsonObject MetricFilter(DetectionRule rule, string pattern)
    {
        var name = Name(rule.Id);
        return Template(
            new JsonObject { ["LogGroupName"] = Parameter("The log group that the trail delivers to."), ["TopicArn"] = Parameter("The SNS topic to notify.") },
            new JsonObject
            {
                [$"{name}Filter"] = Resource("AWS::Logs::MetricFilter", new JsonObject
                {
                    ["LogGroupName"] = Reference("LogGroupName"),
                    ["FilterName"] = rule.Id,
                    ["FilterPattern"] = pattern,
                    ["MetricTransformations"] = new JsonArray(new JsonObject { ["MetricNamespace"] = "Landward/Rules", ["MetricName"] = name, ["MetricValue"] = "1" }),
                }),
                [$"{name}Alarm"] = Resource("AWS::CloudWatch::Alarm", new JsonObject
                {
                    ["AlarmName"] = rule.Id,
                    ["AlarmDescription"] = rule.Rule.Header.Title,
                    ["Namespace"] = "Landward/Rules",
                    ["MetricName"] = name,
                    ["Statistic"] = "Sum",
                    ["Period"] = 300,
                    ["EvaluationPeriods"] = 1,
                    ["Threshold"] = 1,
                    ["ComparisonOperator"] = "GreaterThanOrEqualToThreshold",
                    ["TreatMissingData"] = "notBreaching",
                    ["AlarmActions"] = new JsonArray(Reference("TopicArn")),
                }),
            });
    }

    /// <summary>A rule on the default event bus with a topic as target. Read-only calls come only with this state.</summary>
    public static JsonObject EventRule(DetectionRule rule, JsonObject pattern) => Template(
        new JsonObject { ["TopicArn"] = Parameter("The SNS topic to notify.") },
        new JsonObject
        {
            [$"{Name(rule.Id)}Rule"] = Resource("AWS::Events::Rule", new JsonObject
            {
                ["Name"] = rule.Id.Length <= 64 ? rule.Id : rule.Id[..64],
                ["Description"] = rule.Rule.Header.Title,
                ["State"] = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                ["EventPattern"] = pattern.DeepClone(),
                ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "topic", ["Arn"] = Reference("TopicArn") }),
            }),
        });

    private static JsonObject Template(JsonObject parameters, JsonObject resources) =>
        new() { ["AWSTemplateFormatVersion"] = "2010-09-09", ["Parameters"] = parameters, ["Resources"] = resources };

    private static JsonObject Parameter(string description) => new() { ["Type"] = "String", ["Description"] = description };

    private static JsonObject Resource(string type, JsonObject properties) => new() { ["Type"] = type, ["Properties"] = properties };

    private static JsonObject Reference(string name) => new() { ["Ref"] = name };

    /// <summary>A logical id: letters and digits.</summary>
    private static string Name(string id)
    {
        var name = string.Concat(id.Split('-', '.', '_', ' ').Where(word => word.Length > 0).Select(word => char.ToUpperInvariant(word[0]) + word[1..]).Select(word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))));
        return name.Length == 0 ? "Rule" : name;
    }
}
