using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>Receiving, hiding and deleting messages; visibility follows the sandbox's clock.</summary>
internal static class MessageReceipts
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sqs", "ReceiveMessage", ReceiveMessage);
        registry.Add("sqs", "DeleteMessage", DeleteMessage);
        registry.Add("sqs", "DeleteMessageBatch", (call, input) => MessageBatch.Run(input, entry => Delete(call, Queues.Require(call, input), entry)));
        registry.Add("sqs", "ChangeMessageVisibility", (call, input) => ChangeVisibility(call, Queues.Require(call, input), input));
        registry.Add("sqs", "ChangeMessageVisibilityBatch", (call, input) => MessageBatch.Run(input, entry => ChangeVisibility(call, Queues.Require(call, input), entry)));
    }

    private static JsonObject ReceiveMessage(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        var maximum = input.Number("MaxNumberOfMessages") ?? 1;
        if (maximum is < 1 or > 10)
            throw new AwsErrorException("InvalidParameterValue", $"Value {maximum} for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.", 400);
        var timeout = input.Number("VisibilityTimeout") ?? queue.Number("VisibilityTimeout");
        CheckTimeout(timeout);
        var table = queue.Messages(call);
        var expired = call.Now.AddSeconds(-queue.Number("MessageRetentionPeriod"));
        var blockedGroups = new HashSet<string>(StringComparer.Ordinal);
        var received = new JsonArray();
        foreach (var (id, message) in InOrder(queue, table.List()))
        {
            if (received.Count == maximum)
                break;
            if (message.Time("SentTimestamp") < expired)
            {
                table.Remove(id);
                continue;
            }
            var group = message.Text("MessageGroupId");
            if (message.Time("VisibleAt") > call.Now)
            {
                // A FIFO queue holds a group back while one of its messages is in flight.
                if (group is not null)
                    blockedGroups.Add(group);
                continue;
            }
            if (group is not null && blockedGroups.Contains(group))
                continue;
            if (MovedToDeadLetterQueue(call, queue, id, message))
                continue;
            var updated = table.Update(id, changed =>
            {
                changed["ReceiveCount"] = (message.Number("ReceiveCount") ?? 0) + 1;
                changed["FirstReceived"] ??= call.Now.Timestamp();
                changed["VisibleAt"] = call.Now.AddSeconds(timeout).Timestamp();
            });
            received.Add(Shown(id, updated, input));
        }
        return received.Count == 0 ? [] : new JsonObject { ["Messages"] = received };
    }

    private static IEnumerable<KeyValuePair<string, JsonObject>> InOrder(Queue queue, IReadOnlyList<KeyValuePair<string, JsonObject>> messages) =>
        queue.IsFifo ? messages.OrderBy(entry => entry.Value.Text("SequenceNumber"), StringComparer.Ordinal) : messages;

    private static bool MovedToDeadLetterQueue(CallContext call, Queue queue, string id, JsonObject message)
    {
        if (InputMembers.ParseObject(queue.Attribute("RedrivePolicy")) is not { } redrive
            || redrive.Number("maxReceiveCount") is not { } maximum || (message.Number("ReceiveCount") ?? 0) < maximum
            || Queues.FindByArn(call, redrive.Text("deadLetterTargetArn")) is not { } target)
            return false;
        queue.Messages(call).Remove(id);
        var moved = message.Copy();
        moved["ReceiveCount"] = 0;
        moved["VisibleAt"] = call.Now.Timestamp();
        moved["DeadLetterQueueSourceArn"] = queue.Arn;
        target.Messages(call).Put(id, moved);
        return true;
    }

    private static JsonObject Shown(string id, JsonObject message, JsonObject input)
    {
        var output = message.CopyMembers(new JsonObject { ["ReceiptHandle"] = Handle(id, message) }, "MessageId", "Body", "MD5OfBody");
        var asked = input.Texts("MessageSystemAttributeNames").Concat(input.Texts("AttributeNames")).ToHashSet(StringComparer.Ordinal);
        var values = new (string Name, string? Value)[]
        {
            ("SenderId", message.Text("SenderId")),
            ("SentTimestamp", Milliseconds(message, "SentTimestamp")),
            ("ApproximateReceiveCount", message.Text("ReceiveCount")),
            ("ApproximateFirstReceiveTimestamp", Milliseconds(message, "FirstReceived")),
            ("MessageGroupId", message.Text("MessageGroupId")),
            ("MessageDeduplicationId", message.Text("MessageDeduplicationId")),
            ("SequenceNumber", message.Text("SequenceNumber")),
            ("DeadLetterQueueSourceArn", message.Text("DeadLetterQueueSourceArn")),
        };
        var attributes = new JsonObject();
        foreach (var (name, value) in values)
        {
            if (value is not null && (asked.Contains("All") || asked.Contains(name)))
                attributes[name] = value;
        }
        if (attributes.Count > 0)
            output["Attributes"] = attributes;
        var wanted = input.Texts("MessageAttributeNames");
        if (message.Structure("MessageAttributes") is { } own && wanted.Count > 0)
        {
            var shown = new JsonObject();
            foreach (var (name, value) in own)
            {
                if (wanted.Any(pattern => pattern is "All" or ".*" || pattern == name || (pattern.EndsWith(".*", StringComparison.Ordinal) && name.StartsWith(pattern[..^1], StringComparison.Ordinal))))
                    shown[name] = value!.DeepClone();
            }
            if (shown.Count > 0)
            {
                output["MessageAttributes"] = shown;
                if (shown.Count == own.Count)
                    message.CopyMembers(output, "MD5OfMessageAttributes");
            }
        }
        return output;
    }

    private static string? Milliseconds(JsonObject message, string member) =>
        message.Time(member)?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static JsonObject DeleteMessage(CallContext call, JsonObject input) => Delete(call, Queues.Require(call, input), input);

    private static JsonObject Delete(CallContext call, Queue queue, JsonObject entry)
    {
        var (id, _) = ParseHandle(entry.RequiredText("ReceiptHandle", "MissingParameter"));
        queue.Messages(call).Remove(id);
        return [];
    }

    private static JsonObject ChangeVisibility(CallContext call, Queue queue, JsonObject entry)
    {
        var (id, _) = ParseHandle(entry.RequiredText("ReceiptHandle", "MissingParameter"));
        var timeout = entry.Number("VisibilityTimeout") ?? 0;
        CheckTimeout(timeout);
        if (queue.Messages(call).Find(id) is not { } message)
            throw new AwsErrorException("InvalidParameterValue", "Value for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.", 400);
        if (!(message.Time("VisibleAt") > call.Now))
            throw new AwsErrorException("MessageNotInflight", "The specified message isn't in flight.", 400);
        queue.Messages(call).Update(id, changed => changed["VisibleAt"] = call.Now.AddSeconds(timeout).Timestamp());
        return [];
    }

    private static void CheckTimeout(long timeout)
    {
        if (timeout is < 0 or > 43_200)
            throw new AwsErrorException("InvalidParameterValue", $"Value {timeout} for parameter VisibilityTimeout is invalid. Reason: Must be between 0 and 43200, if provided.", 400);
    }

    private static string Handle(string id, JsonObject message) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"receipt/{message.Text("ReceiveCount")}/{id}"));

    private static (string Id, string Count) ParseHandle(string handle)
    {
        var bytes = new byte[Math.Min(handle.Length, 1024)];
        if (Convert.TryFromBase64String(handle, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length).Split('/', 3) is ["receipt", var count, var id])
            return (id, count);
        throw new AwsErrorException("ReceiptHandleIsInvalid", "The input receipt handle is invalid.", 404);
    }
}
