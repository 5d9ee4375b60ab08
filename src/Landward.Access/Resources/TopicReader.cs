using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

internal static class TopicReader
{
    private const string Type = "AWS::SNS::Topic";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var topics = await reading.ListAsync("sns", "ListTopics", null, "Topics", cancellationToken);
        await reading.EachAsync(topics, (topic, cancel) => ReadTopicAsync(reading, (string)topic["TopicArn"]!, cancel), cancellationToken);
    }

    private static async Task ReadTopicAsync(ResourceReading reading, string arn, CancellationToken cancellationToken)
    {
        var answer = await reading.PartAsync("sns", "GetTopicAttributes", new JsonObject { ["TopicArn"] = arn }, arn, Type, [], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)answer?["Attributes"]?["Policy"], arn, Type, "sns:GetTopicAttributes"),
        });
    }
}
