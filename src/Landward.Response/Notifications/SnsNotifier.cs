using System.Text;
using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;
using Landward.Model;

namespace Landward.Response.Notifications;

/// <summary>Publishes alerts to an SNS topic. Source: "Publish", SNS API Reference: the subject is ASCII, at most 100 characters.</summary>
public sealed class SnsNotifier(string channel, string topicArn, AwsCall call) : INotifier
{
    private const int LongestSubject = 100;

    public string Channel { get; } = channel;

    public async Task<NotificationResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        await call(
            "sns",
            "Publish",
            new JsonObject
            {
                ["TopicArn"] = topicArn,
                ["Subject"] = Subject(message.Alert.Title),
                ["Message"] = WebhookNotifier.Document(message).ToJsonString(),
                ["MessageAttributes"] = new JsonObject
                {
                    ["severity"] = new JsonObject { ["DataType"] = "String", ["StringValue"] = message.Alert.Severity.Label() },
                },
            },
            cancellationToken);
        return new NotificationResult(1, Error: null);
    }

    private static string Subject(string title)
    {
        var subject = new StringBuilder();
        foreach (var c in title.AsSpan(0, Math.Min(title.Length, LongestSubject)))
            subject.Append(c is >= ' ' and <= '~' ? c : '?');
        return subject.ToString();
    }
}
