using System.Text.Json.Nodes;

namespace Landward.LandingZone.Desired;

/// <summary>
/// Key and bucket policies of the log archive: CloudTrail and AWS Config of this organization deliver, nobody else.
/// Sources: CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail" (organization trail) and "Configure AWS KMS key
/// policies for CloudTrail"; AWS Config Developer Guide, "Permissions for the Amazon S3 bucket for the delivery channel".
/// </summary>
internal sealed class LogArchivePolicies(string homeRegion, string archiveAccount, string bucket)
{
    private static readonly string OrganizationId = Reference.To(Reference.OrganizationId);
    private static readonly string ManagementId = Reference.To(Reference.ManagementId);

    private string TrailArn => $"arn:aws:cloudtrail:{homeRegion}:{ManagementId}:trail/{LandwardNames.Trail}";

    public JsonObject Key() => Policy(
        new JsonObject
        {
            ["Sid"] = "Administration",
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = $"arn:aws:iam::{archiveAccount}:root" },
            ["Action"] = "kms:*",
            ["Resource"] = "*",
        },
        Allow("CloudTrailEncrypts", "cloudtrail.amazonaws.com", ["kms:GenerateDataKey*"], ["*"], new JsonObject
        {
            ["StringEquals"] = new JsonObject { ["aws:SourceArn"] = TrailArn },
            ["StringLike"] = new JsonObject { ["kms:EncryptionContext:aws:cloudtrail:arn"] = $"arn:aws:cloudtrail:*:{ManagementId}:trail/*" },
        }),
        Allow("CloudTrailDescribes", "cloudtrail.amazonaws.com", ["kms:DescribeKey"], ["*"], Equal("aws:SourceArn", TrailArn)),
        Allow("ConfigEncrypts", "config.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey"], ["*"], Equal("aws:SourceOrgID", OrganizationId)));

    public JsonObject Bucket()
    {
        var arn = "arn:aws:s3:::" + bucket;
        var delivery = new JsonObject { ["StringEquals"] = new JsonObject { ["aws:SourceArn"] = TrailArn, ["s3:x-amz-acl"] = "bucket-owner-full-control" } };
        return Policy(
            Allow("CloudTrailChecks", "cloudtrail.amazonaws.com", ["s3:GetBucketAcl"], [arn], Equal("aws:SourceArn", TrailArn)),
            Allow("CloudTrailDelivers", "cloudtrail.amazonaws.com", ["s3:PutObject"], [$"{arn}/AWSLogs/{ManagementId}/*", $"{arn}/AWSLogs/{OrganizationId}/*"], delivery),
            Allow("ConfigChecks", "config.amazonaws.com", ["s3:GetBucketAcl", "s3:ListBucket"], [arn], Equal("aws:SourceOrgID", OrganizationId)),
            Allow("ConfigDelivers", "config.amazonaws.com", ["s3:PutObject"], [$"{arn}/AWSLogs/*/Config/*"], new JsonObject
            {
                ["StringEquals"] = new JsonObject { ["aws:SourceOrgID"] = OrganizationId, ["s3:x-amz-acl"] = "bucket-owner-full-control" },
            }),
            new JsonObject
            {
                ["Sid"] = "DenyWithoutTls",
                ["Effect"] = "Deny",
                ["Principal"] = "*",
                ["Action"] = "s3:*",
                ["Resource"] = new JsonArray(arn, arn + "/*"),
                ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
            });
    }

    private static JsonObject Policy(params ReadOnlySpan<JsonNode?> statements) => new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray([.. statements]) };

    private static JsonObject Equal(string key, string value) => new() { ["StringEquals"] = new JsonObject { [key] = value } };

    private static JsonObject Allow(string sid, string service, string[] actions, string[] resources, JsonObject condition) => new()
    {
        ["Sid"] = sid,
        ["Effect"] = "Allow",
        ["Principal"] = new JsonObject { ["Service"] = service },
        ["Action"] = OneOrMany(actions),
        ["Resource"] = OneOrMany(resources),
        ["Condition"] = condition,
    };

    private static JsonNode OneOrMany(string[] values) => values is [var one] ? JsonValue.Create(one) : new JsonArray([.. values.Select(value => (JsonNode?)value)]);
}
