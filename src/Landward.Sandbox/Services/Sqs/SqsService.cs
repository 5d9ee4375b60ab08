using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>Amazon SQS: queues and their attributes; messages are in <see cref="QueueMessages"/> and <see cref="MessageReceipts"/>.</summary>
internal static class SqsService
{
    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sqs", "CreateQueue", CreateQueue);
        registry.Add("sqs", "DeleteQueue", DeleteQueue);
        registry.Add("sqs", "GetQueueUrl", GetQueueUrl);
        registry.Add("sqs", "ListQueues", ListQueues);
        registry.Add("sqs", "GetQueueAttributes", (call, input) =>
            Queues.Require(call, input) is var queue && input.Texts("AttributeNames") is { Count: > 0 } names
                ? new JsonObject { ["Attributes"] = QueueAttributes.Read(call, queue, names) }
                : []);
        registry.Add("sqs", "SetQueueAttributes", SetQueueAttributes);
        registry.Add("sqs", "PurgeQueue", PurgeQueue);
        registry.Add("sqs", "SendMessage", (call, input) => QueueMessages.Send(call, Queues.Require(call, input), input));
        registry.Add("sqs", "SendMessageBatch", (call, input) =>
            Queues.Require(call, input) is var queue ? MessageBatch.Run(input, entry => QueueMessages.Send(call, queue, entry)) : []);
        registry.Add("sqs", "TagQueue", TagQueue);
        registry.Add("sqs", "UntagQueue", UntagQueue);
        registry.Add("sqs", "ListQueueTags", (call, input) =>
            Queues.Require(call, input).Document.Structure(StateLayout.Tags) is { Count: > 0 } tags ? new JsonObject { ["Tags"] = tags.DeepClone() } : []);
        MessageReceipts.AddTo(registry);
    }

    private static JsonObject CreateQueue(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("QueueName", "MissingParameter");
        var isFifo = name.EndsWith(".fifo", StringComparison.Ordinal);
        var plain = isFifo ? name[..^".fifo".Length] : name;
        if (name.Length is < 1 or > 80 || plain.Length == 0 || !plain.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw new AwsErrorException("InvalidParameterValue", "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length", 400);
        var attributes = input.Structure("Attributes")?.Copy() ?? [];
        QueueAttributes.Check(input.TextMap("Attributes"));
        if (isFifo != (attributes.Text("FifoQueue") == "true"))
            throw new AwsErrorException("InvalidParameterValue", isFifo ? "The queue name must end with the '.fifo' suffix only for FIFO queues; set FifoQueue to true." : "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length", 400);
        var table = Queues.Table(call, call.Account, call.Region);
        var url = new JsonObject { ["QueueUrl"] = Queues.Url(call.Account, call.Region, name) };
        if (table.Find(name) is { } existing)
        {
            var queue = new Queue(call.Account, call.Region, name, existing);
            var differs = attributes.Any(attribute => attribute.Key == "Policy"
                ? existing.Text(StateLayout.Policy) != attribute.Value?.ToString()
                : QueueAttributes.Read(call, queue, [attribute.Key]).Text(attribute.Key) != attribute.Value?.ToString());
            return differs
                ? throw new AwsErrorException("QueueNameExists", "A queue already exists with the same name and a different value for attribute(s).", 400)
                : url;
        }
        var document = new JsonObject
        {
            ["QueueName"] = name,
            ["QueueArn"] = Queues.Arn(call.Account, call.Region, name),
            [StateLayout.Arn] = Queues.Arn(call.Account, call.Region, name),
            ["CreatedTimestamp"] = call.Now.Timestamp(),
            ["LastModifiedTimestamp"] = call.Now.Timestamp(),
        };
        Apply(document, attributes);
        // The one member of this model whose name starts with a small letter.
        if ((input.Structure("tags") ?? input.Structure("Tags")) is { } tags)
            document[StateLayout.Tags] = tags.DeepClone();
        table.Put(name, document);
        return url;
    }

    private static void Apply(JsonObject document, JsonObject attributes)
    {
        var stored = document.Structure(Queues.Attributes)?.Copy() ?? [];
        foreach (var (name, value) in attributes)
        {
            if (name != "Policy")
            {
                stored[name] = value?.ToString();
                continue;
            }
            document.Remove(StateLayout.Policy);
            if (value?.ToString() is { Length: > 0 } policy)
                document[StateLayout.Policy] = policy;
        }
        document[Queues.Attributes] = stored;
    }

    private static JsonObject SetQueueAttributes(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        QueueAttributes.Check(input.TextMap("Attributes"));
        Queues.Table(call, queue.Account, queue.Region).Update(queue.Name, document =>
        {
            Apply(document, input.RequiredStructure("Attributes", "MissingParameter"));
            document["LastModifiedTimestamp"] = call.Now.Timestamp();
        });
        return [];
    }

    private static JsonObject DeleteQueue(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        Empty(call, queue);
        Queues.Table(call, queue.Account, queue.Region).Remove(queue.Name);
        return [];
    }

    private static JsonObject PurgeQueue(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        if (queue.Document.Time("PurgedAt") is { } purged && call.Now - purged < TimeSpan.FromSeconds(60))
            throw new AwsErrorException("PurgeQueueInProgress", $"Only one PurgeQueue operation on {queue.Name} is allowed every 60 seconds.", 403);
        Empty(call, queue);
        Queues.Table(call, queue.Account, queue.Region).Update(queue.Name, document => document["PurgedAt"] = call.Now.Timestamp());
        return [];
    }

    private static void Empty(CallContext call, Queue queue)
    {
        var messages = queue.Messages(call);
        foreach (var (id, _) in messages.List())
            messages.Remove(id);
    }

    private static JsonObject GetQueueUrl(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("QueueName", "MissingParameter");
        var owner = input.Text("QueueOwnerAWSAccountId") ?? call.Account;
        return Queues.Table(call, owner, call.Region).Contains(name)
            ? new JsonObject { ["QueueUrl"] = Queues.Url(owner, call.Region, name) }
            : throw Queues.DoesNotExist();
    }

    private static JsonObject ListQueues(CallContext call, JsonObject input)
    {
        var prefix = input.Text("QueueNamePrefix") ?? string.Empty;
        var names = Queues.Table(call, call.Account, call.Region).List().Select(entry => entry.Key)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var page = call.Page(names, input.Text("NextToken"), input.Number("MaxResults"), 1000, "InvalidParameterValue");
        var output = new JsonObject();
        if (page.Items.Count > 0)
            output["QueueUrls"] = page.Items.Select(name => Queues.Url(call.Account, call.Region, name)).ToJsonArray();
        return page.Answer(output);
    }

    private static JsonObject TagQueue(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        var tags = TagMap.Merge(queue.Document[StateLayout.Tags], input.TextMap("Tags"));
        if (tags.Count > 50)
            throw new AwsErrorException("OverLimit", $"Too many tags added for queue {queue.Name}.", 403);
        Queues.Table(call, queue.Account, queue.Region).Update(queue.Name, document => document[StateLayout.Tags] = tags);
        return [];
    }

    private static JsonObject UntagQueue(CallContext call, JsonObject input)
    {
        var queue = Queues.Require(call, input);
        Queues.Table(call, queue.Account, queue.Region).Update(queue.Name, document =>
            document[StateLayout.Tags] = TagMap.Without(document[StateLayout.Tags], input.Texts("TagKeys")));
        return [];
    }
}
