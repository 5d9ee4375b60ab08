using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Landward.Access.Resources;

/// <summary>S3 general purpose buckets: policy, access control list, object ownership, Block Public Access of bucket and account.</summary>
internal static class BucketReader
{
    private const string Type = "AWS::S3::Bucket";

    public static async Task ReadAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        await reading.GuardAsync(cancel => ReadAccountBlockAsync(reading, cancel), cancellationToken);
        var buckets = await reading.ListAsync("s3", "ListBuckets", null, "Buckets", cancellationToken);
        await reading.EachAsync(buckets, (bucket, cancel) => ReadBucketAsync(reading, (string)bucket["Name"]!, (string?)bucket["BucketRegion"], cancel), cancellationToken);
    }

    private static async Task ReadAccountBlockAsync(ResourceReading reading, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await reading.CallAsync("s3control", "GetPublicAccessBlock", new JsonObject { ["AccountId"] = reading.Account }, cancellationToken);
            if (Block(answer["PublicAccessBlockConfiguration"]) is { } block)
                reading.Set(block);
        }
        catch (Aws.AwsApiException none) when (none.Code == "NoSuchPublicAccessBlockConfiguration")
        {
            // None is set.
        }
    }

    private static async Task ReadBucketAsync(ResourceReading home, string name, string? region, CancellationToken cancellationToken)
    {
        var input = new JsonObject { ["Bucket"] = name };
        if (region is null)
        {
            // An empty constraint is us-east-1, EU the first name of eu-west-1 (GetBucketLocation, Amazon S3 API Reference).
            var location = (string?)(await home.CallAsync("s3", "GetBucketLocation", input, cancellationToken))["LocationConstraint"];
            region = location switch { null or "" => "us-east-1", "EU" => "eu-west-1", _ => location };
        }
        var reading = home.In(region);
        var arn = $"arn:{reading.Partition}:s3:::{name}";
        var policy = await reading.PartAsync("s3", "GetBucketPolicy", input, arn, Type, ["NoSuchBucketPolicy"], cancellationToken);
        var block = await reading.PartAsync("s3", "GetPublicAccessBlock", input, arn, Type, ["NoSuchPublicAccessBlockConfiguration"], cancellationToken);
        reading.Add(new AccessResource
        {
            Arn = arn,
            Type = Type,
            Account = reading.Account,
            Region = region,
            Policy = reading.Policy((string?)policy?["Policy"], arn, Type, "s3:GetBucketPolicy"),
            PublicAccessBlock = Block(block?["PublicAccessBlockConfiguration"]),
            AclGrants = await ReadGrantsAsync(reading, input, arn, cancellationToken),
        });
    }

    // "ACLs are disabled" with BucketOwnerEnforced: they no longer affect permissions (Controlling ownership of objects, Amazon S3 User Guide).
    private static async Task<ImmutableArray<AclGrant>> ReadGrantsAsync(ResourceReading reading, JsonObject input, string arn, CancellationToken cancellationToken)
    {
        var ownership = await reading.PartAsync("s3", "GetBucketOwnershipControls", input, arn, Type, ["OwnershipControlsNotFoundError"], cancellationToken);
        if (ownership?["OwnershipControls"]?["Rules"] is JsonArray rules && rules.Any(rule => (string?)rule?["ObjectOwnership"] == "BucketOwnerEnforced"))
            return [];
        var acl = await reading.PartAsync("s3", "GetBucketAcl", input, arn, Type, [], cancellationToken);
        var owner = (string?)acl?["Owner"]?["ID"];
        return acl?["Grants"] is JsonArray grants
            ? [.. grants.OfType<JsonObject>().Select(grant => Grant(grant, owner)).OfType<AclGrant>()]
            : [];
    }

    private static AclGrant? Grant(JsonObject grant, string? owner)
    {
        var grantee = grant["Grantee"];
        var who = (string?)grantee?["URI"] ?? (string?)grantee?["ID"] ?? (string?)grantee?["EmailAddress"];
        return who is null ? null : new AclGrant(who, (string?)grant["Permission"] ?? "FULL_CONTROL", who == owner);
    }

    internal static PublicAccessBlock? Block(JsonNode? configuration) => configuration is not JsonObject block
        ? null
        : new PublicAccessBlock(
            (bool?)block["BlockPublicAcls"] ?? false,
            (bool?)block["IgnorePublicAcls"] ?? false,
            (bool?)block["BlockPublicPolicy"] ?? false,
            (bool?)block["RestrictPublicBuckets"] ?? false);
}
