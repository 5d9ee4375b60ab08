using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>EFS file systems. Without a policy of its own a file system grants everybody who reaches a mount target, which is the VPC's affair.</summary>
internal static class FileSystemReader
{
    private const string Type = "AWS::EFS::FileSystem";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var systems = await reading.ListAsync("efs", "DescribeFileSystems", null, "FileSystems", cancellationToken);
        await reading.EachAsync(systems, (system, cancel) => ReadSystemAsync(reading, (string)system["FileSystemId"]!, (string?)system["FileSystemArn"], cancel), cancellationToken);
    }

    private static async Task ReadSystemAsync(ResourceReading reading, string id, string? given, CancellationToken cancellationToken)
    {
        var arn = given ?? $"arn:{reading.Partition}:elasticfilesystem:{reading.Region}:{reading.Account}:file-system/{id}";
        var policy = await reading.PartAsync("efs", "DescribeFileSystemPolicy", new JsonObject { ["FileSystemId"] = id }, arn, Type, ["PolicyNotFound"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "elasticfilesystem:DescribeFileSystemPolicy"),
        });
    }
}
