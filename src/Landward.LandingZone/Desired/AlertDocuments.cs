using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>What carries Security Hub's findings and alarms to people: event pattern, topic policies, metric filters and alarms.</summary>
internal static class AlertDocuments
{
    /// <summary>New, active findings of severity HIGH and CRITICAL, of every product in the hub.</summary>
    public static JsonObject FindingsPattern() => new()
    {
        ["source"] = new JsonArray("aws.securityhub"),
        ["detail-type"] = new JsonArray("Security Hub Findings - Imported"),
        ["detail"] = new JsonObject
        {
            ["findings"] = new JsonObject
            {
                ["Severity"] = new JsonObject { ["Label"] = new JsonArray("HIGH", "CRITICAL") },
                ["Workflow"] = new JsonObject { ["Status"] = new JsonArray("NEW") },
                ["RecordState"] = new JsonArray("ACTIVE"),
            },
        },
    };

    public static JsonObject TopicPolicy(string topicArn, string region, string account) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = "FindingsRulePublishes",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "events.amazonaws.com" },
            ["Action"] = "sns:Publish",
            ["Resource"] = topicArn,
            ["Condition"] = new JsonObject { ["ArnEquals"] = new JsonObject { ["aws:SourceArn"] = $"arn:aws:events:{region}:{account}:rule/{LandwardNames.FindingsRule}" } },
        }),
    };

    /// <summary>"Setting up Amazon SNS notifications", Amazon CloudWatch User Guide: alarms of one account publish to a topic of another.</summary>
    public static JsonObject AlarmTopicPolicy(string topicArn, string region, string alarmAccount) => new()
    {
        ["Version"] = "2012-10-17",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = "AlarmsPublish",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["Service"] = "cloudwatch.amazonaws.com" },
            ["Action"] = "sns:Publish",
            ["Resource"] = topicArn,
            ["Condition"] = new JsonObject
            {
                ["ArnLike"] = new JsonObject { ["aws:SourceArn"] = $"arn:aws:cloudwatch:{region}:{alarmAccount}:alarm:{LandwardNames.Prefix}*" },
                ["StringEquals"] = new JsonObject { ["aws:SourceAccount"] = alarmAccount },
            },
        }),
    };

    /// <summary>Members in the spelling of CloudWatch Logs' API.</summary>
    public static JsonObject MetricFilter(string logGroup, string name, AlarmTemplate alarm) => new()
    {
        ["logGroup"] = logGroup,
        ["name"] = name,
        ["pattern"] = alarm.Filter["FilterPattern"]!.GetValue<string>(),
        ["transformation"] = new JsonObject(Transformation(alarm).Select(member => KeyValuePair.Create(char.ToLowerInvariant(member.Key[0]) + member.Key[1..], member.Value?.DeepClone()))),
    };

    /// <summary>The members that the catalogue names, those that stand for people to read, and who is told.</summary>
    public static JsonObject MetricAlarm(string name, AlarmTemplate alarm, string topicArn)
    {
        var definition = new JsonObject
        {
            ["AlarmDescription"] = $"{alarm.Title} ({alarm.Id}). Made by Landward.",
            ["Namespace"] = Transformation(alarm)["MetricNamespace"]!.DeepClone(),
            ["MetricName"] = Transformation(alarm)["MetricName"]!.DeepClone(),
            ["ActionsEnabled"] = true,
        };
        foreach (var (member, value) in alarm.Alarm)
            definition[member] = value?.DeepClone();
        return new JsonObject { ["name"] = name, ["definition"] = definition, ["actions"] = new JsonArray(topicArn) };
    }

    private static JsonObject Transformation(AlarmTemplate alarm) => (JsonObject)((JsonArray)alarm.Filter["MetricTransformations"]!)[0]!;
}
