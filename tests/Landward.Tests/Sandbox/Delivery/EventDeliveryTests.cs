using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Delivery;

public sealed class EventDeliveryTests
{
    private const string QueuePolicy = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["events.amazonaws.com","sns.amazonaws.com"]},"Action":"sqs:SendMessage","Resource":"*"}]}
        """;

    private const string TopicPolicy = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sns:Publish","Resource":"*"}]}
        """;

    [Fact]
    public async Task A_published_event_that_matches_reaches_the_queue_and_through_a_topic_its_subscribers()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (url, arn) = await CreateQueueAsync(sandbox, QueuePolicy);
        var topic = (await sandbox.CallAsync("sns", "CreateTopic", new JsonObject { ["Name"] = "alerts" }))["TopicArn"]!.ToString();
        await sandbox.CallAsync("sns", "SetTopicAttributes", new JsonObject { ["TopicArn"] = topic, ["AttributeName"] = "Policy", ["AttributeValue"] = TopicPolicy });
        await sandbox.CallAsync("sns", "Subscribe", new JsonObject { ["TopicArn"] = topic, ["Protocol"] = "sqs", ["Endpoint"] = arn });
        await CreateRuleAsync(sandbox, """{"source":["shop"],"detail":{"amount":[{"numeric":[">",10]}]}}""", arn, topic);

        await PutEventAsync(sandbox, """{"amount":50}""");
        await PutEventAsync(sandbox, """{"amount":5}""");
        var bodies = await ReceiveAsync(sandbox, url);

        bodies.Count.ShouldBe(2);
        bodies.ShouldContain(body => body["source"] != null && body["detail"]!["amount"]!.GetValue<int>() == 50);
        bodies.ShouldContain(body => body["Type"] != null && body["TopicArn"]!.ToString() == topic);
    }

    [Fact]
    public async Task A_queue_whose_policy_does_not_let_EventBridge_send_gets_nothing()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (url, arn) = await CreateQueueAsync(sandbox, policy: null);
        await CreateRuleAsync(sandbox, """{"source":["shop"]}""", arn);

        await PutEventAsync(sandbox, """{"amount":50}""");

        (await ReceiveAsync(sandbox, url)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_receives_what_its_transformer_makes_of_the_event()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var (url, arn) = await CreateQueueAsync(sandbox, QueuePolicy);
        await sandbox.CallAsync("events", "PutRule", new JsonObject { ["Name"] = "rule", ["EventPattern"] = """{"source":["shop"]}""" });
        await sandbox.CallAsync("events", "PutTargets", new JsonObject
        {
            ["Rule"] = "rule",
            ["Targets"] = new JsonArray(new JsonObject
            {
                ["Id"] = "queue",
                ["Arn"] = arn,
                ["InputTransformer"] = new JsonObject
                {
                    ["InputPathsMap"] = new JsonObject { ["sum"] = "$.detail.amount", ["first"] = "$.detail.items[0].name" },
                    ["InputTemplate"] = """{"text":"<first> for <sum> by <aws.events.rule-name>"}""",
                },
            }),
        });

        await PutEventAsync(sandbox, """{"amount":50,"items":[{"name":"boots"}]}""");

        (await ReceiveAsync(sandbox, url)).Single()["text"]!.ToString().ShouldBe("boots for 50 by rule");
    }

    private static async Task<(string Url, string Arn)> CreateQueueAsync(RunningSandbox sandbox, string? policy)
    {
        var url = (await sandbox.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "inbox" }))["QueueUrl"]!.ToString();
        if (policy is not null)
            await sandbox.CallAsync("sqs", "SetQueueAttributes", new JsonObject { ["QueueUrl"] = url, ["Attributes"] = new JsonObject { ["Policy"] = policy } });
        return (url, $"arn:aws:sqs:{RunningSandbox.Home}:{sandbox.Account}:inbox");
    }

    private static async Task CreateRuleAsync(RunningSandbox sandbox, string pattern, params string[] targets)
    {
        await sandbox.CallAsync("events", "PutRule", new JsonObject { ["Name"] = "rule", ["EventPattern"] = pattern });
        await sandbox.CallAsync("events", "PutTargets", new JsonObject
        {
            ["Rule"] = "rule",
            ["Targets"] = new JsonArray([.. targets.Select((arn, index) => new JsonObject { ["Id"] = $"target-{index}", ["Arn"] = arn })]),
        });
    }

    private static Task<JsonObject> PutEventAsync(RunningSandbox sandbox, string detail) =>
        sandbox.CallAsync("events", "PutEvents", new JsonObject
        {
            ["Entries"] = new JsonArray(new JsonObject { ["Source"] = "shop", ["DetailType"] = "order", ["Detail"] = detail }),
        });

    private static async Task<IReadOnlyList<JsonNode>> ReceiveAsync(RunningSandbox sandbox, string url)
    {
        var answer = await sandbox.CallAsync("sqs", "ReceiveMessage", new JsonObject { ["QueueUrl"] = url, ["MaxNumberOfMessages"] = 10 });
        return [.. (answer["Messages"] as JsonArray ?? []).Select(message => JsonNode.Parse(message!["Body"]!.ToString())!)];
    }
}
