using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Sandbox.Services.Sns;

/// <summary>
/// Brings a published message to the topic's subscriptions. Queues get it; what would leave AWS (e-mail, web servers, phones)
/// is recorded in the topic's account as a delivery instead.
/// </summary>
internal static class SubscriptionDelivery
{
    /// <summary>Partition ("sns", account, region, delivery): the newest deliveries that would have left AWS. Id: time and message id.</summary>
    public const string Delivery = "delivery";

    private const int KeptDeliveries = 1000;

    public static string Publish(CallContext call, Topic topic, JsonObject message)
    {
        var messageId = call.Ids.Uuid();
        foreach (var subscription in topic.Subscriptions(call).ToList())
        {
            if (subscription.Flag("PendingConfirmation") == true || !SubscriptionFilter.Accepts(subscription, message))
                continue;
            var text = TextFor(message, subscription.RequiredText("Protocol"));
            if (subscription.Text("Protocol") == "sqs")
                ToQueue(call, topic, subscription, message, text, messageId);
            else
                Record(call, topic, subscription, message.Text("Subject"), text);
        }
        return messageId;
    }

    /// <summary>Records what would have been sent.</summary>
    public static void Record(CallContext call, Topic topic, JsonObject subscription, string? subject, string text)
    {
        var deliveries = call.TableOf("sns", topic.Account, topic.Region, Delivery);
        var kept = deliveries.List();
        if (kept.Count >= KeptDeliveries)
            deliveries.Remove(kept[0].Key);
        var id = call.Now.ToUnixTimeMilliseconds().ToString("D13", CultureInfo.InvariantCulture) + "-" + call.Ids.Uuid();
        deliveries.Put(id, new JsonObject
        {
            ["TopicArn"] = topic.Arn,
            ["SubscriptionArn"] = subscription.Text("SubscriptionArn"),
            ["Protocol"] = subscription.Text("Protocol"),
            ["Endpoint"] = subscription.Text("Endpoint"),
            ["Subject"] = subject,
            ["Message"] = text,
            ["Timestamp"] = call.Now.Timestamp(),
        });
    }

    private static void ToQueue(CallContext call, Topic topic, JsonObject subscription, JsonObject message, string text, string messageId)
    {
        var endpoint = subscription.RequiredText("Endpoint");
        if (subscription.Flag("RawMessageDelivery") == true)
        {
            QueueMessages.Deliver(call, endpoint, text, message.Structure("MessageAttributes"), message.Text("MessageGroupId"));
            return;
        }
        // https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html; unsigned: there is no certificate to check it with.
        var envelope = new JsonObject { ["Type"] = "Notification", ["MessageId"] = messageId, ["TopicArn"] = topic.Arn };
        if (message.Text("Subject") is { } subject)
            envelope["Subject"] = subject;
        envelope["Message"] = text;
        envelope["Timestamp"] = call.Now.Timestamp();
        envelope["UnsubscribeURL"] = $"https://sns.{topic.Region}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={subscription.Text("SubscriptionArn")}";
        if (message.Structure("MessageAttributes") is { Count: > 0 } attributes)
        {
            var shown = new JsonObject();
            foreach (var (name, value) in attributes)
            {
                if (value is JsonObject attribute)
                    shown[name] = new JsonObject { ["Type"] = attribute.Text("DataType"), ["Value"] = attribute.Text("StringValue") ?? attribute.Text("BinaryValue") };
            }
            envelope["MessageAttributes"] = shown;
        }
        QueueMessages.Deliver(call, endpoint, envelope.ToJsonString(), messageAttributes: null, message.Text("MessageGroupId"));
    }

    // MessageStructure json: one text per protocol, "default" for the others.
    private static string TextFor(JsonObject message, string protocol)
    {
        var text = message.RequiredText("Message");
        return message.Text("MessageStructure") == "json" && InputMembers.ParseObject(text) is { } variants
            ? variants.Text(protocol) ?? variants.RequiredText("default")
            : text;
    }
}
