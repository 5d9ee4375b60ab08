using System.Text.Json.Nodes;
using Landward.Sandbox.Services.Sqs;

namespace Landward.Tests.Sandbox.Sqs;

public sealed class QueueTests
{
    private readonly SandboxHarness _sandbox = new(SqsService.AddTo);

    private SandboxClient Client => _sandbox.Management;

    private string Create(string name, object? attributes = null) =>
        Client.Call("sqs", "CreateQueue", new { QueueName = name, Attributes = attributes ?? new { } })["QueueUrl"]!.ToString();

    private JsonArray Receive(string url, int maximum = 10) =>
        Client.Call("sqs", "ReceiveMessage", new { QueueUrl = url, MaxNumberOfMessages = maximum, MessageSystemAttributeNames = new[] { "All" } })["Messages"]?.AsArray() ?? [];

    [Fact]
    public void A_received_message_is_hidden_until_its_timeout_and_gone_once_deleted()
    {
        var url = Create("jobs", new { VisibilityTimeout = "60" });
        Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = "work" })["MD5OfMessageBody"]!.ToString().ShouldBe("67e92c8765a9bc7fb2d335c459de9eb5");
        Receive(url).Count.ShouldBe(1);
        Receive(url).ShouldBeEmpty();
        _sandbox.Advance(TimeSpan.FromSeconds(61));
        var again = Receive(url)[0]!;
        again["Attributes"]!["ApproximateReceiveCount"]!.ToString().ShouldBe("2");
        Client.Call("sqs", "DeleteMessage", new { QueueUrl = url, ReceiptHandle = again["ReceiptHandle"]!.ToString() });
        _sandbox.Advance(TimeSpan.FromHours(1));
        Receive(url).ShouldBeEmpty();
    }

    [Fact]
    public void Counts_follow_delay_and_flight()
    {
        var url = Create("counted");
        Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = "now" });
        Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = "later", DelaySeconds = 30 });
        Receive(url).Count.ShouldBe(1);
        var attributes = Client.Call("sqs", "GetQueueAttributes", new { QueueUrl = url, AttributeNames = new[] { "All" } })["Attributes"]!;
        (attributes["ApproximateNumberOfMessages"]!.ToString(), attributes["ApproximateNumberOfMessagesNotVisible"]!.ToString(), attributes["ApproximateNumberOfMessagesDelayed"]!.ToString())
            .ShouldBe(("0", "1", "1"));
        attributes["QueueArn"]!.ToString().ShouldBe("arn:aws:sqs:eu-west-1:111122223333:counted");
    }

    [Fact]
    public void Creating_again_needs_the_same_attributes()
    {
        Create("same", new { VisibilityTimeout = "60" });
        Create("same", new { VisibilityTimeout = "60" }).ShouldEndWith("/111122223333/same");
        Create("same");
        Client.Fails("sqs", "CreateQueue", new { QueueName = "same", Attributes = new { VisibilityTimeout = "61" } }).Code.ShouldBe("QueueNameExists");
    }

    [Theory]
    [InlineData("GetQueueAttributes", """{"QueueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/absent"}""", "QueueDoesNotExist")]
    [InlineData("GetQueueUrl", """{"QueueName":"absent"}""", "QueueDoesNotExist")]
    [InlineData("CreateQueue", """{"QueueName":"bad name"}""", "InvalidParameterValue")]
    [InlineData("CreateQueue", """{"QueueName":"x","Attributes":{"VisibilityTimeout":"999999"}}""", "InvalidAttributeValue")]
    [InlineData("CreateQueue", """{"QueueName":"x","Attributes":{"Nonsense":"1"}}""", "InvalidAttributeName")]
    [InlineData("CreateQueue", """{"QueueName":"x.fifo"}""", "InvalidParameterValue")]
    public void Wrong_input_answers_the_services_error(string operation, string input, string code) => Client.Fails("sqs", operation, input).Code.ShouldBe(code);

    [Fact]
    public void A_poisonous_message_moves_to_the_dead_letter_queue()
    {
        var dead = Create("dead");
        var url = Create("poisoned", new { VisibilityTimeout = "0", RedrivePolicy = """{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:111122223333:dead","maxReceiveCount":2}""" });
        Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = "poison" });
        Receive(url).Count.ShouldBe(1);
        Receive(url).Count.ShouldBe(1);
        Receive(url).ShouldBeEmpty();
        Receive(dead)[0]!["Body"]!.ToString().ShouldBe("poison");
    }

    [Fact]
    public void A_fifo_queue_keeps_order_in_a_group_and_drops_duplicates()
    {
        var url = Create("orders.fifo", new { FifoQueue = "true", ContentBasedDeduplication = "true" });
        foreach (var body in (string[])["a", "b", "a"])
            Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = body, MessageGroupId = "g" });
        var first = Receive(url, maximum: 1)[0]!;
        first["Body"]!.ToString().ShouldBe("a");
        Receive(url).ShouldBeEmpty();
        Client.Call("sqs", "DeleteMessage", new { QueueUrl = url, ReceiptHandle = first["ReceiptHandle"]!.ToString() });
        Receive(url).Select(message => message!["Body"]!.ToString()).ShouldBe(["b"]);
    }

    [Fact]
    public void A_batch_succeeds_and_fails_entry_by_entry()
    {
        var url = Create("batched");
        var output = Client.Call("sqs", "SendMessageBatch", new { QueueUrl = url, Entries = new[] { new { Id = "1", MessageBody = "ok" }, new { Id = "2", MessageBody = "" } } });
        output["Successful"]!.AsArray().Select(entry => entry!["Id"]!.ToString()).ShouldBe(["1"]);
        output["Failed"]!.AsArray().Select(entry => entry!["Id"]!.ToString()).ShouldBe(["2"]);
        Client.Fails("sqs", "SendMessageBatch", new { QueueUrl = url, Entries = Array.Empty<object>() }).Code.ShouldBe("EmptyBatchRequest");
    }

    [Fact]
    public void A_purge_empties_the_queue_once_a_minute()
    {
        var url = Create("purged");
        Client.Call("sqs", "SendMessage", new { QueueUrl = url, MessageBody = "x" });
        Client.Call("sqs", "PurgeQueue", new { QueueUrl = url });
        Receive(url).ShouldBeEmpty();
        Client.Fails("sqs", "PurgeQueue", new { QueueUrl = url }).Code.ShouldBe("PurgeQueueInProgress");
    }

    [Fact]
    public void A_forged_receipt_handle_is_refused() =>
        Client.Fails("sqs", "DeleteMessage", new { QueueUrl = Create("forged"), ReceiptHandle = "bm90LWEtcmVjZWlwdA==" }).Code.ShouldBe("ReceiptHandleIsInvalid");
}
