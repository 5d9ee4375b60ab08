using Landward.Access;
using Landward.Policy;

namespace Landward.Tests.Access.Generated;

/// <summary>The resources with policies of one account.</summary>
internal sealed class GeneratedResources(OrganizationGenerator organization, Random random)
{
    private const string Region = "eu-west-1";

    public IEnumerable<AccessResource> Of(string account)
    {
        var bucket = $"arn:aws:s3:::example-{account}-app{random.Next(10)}";
        yield return New(bucket, "AWS::S3::Bucket", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["{{{{bucket}}}}","{{{{bucket}}}}/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
            """) with
        { PublicAccessBlock = new PublicAccessBlock(true, true, true, true) };
        var shared = $"arn:aws:s3:::example-{account}-shared";
        yield return New(shared, "AWS::S3::Bucket", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Sid":"OrganizationReads","Effect":"Allow","Principal":"*","Action":["s3:GetObject","s3:ListBucket"],"Resource":["{{{{shared}}}}","{{{{shared}}}}/*"],"Condition":{"StringEquals":{"aws:PrincipalOrgID":"{{{{OrganizationGenerator.OrganizationId}}}}"}}}]}
            """);
        var key = $"arn:aws:kms:{Region}:{account}:key/{account}-0000-4000-8000-000000000001";
        yield return New(key, "AWS::KMS::Key", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Sid":"Delegate","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{{account}}}}:root"},"Action":"kms:*","Resource":"*"},{"Sid":"Trail","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"kms:GenerateDataKey*","Resource":"*","Condition":{"StringLike":{"kms:EncryptionContext:aws:cloudtrail:arn":"arn:aws:cloudtrail:*:{{{{organization.ManagementAccount}}}}:trail/*"}}}]}
            """);
        var queue = $"arn:aws:sqs:{Region}:{account}:app0";
        yield return New(queue, "AWS::SQS::Queue", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"{{{{queue}}}}","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:{{{{Region}}}}:{{{{account}}}}:events"}}}]}
            """);
        var topic = $"arn:aws:sns:{Region}:{account}:events";
        yield return New(topic, "AWS::SNS::Topic", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sns:Publish","Resource":"{{{{topic}}}}","Condition":{"StringEquals":{"aws:SourceOwner":"{{{{account}}}}"}}}]}
            """);
        var secret = $"arn:aws:secretsmanager:{Region}:{account}:secret:database-AbCdEf";
        yield return New(secret, "AWS::SecretsManager::Secret", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{{organization.SharedServicesAccount}}}}:role/ci/Pipeline"},"Action":"secretsmanager:GetSecretValue","Resource":"*"},{"Sid":"Vendor","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{{{OrganizationGenerator.Vendor}}}}:root"},"Action":"secretsmanager:GetSecretValue","Resource":"*"}]}
            """);
        var repository = $"arn:aws:ecr:{Region}:{account}:repository/app";
        yield return New(repository, "AWS::ECR::Repository", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],"Condition":{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"{{{{OrganizationGenerator.OrganizationId}}}}/r-root/ou-wl/*"}}}]}
            """);
        var function = $"arn:aws:lambda:{Region}:{account}:function:app";
        yield return New(function, "AWS::Lambda::Function", account, $$$$"""
            {"Version":"2012-10-17","Statement":[{"Sid":"gateway","Effect":"Allow","Principal":{"Service":"apigateway.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"{{{{function}}}}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:execute-api:{{{{Region}}}}:{{{{account}}}}:*/*/POST/*"}}}]}
            """) with
        { RoleArn = $"arn:aws:iam::{account}:role/ci/Deploy" };
    }

    private AccessResource New(string arn, string type, string account, string policy) => new()
    {
        Arn = arn,
        Type = type,
        Account = account,
        Region = Region,
        Policy = organization.Policy(policy, "policy of " + arn, PolicyKind.Resource),
    };
}
