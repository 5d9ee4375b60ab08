using System.Text.Json.Nodes;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sns;

/// <summary>Subscriptions: to queues at once, to people and web servers after confirmation.</summary>
internal static class SubscriptionOperations
{
    private static readonly string[] Protocols = ["http", "https", "email", "email-json", "sms", "sqs", "application", "lambda", "firehose"];

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sns", "Subscribe", Subscribe);
        registry.Add("sns", "ConfirmSubscription", ConfirmSubscription);
        registry.Add("sns", "Unsubscribe", Unsubscribe);
        registry.Add("sns", "ListSubscriptions", (call, input) => Page(call, input, All(call)));
        registry.Add("sns", "ListSubscriptionsByTopic", (call, input) => Page(call, input, Topics.Require(call, input.Text("TopicArn")).Subscriptions(call)));
        registry.Add("sns", "GetSubscriptionAttributes", GetSubscriptionAttributes);
        registry.Add("sns", "SetSubscriptionAttributes", SetSubscriptionAttributes);
    }

    private static JsonObject Subscribe(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var protocol = input.RequiredText("Protocol", "InvalidParameter");
        var endpoint = input.Text("Endpoint") ?? string.Empty;
        CheckEndpoint(protocol, endpoint);
        if (topic.Subscriptions(call).FirstOrDefault(existing => existing.Text("Protocol") == protocol && existing.Text("Endpoint") == endpoint) is { } same)
            return Answer(same, input);
        var subscription = new JsonObject
        {
            ["SubscriptionArn"] = $"{topic.Arn}:{call.Ids.Uuid()}",
            ["TopicArn"] = topic.Arn,
            ["Protocol"] = protocol,
            ["Endpoint"] = endpoint,
            ["Owner"] = call.Caller.Account.Length > 0 ? call.Caller.Account : call.Account,
            ["RawMessageDelivery"] = false,
        };
        foreach (var (name, value) in input.TextMap("Attributes"))
            Set(subscription, name, value);
        if (protocol is "http" or "https" or "email" or "email-json")
        {
            subscription["PendingConfirmation"] = true;
            subscription["Token"] = call.Ids.HexDigits(128);
            SubscriptionDelivery.Record(call, topic, subscription, "AWS Notification - Subscription Confirmation",
                $"You have chosen to subscribe to the topic {topic.Arn}. To confirm, call ConfirmSubscription with token {subscription.Text("Token")}.");
        }
        Topics.Subscriptions(call, topic.Account, topic.Region).Put(subscription.RequiredText("SubscriptionArn"), subscription);
        return Answer(subscription, input);
    }

    private static JsonObject Answer(JsonObject subscription, JsonObject input) => new()
    {
        ["SubscriptionArn"] = subscription.Flag("PendingConfirmation") == true && input.Flag("ReturnSubscriptionArn") != true
            ? "pending confirmation"
            : subscription.Text("SubscriptionArn"),
    };

    private static void CheckEndpoint(string protocol, string endpoint)
    {
        var valid = protocol switch
        {
            "sqs" => endpoint.StartsWith("arn:aws:sqs:", StringComparison.Ordinal),
            "lambda" => endpoint.StartsWith("arn:aws:lambda:", StringComparison.Ordinal),
            "firehose" => endpoint.StartsWith("arn:aws:firehose:", StringComparison.Ordinal),
            "http" or "https" => endpoint.StartsWith(protocol + "://", StringComparison.OrdinalIgnoreCase),
            "email" or "email-json" => endpoint.IndexOf('@', StringComparison.Ordinal) > 0,
            _ => endpoint.Length > 0,
        };
        if (!Protocols.Contains(protocol, StringComparer.Ordinal))
            throw Topics.Invalid($"Amazon SNS does not support this protocol string: {protocol}");
        if (!valid)
            throw Topics.Invalid("Endpoint");
    }

    private static void Set(JsonObject subscription, string name, string value)
    {
        switch (name)
        {
            case "RawMessageDelivery":
                subscription[name] = string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
                break;
            case "FilterPolicy":
                if (value.Length > 0 && InputMembers.ParseObject(value) is null)
                    throw Topics.Invalid("FilterPolicy: failed to parse JSON.");
                subscription[name] = value;
                break;
            case "FilterPolicyScope":
                if (value is not ("MessageAttributes" or "MessageBody"))
                    throw Topics.Invalid("FilterPolicyScope: Invalid value " + value);
                subscription[name] = value;
                break;
            case "DeliveryPolicy" or "RedrivePolicy" or "SubscriptionRoleArn":
                subscription[name] = value;
                break;
            default:
                throw Topics.Invalid("AttributeName");
        }
    }

    private static JsonObject ConfirmSubscription(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var token = input.RequiredText("Token", "InvalidParameter");
        var subscription = topic.Subscriptions(call).FirstOrDefault(candidate => candidate.Text("Token") == token)
            ?? throw Topics.Invalid("Token");
        Topics.Subscriptions(call, topic.Account, topic.Region).Update(subscription.RequiredText("SubscriptionArn"), changed =>
        {
            changed.Remove("PendingConfirmation");
            changed["AuthenticateOnUnsubscribe"] = input.Text("AuthenticateOnUnsubscribe") == "true";
        });
        return new JsonObject { ["SubscriptionArn"] = subscription.Text("SubscriptionArn") };
    }

    private static JsonObject Unsubscribe(CallContext call, JsonObject input)
    {
        var subscription = Require(call, input);
        var topic = Topics.Require(call, subscription.Text("TopicArn"));
        Topics.Subscriptions(call, topic.Account, topic.Region).Remove(subscription.RequiredText("SubscriptionArn"));
        return [];
    }

    private static JsonObject GetSubscriptionAttributes(CallContext call, JsonObject input)
    {
        var subscription = Require(call, input);
        var attributes = new JsonObject
        {
            ["PendingConfirmation"] = subscription.Flag("PendingConfirmation") == true ? "true" : "false",
            ["ConfirmationWasAuthenticated"] = subscription.Text("Protocol") is "sqs" or "lambda" ? "true" : "false",
            ["RawMessageDelivery"] = subscription.Flag("RawMessageDelivery") == true ? "true" : "false",
            ["SubscriptionPrincipal"] = $"arn:aws:iam::{subscription.Text("Owner")}:root",
        };
        return new JsonObject
        {
            ["Attributes"] = subscription.CopyMembers(
                attributes, "SubscriptionArn", "TopicArn", "Protocol", "Endpoint", "Owner", "FilterPolicy", "FilterPolicyScope", "DeliveryPolicy", "RedrivePolicy", "SubscriptionRoleArn"),
        };
    }

    private static JsonObject SetSubscriptionAttributes(CallContext call, JsonObject input)
    {
        var subscription = Require(call, input);
        var topic = Topics.Require(call, subscription.Text("TopicArn"));
        Topics.Subscriptions(call, topic.Account, topic.Region).Update(
            subscription.RequiredText("SubscriptionArn"),
            changed => Set(changed, input.RequiredText("AttributeName", "InvalidParameter"), input.Text("AttributeValue") ?? string.Empty));
        return [];
    }

    private static IEnumerable<JsonObject> All(CallContext call) => Topics.Subscriptions(call, call.Account, call.Region).List().Select(entry => entry.Value);

    private static JsonObject Page(CallContext call, JsonObject input, IEnumerable<JsonObject> subscriptions)
    {
        var page = call.Page([.. subscriptions], input.Text("NextToken"), null, 100, "InvalidParameter");
        return page.Answer(new JsonObject
        {
            ["Subscriptions"] = page.Items.Select(subscription => (JsonNode?)subscription.CopyMembers(
                new JsonObject { ["SubscriptionArn"] = subscription.Flag("PendingConfirmation") == true ? "PendingConfirmation" : subscription.Text("SubscriptionArn") },
                "Owner", "Protocol", "Endpoint", "TopicArn")).ToJsonArray(),
        });
    }

    private static JsonObject Require(CallContext call, JsonObject input)
    {
        var arn = input.RequiredText("SubscriptionArn", "InvalidParameter");
        if (arn.Split(':') is not ["arn", _, "sns", var region, var account, _, _])
            throw Topics.Invalid("SubscriptionArn Reason: An ARN must have at least 7 elements");
        return Topics.Subscriptions(call, account, region).Find(arn) ?? throw Topics.NotFound("Subscription does not exist");
    }
}
