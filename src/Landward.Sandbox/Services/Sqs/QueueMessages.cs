using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.S3;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>Puts messages into queues, for callers and for the services that deliver to queues.</summary>
internal static class QueueMessages
{
    private static readonly TimeSpan DeduplicationInterval = TimeSpan.FromMinutes(5);

    public static Queue? FindByArn(CallContext call, string? arn) => Queues.FindByArn(call, arn);

    /// <summary>Delivers a message of another service; false when there is no such queue.</summary>
    public static bool Deliver(CallContext call, string queueArn, string body, JsonObject? messageAttributes = null, string? messageGroupId = null)
    {
        if (Queues.FindByArn(call, queueArn) is not { } queue)
            return false;
        Send(call, queue, new JsonObject
        {
            ["MessageBody"] = body,
            ["MessageAttributes"] = messageAttributes?.DeepClone(),
            ["MessageGroupId"] = queue.IsFifo ? messageGroupId ?? "default" : null,
            ["MessageDeduplicationId"] = queue.IsFifo ? call.Ids.Uuid() : null,
        });
        return true;
    }

    /// <summary>Sends one message (SendMessage's members) and returns the output members.</summary>
    public static JsonObject Send(CallContext call, Queue queue, JsonObject input)
    {
        var body = input.RequiredText("MessageBody", "MissingParameter");
        if (body.Length == 0)
            throw new AwsErrorException("MissingParameter", "The request must contain the parameter MessageBody.", 400);
        if (Encoding.UTF8.GetByteCount(body) > queue.Number("MaximumMessageSize"))
            throw new AwsErrorException("InvalidParameterValue", $"One or more parameters are invalid. Reason: Message must be shorter than {queue.Number("MaximumMessageSize")} bytes.", 400);
        if (input.Number("DelaySeconds") is < 0 or > 900)
            throw new AwsErrorException("InvalidParameterValue", "Value for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.", 400);
        var message = new JsonObject
        {
            ["MessageId"] = call.Ids.Uuid(),
            ["Body"] = body,
            ["MD5OfBody"] = Convert.ToHexStringLower(ObjectChecksums.Md5(Encoding.UTF8.GetBytes(body))),
            ["SentTimestamp"] = call.Now.Timestamp(),
            ["VisibleAt"] = call.Now.AddSeconds(input.Number("DelaySeconds") ?? queue.Number("DelaySeconds")).Timestamp(),
            ["ReceiveCount"] = 0,
            ["SenderId"] = call.Caller.PrincipalId,
        };
        if (input.Structure("MessageAttributes") is { Count: > 0 } attributes)
        {
            message["MessageAttributes"] = attributes.DeepClone();
            message["MD5OfMessageAttributes"] = AttributesDigest(attributes);
        }
        if (queue.IsFifo && Fifo(call, queue, input, message) is { } duplicate)
            message = duplicate;
        else
            queue.Messages(call).Put(Id(call.Now, message.RequiredText("MessageId")), message);
        var output = new JsonObject { ["MessageId"] = message.Text("MessageId"), ["MD5OfMessageBody"] = message.Text("MD5OfBody") };
        return message.CopyMembers(output, "MD5OfMessageAttributes", "SequenceNumber");
    }

    private static string Id(DateTimeOffset sent, string messageId) =>
        sent.ToUnixTimeMilliseconds().ToString("D13", CultureInfo.InvariantCulture) + "-" + messageId;

    // A duplicate within five minutes is accepted and not delivered again, even after the first was deleted.
    private static JsonObject? Fifo(CallContext call, Queue queue, JsonObject input, JsonObject message)
    {
        message["MessageGroupId"] = input.RequiredText("MessageGroupId", "MissingParameter");
        var deduplicationId = input.Text("MessageDeduplicationId")
            ?? (queue.Attribute("ContentBasedDeduplication") == "true"
                ? Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(message.RequiredText("Body"))))
                : throw new AwsErrorException("InvalidParameterValue", "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly", 400));
        var seen = call.TableOf("sqs", queue.Account, queue.Region, "deduplication:" + queue.Name);
        foreach (var (id, old) in seen.List())
        {
            if (old.Time("SentTimestamp") is { } sent && call.Now - sent >= DeduplicationInterval)
                seen.Remove(id);
        }
        if (seen.Find(deduplicationId) is { } duplicate)
            return duplicate;
        var next = (queue.Document.Number("NextSequence") ?? 0) + 1;
        Queues.Table(call, queue.Account, queue.Region).Update(queue.Name, document => document["NextSequence"] = next);
        message["SequenceNumber"] = next.ToString("D20", CultureInfo.InvariantCulture);
        message["MessageDeduplicationId"] = deduplicationId;
        seen.Put(deduplicationId, message.CopyMembers(new JsonObject(), "MessageId", "MD5OfBody", "MD5OfMessageAttributes", "SequenceNumber", "SentTimestamp"));
        return null;
    }

    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
    private static string AttributesDigest(JsonObject attributes)
    {
        using var buffer = new MemoryStream();
        foreach (var (name, node) in attributes.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (node is not JsonObject attribute)
                continue;
            Write(buffer, Encoding.UTF8.GetBytes(name));
            Write(buffer, Encoding.UTF8.GetBytes(attribute.RequiredText("DataType", "InvalidParameterValue")));
            var binary = attribute.Text("BinaryValue");
            buffer.WriteByte(binary is null ? (byte)1 : (byte)2);
            Write(buffer, binary is null ? Encoding.UTF8.GetBytes(attribute.Text("StringValue") ?? string.Empty) : Convert.FromBase64String(binary));
        }
        return Convert.ToHexStringLower(ObjectChecksums.Md5(buffer.ToArray()));
    }

    private static void Write(MemoryStream buffer, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        buffer.Write(length);
        buffer.Write(bytes);
    }
}
