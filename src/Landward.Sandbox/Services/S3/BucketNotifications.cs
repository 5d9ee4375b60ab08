using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Sandbox.Services.S3;

/// <summary>Event notifications of buckets: to EventBridge and to SQS queues; other destinations are refused when they are set up.</summary>
internal static class BucketNotifications
{
    public static JsonObject PutBucketNotificationConfiguration(CallContext call, JsonObject input)
    {
        var configuration = (input.Structure("NotificationConfiguration") ?? throw S3Errors.MalformedXml()).Copy();
        if (configuration.Structures("LambdaFunctionConfigurations").Any() || configuration.Structures("TopicConfigurations").Any())
            throw S3Errors.InvalidArgument("Unable to validate the following destination configurations");
        foreach (var queue in configuration.Structures("QueueConfigurations"))
        {
            if (QueueMessages.FindByArn(call, queue.Text("QueueArn")) is null)
                throw S3Errors.InvalidArgument("Unable to validate the following destination configurations");
            queue["Id"] ??= call.Ids.Uuid();
        }
        return BucketConfigurations.Store(call, input, BucketConfigurations.Notification, configuration);
    }

    public static void Notify(CallContext call, JsonObject bucket, JsonObject document, string eventName)
    {
        if (bucket.Structure(BucketConfigurations.Notification) is not { } configuration)
            return;
        var name = Buckets.Name(bucket);
        var key = document.RequiredText("Key");
        if (configuration["EventBridgeConfiguration"] is not null)
        {
            var created = eventName.StartsWith("ObjectCreated", StringComparison.Ordinal);
            call.Publish(new BusEvent(Buckets.Owner(bucket), Buckets.Region(bucket), "aws.s3", created ? "Object Created" : "Object Deleted", ["arn:aws:s3:::" + name], new JsonObject
            {
                ["version"] = "0",
                ["bucket"] = new JsonObject { ["name"] = name },
                ["object"] = new JsonObject { ["key"] = key, ["size"] = document.Number("Size"), ["etag"] = ObjectWrites.Unquoted(document.Text("ETag")) },
                ["request-id"] = call.RequestId,
                ["requester"] = call.Caller.Account,
                ["reason"] = call.Operation,
            }));
        }
        foreach (var queue in configuration.Structures("QueueConfigurations"))
        {
            if (queue.Texts("Events").Any(pattern => Matches(pattern, eventName)) && FilterAccepts(queue, key))
                QueueMessages.Deliver(call, queue.RequiredText("QueueArn"), Record(call, bucket, document, eventName).ToJsonString());
        }
    }

    private static bool Matches(string pattern, string eventName)
    {
        var wanted = pattern.StartsWith("s3:", StringComparison.Ordinal) ? pattern[3..] : pattern;
        return wanted.EndsWith('*') ? eventName.StartsWith(wanted[..^1], StringComparison.Ordinal) : eventName == wanted;
    }

    private static bool FilterAccepts(JsonObject queue, string key) =>
        (queue.Structure("Filter")?.Structure("Key")?.Structures("FilterRules") ?? []).All(rule => rule.Text("Name")?.ToLowerInvariant() switch
        {
            "prefix" => key.StartsWith(rule.Text("Value") ?? string.Empty, StringComparison.Ordinal),
            "suffix" => key.EndsWith(rule.Text("Value") ?? string.Empty, StringComparison.Ordinal),
            _ => true,
        });

    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    private static JsonObject Record(CallContext call, JsonObject bucket, JsonObject document, string eventName) => new()
    {
        ["Records"] = new JsonArray(new JsonObject
        {
            ["eventVersion"] = "2.1",
            ["eventSource"] = "aws:s3",
            ["awsRegion"] = Buckets.Region(bucket),
            ["eventTime"] = call.Now.Timestamp(),
            ["eventName"] = eventName,
            ["userIdentity"] = new JsonObject { ["principalId"] = "AWS:" + call.Caller.PrincipalId },
            ["s3"] = new JsonObject
            {
                ["s3SchemaVersion"] = "1.0",
                ["bucket"] = new JsonObject { ["name"] = Buckets.Name(bucket), ["arn"] = "arn:aws:s3:::" + Buckets.Name(bucket) },
                ["object"] = new JsonObject
                {
                    ["key"] = Uri.EscapeDataString(document.RequiredText("Key")).Replace("%2F", "/", StringComparison.Ordinal),
                    ["size"] = document.Number("Size"),
                    ["eTag"] = ObjectWrites.Unquoted(document.Text("ETag")),
                },
            },
        }),
    };
}
