using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>DynamoDB tables and their streams.</summary>
internal static class TableReader
{
    private const string Type = "AWS::DynamoDB::Table";
    private const string StreamType = "AWS::DynamoDB::Stream";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var names = await reading.ListAsync("dynamodb", "ListTables", null, "TableNames", cancellationToken);
        await reading.EachAsync(names, (name, cancel) => ReadTableAsync(reading, (string)name!, cancel), cancellationToken);
    }

    private static async Task ReadTableAsync(ResourceReading reading, string name, CancellationToken cancellationToken)
    {
        var arn = $"arn:{reading.Partition}:dynamodb:{reading.Region}:{reading.Account}:table/{name}";
        await AddAsync(reading, arn, Type, cancellationToken);
        var table = await reading.PartAsync("dynamodb", "DescribeTable", new JsonObject { ["TableName"] = name }, arn, Type, ["ResourceNotFoundException"], cancellationToken);
        if ((string?)table?["Table"]?["LatestStreamArn"] is { Length: > 0 } stream)
            await AddAsync(reading, stream, StreamType, cancellationToken);
    }

    private static async Task AddAsync(ResourceReading reading, string arn, string type, CancellationToken cancellationToken)
    {
        var policy = await reading.PartAsync("dynamodb", "GetResourcePolicy", new JsonObject { ["ResourceArn"] = arn }, arn, type, ["PolicyNotFoundException"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, type, "dynamodb:GetResourcePolicy"),
        });
    }
}
