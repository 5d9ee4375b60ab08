using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>S3 access points and multi-Region access points, each with its bucket as parent.</summary>
internal static class AccessPointReader
{
    private const string Type = "AWS::S3::AccessPoint";
    private const string MultiRegionType = "AWS::S3::MultiRegionAccessPoint";

    /// <summary>"All control plane requests to create or maintain Multi-Region Access Points must be routed to the US West (Oregon) Region" (Amazon S3 User Guide).</summary>
    private const string MultiRegionControlPlane = "us-west-2";

    private const int MaxPages = 1_000;

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        var points = await ListAsync(reading, "ListAccessPoints", "AccessPointList", cancellationToken);
        await reading.EachAsync(points, (point, cancel) => ReadPointAsync(reading, point, cancel), cancellationToken);
        if (reading.Region == MultiRegionControlPlane)
        {
            var multiRegion = await ListAsync(reading, "ListMultiRegionAccessPoints", "AccessPoints", cancellationToken);
            await reading.EachAsync(multiRegion, (point, cancel) => ReadMultiRegionAsync(reading, point, cancel), cancellationToken);
        }
    }

    private static async Task ReadPointAsync(ResourceReading reading, JsonObject point, CancellationToken cancellationToken)
    {
        var name = (string)point["Name"]!;
        var arn = (string?)point["AccessPointArn"] ?? $"arn:{reading.Partition}:s3:{reading.Region}:{reading.Account}:accesspoint/{name}";
        var input = new JsonObject { ["AccountId"] = reading.Account, ["Name"] = name };
        var detail = await reading.PartAsync("s3control", "GetAccessPoint", input, arn, Type, [], cancellationToken);
        var policy = await reading.PartAsync("s3control", "GetAccessPointPolicy", input, arn, Type, ["NoSuchAccessPointPolicy"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = reading.Region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "s3control:GetAccessPointPolicy"),
            PublicAccessBlock = BucketReader.Block(detail?["PublicAccessBlockConfiguration"]),
            Parent = $"arn:{reading.Partition}:s3:::{(string?)point["Bucket"]}",
            VpcId = (string?)point["VpcConfiguration"]?["VpcId"],
        });
    }

    private static async Task ReadMultiRegionAsync(ResourceReading reading, JsonObject point, CancellationToken cancellationToken)
    {
        var arn = $"arn:{reading.Partition}:s3::{reading.Account}:accesspoint/{(string?)point["Alias"]}";
        var policy = await reading.PartAsync(
            "s3control",
            "GetMultiRegionAccessPointPolicy",
            new JsonObject { ["AccountId"] = reading.Account, ["Name"] = (string?)point["Name"] },
            arn,
            MultiRegionType,
            ["NoSuchMultiRegionAccessPointPolicy", "NoSuchAccessPointPolicy"],
            cancellationToken);
        // Access Analyzer uses the established policy, not a proposed one.
        var document = reading.Policy((string?)policy?["Policy"]?["Established"]?["Policy"], arn, MultiRegionType, "s3control:GetMultiRegionAccessPointPolicy");
        foreach (var member in (point["Regions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            reading.Add(new AccessResource
            {
                Arn = arn,
                Type = MultiRegionType,
                Account = reading.Account,
                Region = (string?)member["Region"] ?? MultiRegionControlPlane,
                Policy = document,
                PublicAccessBlock = BucketReader.Block(point["PublicAccessBlock"]),
                Parent = $"arn:{reading.Partition}:s3:::{(string?)member["Bucket"]}",
            });
        }
    }

    // The model names no paginator for these two operations.
    private static async Task<List<JsonObject>> ListAsync(ResourceReading reading, string operation, string member, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        string? token = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var input = new JsonObject { ["AccountId"] = reading.Account };
            if (token is not null)
                input["NextToken"] = token;
            var answer = await reading.CallAsync("s3control", operation, input, cancellationToken);
            found.AddRange((answer[member] as JsonArray ?? []).OfType<JsonObject>());
            token = (string?)answer["NextToken"];
            if (string.IsNullOrEmpty(token))
                break;
        }
        return found;
    }
}
