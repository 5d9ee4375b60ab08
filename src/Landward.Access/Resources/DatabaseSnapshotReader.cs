using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>RDS DB snapshots and DB cluster snapshots with the accounts they are shared with. Only manual ones can be shared.</summary>
internal static class DatabaseSnapshotReader
{
    private const string Type = "AWS::RDS::DBSnapshot";
    private const string ClusterType = "AWS::RDS::DBClusterSnapshot";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var manual = new JsonObject { ["SnapshotType"] = "manual" };
        await reading.GuardAsync(
            async cancel =>
            {
                var snapshots = await reading.ListAsync("rds", "DescribeDBSnapshots", manual, "DBSnapshots", cancel);
                await reading.EachAsync(snapshots, (snapshot, token) => ReadSnapshotAsync(reading, snapshot, token), cancel);
            },
            cancellationToken);
        var clusters = await reading.ListAsync("rds", "DescribeDBClusterSnapshots", manual, "DBClusterSnapshots", cancellationToken);
        await reading.EachAsync(clusters, (snapshot, cancel) => ReadClusterSnapshotAsync(reading, snapshot, cancel), cancellationToken);
    }

    private static async Task ReadSnapshotAsync(ResourceReading reading, JsonNode snapshot, CancellationToken cancellationToken)
    {
        var arn = (string)snapshot["DBSnapshotArn"]!;
        var input = new JsonObject { ["DBSnapshotIdentifier"] = (string?)snapshot["DBSnapshotIdentifier"] };
        var answer = await reading.PartAsync("rds", "DescribeDBSnapshotAttributes", input, arn, Type, ["DBSnapshotNotFound"], cancellationToken);
        Add(reading, arn, Type, answer?["DBSnapshotAttributesResult"]?["DBSnapshotAttributes"]);
    }

    private static async Task ReadClusterSnapshotAsync(ResourceReading reading, JsonNode snapshot, CancellationToken cancellationToken)
    {
        var arn = (string)snapshot["DBClusterSnapshotArn"]!;
        var input = new JsonObject { ["DBClusterSnapshotIdentifier"] = (string?)snapshot["DBClusterSnapshotIdentifier"] };
        var answer = await reading.PartAsync("rds", "DescribeDBClusterSnapshotAttributes", input, arn, ClusterType, ["DBClusterSnapshotNotFoundFault"], cancellationToken);
        Add(reading, arn, ClusterType, answer?["DBClusterSnapshotAttributesResult"]?["DBClusterSnapshotAttributes"]);
    }

    // The attribute "restore" lists who may copy or restore the snapshot: account ids, or "all" (DBSnapshotAttribute, Amazon RDS API Reference).
    private static void Add(ResourceReading reading, string arn, string type, JsonNode? attributes)
    {
        var restore = (attributes as JsonArray ?? []).FirstOrDefault(attribute => (string?)attribute?["AttributeName"] == "restore");
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = type,
            Account = reading.Account,
            Region = reading.Region,
            SharedWith = [.. (restore?["AttributeValues"] as JsonArray ?? []).Select(value => (string?)value).OfType<string>()],
        });
    }
}
