using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sqs;

/// <summary>Attributes of queues: which there are, their ranges and defaults (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html).</summary>
internal static class QueueAttributes
{
    private static readonly Dictionary<string, (long Minimum, long Maximum, long Default)> Numbers = new(StringComparer.Ordinal)
    {
        ["DelaySeconds"] = (0, 900, 0),
        ["MaximumMessageSize"] = (1024, 1_048_576, 1_048_576),
        ["MessageRetentionPeriod"] = (60, 1_209_600, 345_600),
        ["ReceiveMessageWaitTimeSeconds"] = (0, 20, 0),
        ["VisibilityTimeout"] = (0, 43_200, 30),
        ["KmsDataKeyReusePeriodSeconds"] = (60, 86_400, 300),
    };

    private static readonly HashSet<string> Texts = new(StringComparer.Ordinal)
    {
        "Policy", "RedrivePolicy", "RedriveAllowPolicy", "KmsMasterKeyId", "SqsManagedSseEnabled", "FifoQueue", "ContentBasedDeduplication",
        "DeduplicationScope", "FifoThroughputLimit",
    };

    private static readonly string[] Computed =
    [
        "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed", "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp",
        "LastModifiedTimestamp", "QueueArn",
    ];

    public static long Default(string name) => Numbers[name].Default;

    public static void Check(IEnumerable<KeyValuePair<string, string>> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (Numbers.TryGetValue(name, out var range))
            {
                if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < range.Minimum || number > range.Maximum)
                    throw Invalid(name);
            }
            else if (!Texts.Contains(name))
            {
                throw new AwsErrorException("InvalidAttributeName", $"Unknown Attribute {name}.", 400);
            }
            else if (name == "Policy" && value.Length > 0)
            {
                ResourcePolicyCheck.Require(value, _ => Invalid(name));
            }
            else if (name == "RedrivePolicy" && value.Length > 0 && InputMembers.ParseObject(value) is not { } redrive)
            {
                throw Invalid(name);
            }
        }
    }

    /// <summary>The attributes asked for, with those the queue computes.</summary>
    public static JsonObject Read(CallContext call, Queue queue, IReadOnlyList<string> names)
    {
        var all = names.Contains("All");
        var output = new JsonObject();
        foreach (var name in Numbers.Keys.Concat(Texts).Concat(Computed))
        {
            if ((all || names.Contains(name)) && Value(call, queue, name) is { } value)
                output[name] = value;
        }
        foreach (var name in names)
        {
            if (name != "All" && !Numbers.ContainsKey(name) && !Texts.Contains(name) && !Computed.Contains(name))
                throw new AwsErrorException("InvalidAttributeName", $"Unknown Attribute {name}.", 400);
        }
        return output;
    }

    private static string? Value(CallContext call, Queue queue, string name)
    {
        switch (name)
        {
            case "Policy":
                return queue.Document.Text(StateLayout.Policy);
            case "QueueArn":
                return queue.Arn;
            case "CreatedTimestamp" or "LastModifiedTimestamp":
                return queue.Document.Time(name)?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            case "KmsDataKeyReusePeriodSeconds" when queue.Attribute("KmsMasterKeyId") is null:
                return null;
            case "SqsManagedSseEnabled":
                return queue.Attribute(name) ?? (queue.Attribute("KmsMasterKeyId") is null ? "true" : "false");
            case "ApproximateNumberOfMessages":
                return Count(call, queue, message => !IsInFlight(call, message) && !IsDelayed(call, message));
            case "ApproximateNumberOfMessagesNotVisible":
                return Count(call, queue, message => IsInFlight(call, message));
            case "ApproximateNumberOfMessagesDelayed":
                return Count(call, queue, message => IsDelayed(call, message));
            default:
                return Numbers.ContainsKey(name) ? queue.Number(name).ToString(CultureInfo.InvariantCulture) : queue.Attribute(name);
        }
    }

    private static bool IsInFlight(CallContext call, JsonObject message) => message.Number("ReceiveCount") > 0 && message.Time("VisibleAt") > call.Now;

    private static bool IsDelayed(CallContext call, JsonObject message) => message.Number("ReceiveCount") is null or 0 && message.Time("VisibleAt") > call.Now;

    private static string Count(CallContext call, Queue queue, Func<JsonObject, bool> predicate) =>
        queue.Messages(call).List().Count(entry => predicate(entry.Value)).ToString(CultureInfo.InvariantCulture);

    private static AwsErrorException Invalid(string name) => new("InvalidAttributeValue", $"Invalid value for the parameter {name}.", 400);
}
