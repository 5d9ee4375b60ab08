using System.Globalization;
using System.Text.Json.Nodes;
using Landward.Sandbox.Authorization;
using Landward.Sandbox.Calls;

namespace Landward.Sandbox.Services.Sns;

/// <summary>Topics, their attributes, policies and tags.</summary>
internal static class TopicOperations
{
    private static readonly HashSet<string> Settable = new(StringComparer.Ordinal)
    {
        "DisplayName", "DeliveryPolicy", "KmsMasterKeyId", "SignatureVersion", "TracingConfig", "ContentBasedDeduplication", "FifoThroughputScope", "ArchivePolicy",
    };

    public static void AddTo(ServiceRegistry registry)
    {
        registry.Add("sns", "CreateTopic", CreateTopic);
        registry.Add("sns", "DeleteTopic", DeleteTopic);
        registry.Add("sns", "ListTopics", ListTopics);
        registry.Add("sns", "GetTopicAttributes", GetTopicAttributes);
        registry.Add("sns", "SetTopicAttributes", SetTopicAttributes);
        registry.Add("sns", "AddPermission", AddPermission);
        registry.Add("sns", "RemovePermission", RemovePermission);
        registry.Add("sns", "TagResource", TagResource);
        registry.Add("sns", "UntagResource", UntagResource);
        registry.Add("sns", "ListTagsForResource", ListTagsForResource);
    }

    private static JsonObject CreateTopic(CallContext call, JsonObject input)
    {
        var name = input.RequiredText("Name", "InvalidParameter");
        var isFifo = name.EndsWith(".fifo", StringComparison.Ordinal);
        var plain = isFifo ? name[..^".fifo".Length] : name;
        if (name.Length is < 1 or > 256 || plain.Length == 0 || !plain.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
            throw Topics.Invalid("Topic Name");
        var attributes = input.Structure("Attributes")?.Copy() ?? [];
        if (isFifo != (attributes.Text("FifoTopic") == "true"))
            throw Topics.Invalid(isFifo ? "Topic Name" : "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.");
        var topic = new Topic(call.Account, call.Region, name, []);
        var table = Topics.Table(call, call.Account, call.Region);
        var output = new JsonObject { ["TopicArn"] = topic.Arn };
        if (table.Find(name) is { } existing)
        {
            if (input.Structures("Tags").Any() && !JsonNode.DeepEquals(existing[StateLayout.Tags], input["Tags"]))
                throw Topics.Invalid("Tags Reason: Topic already exists with different tags");
            if (attributes.Any(attribute => attribute.Key != "Policy" && existing.Structure("Attributes")?.Text(attribute.Key) != attribute.Value?.ToString()))
                throw Topics.Invalid("Attributes Reason: Topic already exists with different attributes");
            return output;
        }
        var document = new JsonObject
        {
            ["TopicArn"] = topic.Arn,
            [StateLayout.Arn] = topic.Arn,
            [StateLayout.Policy] = DefaultPolicy(topic),
            ["Attributes"] = new JsonObject(),
        };
        foreach (var (attribute, value) in attributes)
        {
            if (attribute == "FifoTopic")
                document["Attributes"]![attribute] = value?.ToString();
            else
                Set(document, attribute, value?.ToString() ?? string.Empty);
        }
        input.CopyMembers(document, StateLayout.Tags);
        table.Put(name, document);
        return output;
    }

    // https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html: the owner's account only.
    private static string DefaultPolicy(Topic topic) => new JsonObject
    {
        ["Version"] = "2008-10-17",
        ["Id"] = "__default_policy_ID",
        ["Statement"] = new JsonArray(new JsonObject
        {
            ["Sid"] = "__default_statement_ID",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = "*" },
            ["Action"] = new JsonArray("SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission", "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic", "SNS:Publish"),
            ["Resource"] = topic.Arn,
            ["Condition"] = new JsonObject { ["StringEquals"] = new JsonObject { ["AWS:SourceOwner"] = topic.Account } },
        }),
    }.ToJsonString();

    private static void Set(JsonObject document, string name, string value)
    {
        if (name == "Policy")
        {
            ResourcePolicyCheck.Require(value, message => Topics.Invalid("Policy Error: " + message));
            document[StateLayout.Policy] = value;
            return;
        }
        if (!Settable.Contains(name) && !name.EndsWith("FeedbackRoleArn", StringComparison.Ordinal) && !name.EndsWith("FeedbackSampleRate", StringComparison.Ordinal))
            throw Topics.Invalid("AttributeName");
        document["Attributes"]![name] = value;
    }

    private static JsonObject SetTopicAttributes(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        topic.Update(call, document => Set(document, input.RequiredText("AttributeName", "InvalidParameter"), input.Text("AttributeValue") ?? string.Empty));
        return [];
    }

    private static JsonObject GetTopicAttributes(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var subscriptions = topic.Subscriptions(call).ToList();
        var attributes = new JsonObject
        {
            ["TopicArn"] = topic.Arn,
            ["Owner"] = topic.Account,
            ["Policy"] = topic.Document.Text(StateLayout.Policy),
            ["DisplayName"] = string.Empty,
            ["SubscriptionsConfirmed"] = Count(subscriptions, pending: false),
            ["SubscriptionsPending"] = Count(subscriptions, pending: true),
            ["SubscriptionsDeleted"] = "0",
            ["EffectiveDeliveryPolicy"] = """{"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,"numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},"disableSubscriptionOverrides":false}}""",
        };
        foreach (var (name, value) in topic.Document.TextMap("Attributes"))
            attributes[name] = value;
        return new JsonObject { ["Attributes"] = attributes };
    }

    private static string Count(List<JsonObject> subscriptions, bool pending) =>
        subscriptions.Count(subscription => subscription.Flag("PendingConfirmation") == true == pending).ToString(CultureInfo.InvariantCulture);

    private static JsonObject DeleteTopic(CallContext call, JsonObject input)
    {
        // Deleting a topic that does not exist is not an error.
        if (Topics.Find(call, input.RequiredText("TopicArn", "InvalidParameter")) is not { } topic)
            return [];
        var subscriptions = Topics.Subscriptions(call, topic.Account, topic.Region);
        foreach (var subscription in topic.Subscriptions(call).ToList())
            subscriptions.Remove(subscription.RequiredText("SubscriptionArn"));
        Topics.Table(call, topic.Account, topic.Region).Remove(topic.Name);
        return [];
    }

    private static JsonObject ListTopics(CallContext call, JsonObject input)
    {
        var page = call.Page(Topics.Table(call, call.Account, call.Region).List(), input.Text("NextToken"), null, 100, "InvalidParameter");
        return page.Answer(new JsonObject { ["Topics"] = page.Items.Select(entry => (JsonNode?)new JsonObject { ["TopicArn"] = entry.Value.Text("TopicArn") }).ToJsonArray() });
    }

    private static JsonObject AddPermission(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var policy = InputMembers.ParseObject(topic.Document.Text(StateLayout.Policy)) ?? [];
        var statements = policy["Statement"] as JsonArray ?? [];
        var label = input.RequiredText("Label", "InvalidParameter");
        if (statements.OfType<JsonObject>().Any(statement => statement.Text("Sid") == label))
            throw Topics.Invalid("Statement already exists");
        statements.Add(new JsonObject
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = input.Texts("AWSAccountId").Select(account => $"arn:aws:iam::{account}:root").ToJsonArray() },
            ["Action"] = input.Texts("ActionName").Select(action => "SNS:" + action).ToJsonArray(),
            ["Resource"] = topic.Arn,
        });
        policy["Statement"] = statements;
        topic.Update(call, document => document[StateLayout.Policy] = policy.ToJsonString());
        return [];
    }

    private static JsonObject RemovePermission(CallContext call, JsonObject input)
    {
        var topic = Topics.Require(call, input.Text("TopicArn"));
        var policy = InputMembers.ParseObject(topic.Document.Text(StateLayout.Policy)) ?? [];
        var label = input.RequiredText("Label", "InvalidParameter");
        if (policy["Statement"] is not JsonArray statements || statements.OfType<JsonObject>().FirstOrDefault(statement => statement.Text("Sid") == label) is not { } found)
            throw Topics.NotFound("Statement does not exist");
        statements.Remove(found);
        topic.Update(call, document => document[StateLayout.Policy] = policy.ToJsonString());
        return [];
    }

    private static JsonObject TagResource(CallContext call, JsonObject input)
    {
        var topic = RequireTagged(call, input);
        var tags = TagList.Merge(topic.Document[StateLayout.Tags], input.Structures("Tags"));
        if (tags.Count > 50)
            throw new AwsErrorException("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded", 400);
        topic.Update(call, document => document[StateLayout.Tags] = tags);
        return [];
    }

    private static JsonObject UntagResource(CallContext call, JsonObject input)
    {
        var topic = RequireTagged(call, input);
        topic.Update(call, document => document[StateLayout.Tags] = TagList.Without(document[StateLayout.Tags], input.Texts("TagKeys")));
        return [];
    }

    private static JsonObject ListTagsForResource(CallContext call, JsonObject input) =>
        new() { ["Tags"] = RequireTagged(call, input).Document[StateLayout.Tags]?.DeepClone() ?? new JsonArray() };

    private static Topic RequireTagged(CallContext call, JsonObject input) =>
        Topics.Find(call, input.Text("ResourceArn")) ?? throw new AwsErrorException("ResourceNotFound", "Resource does not exist", 404);
}
