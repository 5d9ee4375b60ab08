using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Detection.Alarms;
using Landward.Sandbox.Services;
using Landward.Sandbox.Services.CloudWatch;

namespace Landward.Sandbox.Delivery;

/// <summary>What CloudWatch sends to a topic when an alarm changes: the members of its message, in its order.</summary>
internal static class AlarmMessage
{
    /// <summary>Names of Regions as CloudWatch writes them; other Regions stand under their code.</summary>
    private static readonly Dictionary<string, string> Regions = new(StringComparer.Ordinal)
    {
        ["us-east-1"] = "US East (N. Virginia)",
        ["us-east-2"] = "US East (Ohio)",
        ["us-west-1"] = "US West (N. California)",
        ["us-west-2"] = "US West (Oregon)",
        ["eu-west-1"] = "EU (Ireland)",
        ["eu-west-2"] = "EU (London)",
        ["eu-central-1"] = "EU (Frankfurt)",
        ["eu-north-1"] = "EU (Stockholm)",
        ["ap-southeast-1"] = "Asia Pacific (Singapore)",
        ["ap-southeast-2"] = "Asia Pacific (Sydney)",
        ["ap-northeast-1"] = "Asia Pacific (Tokyo)",
    };

    public static string Subject(JsonObject alarm)
    {
        var subject = $"{alarm.Text("StateValue")}: \"{alarm.Text("AlarmName")}\" in {Region(alarm)}";
        // SNS refuses subjects of more than 100 characters.
        return subject.Length <= 100 ? subject : $"{subject[..97]}...";
    }

    public static JsonObject Of(JsonObject alarm, AlarmState from, DateTimeOffset at)
    {
        var message = new JsonObject
        {
            ["AlarmName"] = alarm.Text("AlarmName"),
            ["AlarmDescription"] = alarm.Text("AlarmDescription"),
            ["AWSAccountId"] = alarm.Text("Account"),
            ["AlarmConfigurationUpdatedTimestamp"] = Time(alarm.Time("AlarmConfigurationUpdatedTimestamp") ?? at),
        };
        if (AlarmTable.IsComposite(alarm))
            message["AlarmRule"] = alarm.Text("AlarmRule");
        message["NewStateValue"] = alarm.Text("StateValue");
        message["NewStateReason"] = alarm.Text("StateReason");
        message["StateChangeTime"] = Time(at);
        message["Region"] = Region(alarm);
        message["AlarmArn"] = alarm.Text("AlarmArn");
        message["OldStateValue"] = from.Name();
        foreach (var actions in (string[])["OKActions", "AlarmActions", "InsufficientDataActions"])
            message[actions] = alarm.Texts(actions).ToJsonArray();
        if (!AlarmTable.IsComposite(alarm))
            message["Trigger"] = Trigger(alarm);
        return message;
    }

    /// <summary><c>2026-01-02T03:04:05.000+0000</c>.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    private static JsonObject Trigger(JsonObject alarm)
    {
        var extended = alarm.Text("ExtendedStatistic");
        var trigger = new JsonObject { ["MetricName"] = alarm.Text("MetricName"), ["Namespace"] = alarm.Text("Namespace"), ["StatisticType"] = extended is null ? "Statistic" : "ExtendedStatistic" };
        if (extended is null)
            trigger["Statistic"] = alarm.Text("Statistic")?.ToUpperInvariant();
        else
            trigger["ExtendedStatistic"] = extended;
        trigger["Unit"] = alarm.Text("Unit");
        trigger["Dimensions"] = alarm.Structures("Dimensions").Select(dimension => (JsonNode?)new JsonObject { ["value"] = dimension.Text("Value"), ["name"] = dimension.Text("Name") }).ToJsonArray();
        trigger["Period"] = alarm.Number("Period");
        trigger["EvaluationPeriods"] = alarm.Number("EvaluationPeriods");
        if (alarm.Number("DatapointsToAlarm") is { } datapoints)
            trigger["DatapointsToAlarm"] = datapoints;
        trigger["ComparisonOperator"] = alarm.Text("ComparisonOperator");
        trigger["Threshold"] = alarm["Threshold"]?.DeepClone();
        trigger["TreatMissingData"] = alarm.Text("TreatMissingData") ?? "missing";
        trigger["EvaluateLowSampleCountPercentile"] = alarm.Text("EvaluateLowSampleCountPercentile") ?? string.Empty;
        return trigger;
    }

    private static string Region(JsonObject alarm) => Regions.GetValueOrDefault(alarm.RequiredText("Region"), alarm.RequiredText("Region"));
}
