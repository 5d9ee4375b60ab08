using System.Text.Json.Nodes;
using Landward.Findings.SecurityHub;

namespace Landward.Response.Resources;

/// <summary>An S3 bucket's configuration, not its objects.</summary>
internal sealed class BucketReader : ResourceReader
{
    public const string TypeName = "AWS::S3::Bucket";

    private static readonly string[] Absent = ["NoSuchBucket"];

    /// <summary>Member of the document, operation, member of the answer (null: all of it), and the error that says there is none.</summary>
    private static readonly (string Name, string Operation, string? Member, string Absent)[] Parts =
    [
        ("publicAccessBlock", "GetPublicAccessBlock", "PublicAccessBlockConfiguration", "NoSuchPublicAccessBlockConfiguration"),
        ("acl", "GetBucketAcl", null, "AccessControlListNotSupported"),
        ("ownershipControls", "GetBucketOwnershipControls", "OwnershipControls", "OwnershipControlsNotFoundError"),
        ("encryption", "GetBucketEncryption", "ServerSideEncryptionConfiguration", "ServerSideEncryptionConfigurationNotFoundError"),
        ("versioning", "GetBucketVersioning", null, "NoSuchVersioningConfiguration"),
        ("logging", "GetBucketLogging", "LoggingEnabled", "NoSuchLoggingConfiguration"),
        ("lifecycle", "GetBucketLifecycleConfiguration", "Rules", "NoSuchLifecycleConfiguration"),
        ("tags", "GetBucketTagging", "TagSet", "NoSuchTagSet"),
    ];

    public override string Type => TypeName;

    public override async Task<string> LocateAsync(AwsCall call, string name, string region, CancellationToken cancellationToken)
    {
        // An absent constraint means us-east-1 and EU means eu-west-1, see "GetBucketLocation", Amazon S3 API Reference.
        var answer = await FindAsync(call, "s3", "GetBucketLocation", new JsonObject { ["Bucket"] = name }, Absent, cancellationToken);
        if (answer is null)
            return region;
        var constraint = answer["LocationConstraint"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
        return constraint switch
        {
            "" => ResourceAddress.GlobalRegion,
            "EU" => "eu-west-1",
            _ => constraint,
        };
    }

    public override async Task<JsonObject?> ReadAsync(AwsCall call, string name, CancellationToken cancellationToken)
    {
        JsonObject Input() => new() { ["Bucket"] = name };
        if (await FindAsync(call, "s3", "GetBucketLocation", Input(), Absent, cancellationToken) is not { } location)
            return null;
        var policy = await FindAsync(call, "s3", "GetBucketPolicy", Input(), ["NoSuchBucketPolicy"], cancellationToken);
        var document = new JsonObject
        {
            ["name"] = name,
            ["location"] = location["LocationConstraint"]?.DeepClone(),
            ["policy"] = policy is null ? null : PolicyText.Decode(policy["Policy"]),
        };
        foreach (var (part, operation, member, absent) in Parts)
        {
            var answer = await FindAsync(call, "s3", operation, Input(), [absent], cancellationToken);
            var value = member is null ? answer : answer?[member];
            document[part] = value is null ? null : CanonicalState.SortSets(value);
        }
        return document;
    }
}
