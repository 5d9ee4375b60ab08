using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

internal static class QueueReader
{
    private const string Type = "AWS::SQS::Queue";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var urls = await reading.ListAsync("sqs", "ListQueues", null, "QueueUrls", cancellationToken);
        await reading.EachAsync(urls, (url, cancel) => ReadQueueAsync(reading, (string)url!, cancel), cancellationToken);
    }

    private static async Task ReadQueueAsync(ResourceReading reading, string url, CancellationToken cancellationToken)
    {
        var arn = $"arn:{reading.Partition}:sqs:{reading.Region}:{reading.Account}:{url[(url.LastIndexOf('/') + 1)..]}";
        var answer = await reading.PartAsync(
            "sqs", "GetQueueAttributes", new JsonObject { ["QueueUrl"] = url, ["AttributeNames"] = new JsonArray("Policy") }, arn, Type, [], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)answer?["Attributes"]?["Policy"], arn, Type, "sqs:GetQueueAttributes"),
        });
    }
}
