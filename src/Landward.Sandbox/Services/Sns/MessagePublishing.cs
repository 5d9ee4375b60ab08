using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sns;

/// <summary>Publish and PublishBatch, and publishing for other services.</summary>
internal static class MessagePublishing
{
    private const int MaximumBytes = 256 * 1024;

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sns", "Publish", Publish);
        registry.Add("sns", "PublishBatch", PublishBatch);
    }

    /// <summary>Publishes for another service; false when there is no such topic.</summary>
    public static bool Deliver(CallContext call, string topicArn, string message, string? subject = null)
    {
        if (Topics.Find(call, topicArn) is not { } topic)
            return false;
        SubscriptionDelivery.Publish(call, topic, new JsonObject { ["Message"] = message, ["Subject"] = subject });
        return true;
    }

    private static JsonObject Publish(CallContext call, JsonObject input)
    {
        if (input.Text("PhoneNumber") is not null)
            throw Topics.Invalid("PhoneNumber Reason: the sandbox sends no text messages; publish to a topic");
        var topic = Topics.Require(call, input.Text("TopicArn") ?? input.Text("TargetArn"));
        Check(topic, input);
        return new JsonObject { ["MessageId"] = SubscriptionDelivery.Publish(call, topic, input) };
    }

    private static JsonObject PublishBatch(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var entries = input.Structures("PublishBatchRequestEntries").ToList();
        if (entries.Count == 0)
            throw new AwsErrorException("EmptyBatchRequest", "The batch request doesn't contain any entries.", 400);
        if (entries.Count > 10)
            throw new AwsErrorException("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.", 400);
        if (entries.Select(entry => entry.Text("Id")).Distinct(StringComparer.Ordinal).Count() != entries.Count)
            throw new AwsErrorException("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.", 400);
        var (successful, failed) = (new JsonArray(), new JsonArray());
        foreach (var entry in entries)
        {
            try
            {
                Check(topic, entry);
                successful.Add(new JsonObject { ["Id"] = entry.Text("Id"), ["MessageId"] = SubscriptionDelivery.Publish(call, topic, entry) });
            }
            catch (AwsErrorException refused)
            {
                failed.Add(new JsonObject { ["Id"] = entry.Text("Id"), ["Code"] = refused.Code, ["Message"] = refused.Message, ["SenderFault"] = true });
            }
        }
        return new JsonObject { ["Successful"] = successful, ["Failed"] = failed };
    }

    private static void Check(Topic topic, JsonObject message)
    {
        var text = message.RequiredText("Message", "InvalidParameter");
        if (text.Length == 0)
            throw Topics.Invalid("Empty message");
        if (Encoding.UTF8.GetByteCount(text) > MaximumBytes)
            throw Topics.Invalid("Message too long");
        if (message.Text("Subject") is { } subject && (subject.Length is 0 or > 100 || subject.Any(char.IsControl)))
            throw Topics.Invalid("Subject");
        if (message.Text("MessageStructure") == "json" && InputMembers.ParseObject(text)?.Text("default") is null)
            throw Topics.Invalid("Message Structure - No default entry in JSON message body");
        if (topic.IsFifo && message.Text("MessageGroupId") is null)
            throw Topics.Invalid("The MessageGroupId parameter is required for FIFO topics");
    }
}
