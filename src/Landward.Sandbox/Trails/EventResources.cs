using System.Collections.Immutable;
using System.Text.Json;
using Landward.Model;

namespace Landward.Sandbox.Trails;

/// <summary>The <c>resources</c> element, which CloudTrail writes for a few kinds of events, and resource types by ARN.</summary>
internal static class EventResources
{
    public static void Write(Utf8JsonWriter writer, string service, string operation, ImmutableArray<string> arns, string account)
    {
        if (service is not ("s3" or "kms" or "secretsmanager") && !(service == "sts" && operation.StartsWith("AssumeRole", StringComparison.Ordinal)))
            return;
        var known = arns.Where(arn => TypeOf(arn) is not null).Distinct(StringComparer.Ordinal).ToList();
        if (known.Count == 0)
            return;
        writer.WriteStartArray("resources");
        foreach (var arn in known)
        {
            writer.WriteStartObject();
            writer.WriteString("accountId", Arn.TryParse(arn, out var parts) && parts.Account.Length > 0 ? parts.Account : account);
            writer.WriteString("type", TypeOf(arn));
            writer.WriteString("ARN", arn);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The CloudFormation type of the resource an ARN names; null when it is not one LookupEvents knows.</summary>
    public static string? TypeOf(string arn)
    {
        if (!Arn.TryParse(arn, out var parts))
            return null;
        var kind = parts.Resource.Split([':', '/'], 2)[0];
        return (parts.Service, kind) switch
        {
            ("s3", "accesspoint") when parts.Account.Length > 0 => "AWS::S3::AccessPoint",
            ("s3", _) => parts.Resource.Contains('/') ? "AWS::S3::Object" : "AWS::S3::Bucket",
            ("iam", "user") => "AWS::IAM::User",
            ("iam", "role") => "AWS::IAM::Role",
            ("iam", "group") => "AWS::IAM::Group",
            ("iam", "policy") => "AWS::IAM::Policy",
            ("kms", "key") => "AWS::KMS::Key",
            ("kms", "alias") => "AWS::KMS::Alias",
            ("sns", _) => "AWS::SNS::Topic",
            ("sqs", _) => "AWS::SQS::Queue",
            ("cloudtrail", "trail") => "AWS::CloudTrail::Trail",
            ("secretsmanager", "secret") => "AWS::SecretsManager::Secret",
            ("lambda", "function") => "AWS::Lambda::Function",
            ("dynamodb", "table") => "AWS::DynamoDB::Table",
            ("ecr", "repository") => "AWS::ECR::Repository",
            ("elasticfilesystem", "file-system") => "AWS::EFS::FileSystem",
            ("ec2", "snapshot") => "AWS::EC2::Snapshot",
            ("ec2", "volume") => "AWS::EC2::Volume",
            ("rds", "db") => "AWS::RDS::DBInstance",
            ("rds", "snapshot") => "AWS::RDS::DBSnapshot",
            ("rds", "cluster") => "AWS::RDS::DBCluster",
            ("rds", "cluster-snapshot") => "AWS::RDS::DBClusterSnapshot",
            ("guardduty", "detector") => "AWS::GuardDuty::Detector",
            ("ec2", "instance") => "AWS::EC2::Instance",
            ("ec2", "security-group") => "AWS::EC2::SecurityGroup",
            ("organizations", "account") => "AWS::Organizations::Account",
            ("organizations", "ou") => "AWS::Organizations::OrganizationalUnit",
            ("organizations", "policy") => "AWS::Organizations::Policy",
            _ => null,
        };
    }
}
