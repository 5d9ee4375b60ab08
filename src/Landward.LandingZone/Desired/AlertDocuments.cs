using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>The event pattern and the topic policy that carry Security Hub's findings to people.</summary>
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
}
