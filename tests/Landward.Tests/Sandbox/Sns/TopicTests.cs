using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Sns;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Tests.Sandbox.Sns;

public sealed class TopicTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:alerts";
    private const string QueueUrl = "https://sqs.eu-west-1.amazonaws.com/111122223333/inbox";
    private readonly SandboxHarness _sandbox = new(SnsService.AddTo, SqsService.AddTo);

    public TopicTests()
    {
        Client.Call("sns", "CreateTopic", new { Name = "alerts" })["TopicArn"]!.ToString().ShouldBe(Topic);
        Client.Call("sqs", "CreateQueue", new { QueueName = "inbox" });
    }

    private SandboxClient Client => _sandbox.Management;

    private List<string> Inbox() =>
        [.. (Client.Call("sqs", "ReceiveMessage", new { QueueUrl, MaxNumberOfMessages = 10 })["Messages"]?.AsArray() ?? []).Select(message => message!["Body"]!.ToString())];

    private string Subscribe(object? attributes = null) =>
        Client.Call("sns", "Subscribe", new { TopicArn = Topic, Protocol = "sqs", Endpoint = "arn:aws:sqs:eu-west-1:111122223333:inbox", Attributes = attributes ?? new { } })["SubscriptionArn"]!.ToString();

    [Fact]
    public void A_message_reaches_a_subscribed_queue_in_an_envelope()
    {
        Subscribe();
        var id = Client.Call("sns", "Publish", new { TopicArn = Topic, Message = "look", Subject = "Alert" })["MessageId"]!.ToString();
        var envelope = JsonNode.Parse(Inbox().ShouldHaveSingleItem())!;
        (envelope["Type"]!.ToString(), envelope["MessageId"]!.ToString(), envelope["TopicArn"]!.ToString(), envelope["Subject"]!.ToString(), envelope["Message"]!.ToString())
            .ShouldBe(("Notification", id, Topic, "Alert", "look"));
    }

    [Fact]
    public void Raw_delivery_sends_the_message_alone_and_filters_choose()
    {
        var subscription = Subscribe(new { RawMessageDelivery = "true", FilterPolicy = """{"severity":["HIGH",{"prefix":"CRIT"}]}""" });
        foreach (var severity in (string[])["LOW", "HIGH", "CRITICAL"])
            Client.Call("sns", "Publish", new { TopicArn = Topic, Message = severity, MessageAttributes = new { severity = new { DataType = "String", StringValue = severity } } });
        Client.Call("sns", "Publish", new { TopicArn = Topic, Message = "none" });
        Inbox().ShouldBe(["HIGH", "CRITICAL"], ignoreOrder: true);
        Client.Call("sns", "SetSubscriptionAttributes", new { SubscriptionArn = subscription, AttributeName = "FilterPolicyScope", AttributeValue = "MessageBody" });
        Client.Call("sns", "Publish", new { TopicArn = Topic, Message = """{"severity":"HIGH"}""" });
        Inbox().ShouldBe(["""{"severity":"HIGH"}"""]);
    }

    [Fact]
    public void An_array_attribute_is_filtered_by_its_elements_and_matches_nothing_when_it_is_no_array()
    {
        Subscribe(new { RawMessageDelivery = "true", FilterPolicy = """{"tags":["red"]}""" });
        foreach (var tags in (string[])["""["blue","red"]""", """["blue"]""", "red, not JSON", """{"red":1}""", ""])
            Client.Call("sns", "Publish", new { TopicArn = Topic, Message = tags + "!", MessageAttributes = new { tags = new { DataType = "String.Array", StringValue = tags } } });

        Inbox().ShouldBe(["""["blue","red"]!"""]);
    }

    [Fact]
    public void A_policy_that_says_something_twice_is_refused()
    {
        const string twice = """{"Version":"2012-10-17","Statement":[],"Statement":[]}""";

        Client.Fails("sns", "SetTopicAttributes", new { TopicArn = Topic, AttributeName = "Policy", AttributeValue = twice }).Code.ShouldBe("InvalidParameter");
    }

    [Fact]
    public void A_person_must_confirm_before_getting_messages()
    {
        Client.Call("sns", "Subscribe", new { TopicArn = Topic, Protocol = "email", Endpoint = "security@example.com" })["SubscriptionArn"]!.ToString().ShouldBe("pending confirmation");
        Client.Call("sns", "GetTopicAttributes", new { TopicArn = Topic })["Attributes"]!["SubscriptionsPending"]!.ToString().ShouldBe("1");
        Client.Call("sns", "Publish", new { TopicArn = Topic, Message = "too early" });
        List<JsonObject> deliveries = [];
        _sandbox.Change(call => deliveries = [.. call.TableOf("sns", "111122223333", "eu-west-1", SubscriptionDelivery.Delivery).List().Select(entry => entry.Value)]);
        var text = deliveries.ShouldHaveSingleItem()["Message"]!.ToString();
        Client.Fails("sns", "ConfirmSubscription", new { TopicArn = Topic, Token = "guess" }).Code.ShouldBe("InvalidParameter");
        Client.Call("sns", "ConfirmSubscription", new { TopicArn = Topic, Token = text[(text.IndexOf("token ", StringComparison.Ordinal) + 6)..].TrimEnd('.') });
        Client.Call("sns", "Publish", new { TopicArn = Topic, Message = "in time" });
        _sandbox.Change(call => deliveries = [.. call.TableOf("sns", "111122223333", "eu-west-1", SubscriptionDelivery.Delivery).List().Select(entry => entry.Value)]);
        deliveries.Select(delivery => delivery["Message"]!.ToString()).ShouldContain("in time");
    }

    [Theory]
    [InlineData("GetTopicAttributes", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:absent"}""", "NotFound")]
    [InlineData("GetTopicAttributes", """{"TopicArn":"nonsense"}""", "InvalidParameter")]
    [InlineData("CreateTopic", """{"Name":"bad name"}""", "InvalidParameter")]
    [InlineData("Subscribe", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:alerts","Protocol":"pigeon","Endpoint":"x"}""", "InvalidParameter")]
    [InlineData("Publish", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:alerts","Message":""}""", "InvalidParameter")]
    [InlineData("SetTopicAttributes", """{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:alerts","AttributeName":"Policy","AttributeValue":"{}"}""", "InvalidParameter")]
    [InlineData("TagResource", """{"ResourceArn":"arn:aws:sns:eu-west-1:111122223333:absent","Tags":[]}""", "ResourceNotFound")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code) => Client.Fails("sns", operation, input).Code.ShouldBe(code);

    [Fact]
    public void Creating_again_answers_the_same_topic_and_deleting_takes_its_subscriptions()
    {
        Client.Call("sns", "CreateTopic", new { Name = "alerts" })["TopicArn"]!.ToString().ShouldBe(Topic);
        Subscribe().ShouldBe(Subscribe());
        Client.Call("sns", "DeleteTopic", new { TopicArn = Topic });
        Client.Call("sns", "ListSubscriptions")["Subscriptions"]!.AsArray().ShouldBeEmpty();
        Client.Call("sns", "DeleteTopic", new { TopicArn = Topic });
    }

    [Fact]
    public void The_policy_starts_with_the_owner_and_takes_statements()
    {
        string Policy() => Client.Call("sns", "GetTopicAttributes", new { TopicArn = Topic })["Attributes"]!["Policy"]!.ToString();
        Policy().ShouldContain("AWS:SourceOwner");
        Client.Call("sns", "AddPermission", new { TopicArn = Topic, Label = "peer", AWSAccountId = new[] { "444455556666" }, ActionName = new[] { "Publish" } });
        Policy().ShouldContain("arn:aws:iam::444455556666:root");
        Client.Call("sns", "RemovePermission", new { TopicArn = Topic, Label = "peer" });
        Policy().ShouldNotContain("444455556666");
    }
}
