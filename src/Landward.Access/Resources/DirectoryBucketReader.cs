using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>S3 directory buckets. Block Public Access is always on for them and cannot be changed (Amazon S3 User Guide, "Directory buckets").</summary>
internal static class DirectoryBucketReader
{
    private const string Type = "AWS::S3Express::DirectoryBucket";
    private const string NameSuffix = "--x-s3";

    private static readonly PublicAccessBlock AlwaysOn = new(true, true, true, true);

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var buckets = await reading.ListAsync("s3", "ListDirectoryBuckets", null, "Buckets", cancellationToken);
        await reading.EachAsync(
            buckets.Where(bucket => ((string?)bucket["Name"])?.EndsWith(NameSuffix, StringComparison.Ordinal) == true),
            (bucket, cancel) => ReadBucketAsync(reading, (string)bucket["Name"]!, cancel),
            cancellationToken);
    }

    private static async Task ReadBucketAsync(ResourceReading reading, string name, CancellationToken cancellationToken)
    {
        var arn = $"arn:{reading.Partition}:s3express:{reading.Region}:{reading.Account}:bucket/{name}";
        var policy = await reading.PartAsync("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = name }, arn, Type, ["NoSuchBucketPolicy"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "s3express:GetBucketPolicy"),
            PublicAccessBlock = AlwaysOn,
        });
    }
}
