using System.Text.Json.Nodes;

namespace Landward.LandingZone.Resources.Logging;

/// <summary>The central log bucket. Every part is a call of its own; only the parts that differ are written.</summary>
internal sealed class LogBucketProvider : ResourceProvider
{
    private const string ExpirationRule = "landward-expiration";
    private static readonly string[] PublicAccessMembers = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

    public override async Task<JsonObject?> ReadAsync(ResourceContext context)
    {
        var bucket = Bucket(context);
        var (here, stop) = (context.Here, context.Cancellation);
        if (await here.FindAsync("s3", "GetBucketVersioning", bucket, stop, "NoSuchBucket", "404", "NotFound") is not { } versioning)
            return null;
        var encryption = await here.FindAsync("s3", "GetBucketEncryption", bucket, stop, "ServerSideEncryptionConfigurationNotFoundError");
        var block = await here.FindAsync("s3", "GetPublicAccessBlock", bucket, stop, "NoSuchPublicAccessBlockConfiguration");
        var ownership = await here.FindAsync("s3", "GetBucketOwnershipControls", bucket, stop, "OwnershipControlsNotFoundError");
        var policy = await here.FindAsync("s3", "GetBucketPolicy", bucket, stop, "NoSuchBucketPolicy");
        var lifecycle = await here.FindAsync("s3", "GetBucketLifecycleConfiguration", bucket, stop, "NoSuchLifecycleConfiguration");
        var rule = Json.Items(encryption?["ServerSideEncryptionConfiguration"]?["Rules"]).FirstOrDefault()?["ApplyServerSideEncryptionByDefault"];
        var expiration = Json.Items(lifecycle?["Rules"]).FirstOrDefault(candidate => Json.Text(candidate, "ID") == ExpirationRule)?["Expiration"];
        return Json.Only(
            new JsonObject
            {
                ["bucket"] = context.Text("bucket"),
                ["versioning"] = Json.Text(versioning, "Status") ?? "Disabled",
                ["encryptionKey"] = Json.Text(rule, "KMSMasterKeyID"),
                ["publicAccessBlock"] = PublicAccessMembers.All(member => Json.Bool(block?["PublicAccessBlockConfiguration"], member)),
                ["objectOwnership"] = Json.Text(Json.Items(ownership?["OwnershipControls"]?["Rules"]).FirstOrDefault(), "ObjectOwnership"),
                ["policy"] = Json.Document(Json.Text(policy, "Policy")),
                ["expirationDays"] = Json.Number(expiration, "Days"),
            },
            context.Desired);
    }

    public override async Task CreateAsync(ResourceContext context)
    {
        var input = Bucket(context);
        if (context.Node.Region is { } region and not "us-east-1")
            input["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = region };
        await context.Here.WriteAsync("s3", "CreateBucket", input, context.Cancellation, "BucketAlreadyOwnedByYou");
        await UpdateAsync(context, []);
    }

    public override async Task UpdateAsync(ResourceContext context, JsonObject before)
    {
        foreach (var (property, operation, member, value) in Parts(context))
        {
            if (context.Desired[property] is null || JsonNode.DeepEquals(before[property], context.Desired[property]))
                continue;
            var input = Bucket(context);
            input[member] = value;
            await context.Here.WriteAsync("s3", operation, input, context.Cancellation);
        }
    }

    private static IEnumerable<(string Property, string Operation, string Member, JsonNode Value)> Parts(ResourceContext context)
    {
        yield return ("publicAccessBlock", "PutPublicAccessBlock", "PublicAccessBlockConfiguration", new JsonObject(PublicAccessMembers.Select(member => KeyValuePair.Create(member, (JsonNode?)true))));
        yield return ("objectOwnership", "PutBucketOwnershipControls", "OwnershipControls",
            new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = context.Text("objectOwnership") }) });
        yield return ("versioning", "PutBucketVersioning", "VersioningConfiguration", new JsonObject { ["Status"] = context.Text("versioning") });
        yield return ("encryptionKey", "PutBucketEncryption", "ServerSideEncryptionConfiguration", new JsonObject
        {
            ["Rules"] = new JsonArray(new JsonObject
            {
                ["ApplyServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "aws:kms", ["KMSMasterKeyID"] = context.Text("encryptionKey") },
                ["BucketKeyEnabled"] = true,
            }),
        });
        yield return ("expirationDays", "PutBucketLifecycleConfiguration", "LifecycleConfiguration", new JsonObject
        {
            ["Rules"] = new JsonArray(new JsonObject
            {
                ["ID"] = ExpirationRule,
                ["Status"] = "Enabled",
                ["Filter"] = new JsonObject { ["Prefix"] = string.Empty },
                ["Expiration"] = new JsonObject { ["Days"] = context.Desired["expirationDays"]?.DeepClone() },
            }),
        });
        // Last: a policy that is wrong could lock out the calls before.
        yield return ("policy", "PutBucketPolicy", "Policy", JsonValue.Create(context.Desired["policy"]!.ToJsonString()));
    }

    private static JsonObject Bucket(ResourceContext context) => new() { ["Bucket"] = context.Text("bucket") };
}
