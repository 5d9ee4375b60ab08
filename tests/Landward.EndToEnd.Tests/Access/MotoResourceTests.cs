using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Access.Resources;
using Landward.Aws;
using Landward.EndToEnd.Tests.LandingZone;
using Landward.Model;

namespace Landward.EndToEnd.Tests.Access;

/// <summary>The readers of resources against an emulator that Landward does not share a line with.</summary>
public class MotoResourceTests
{
    private const string Account = "123456789012";
    private const string Other = "999988887777";
    private const string Region = "eu-west-1";

    [Fact]
    public async Task Every_kind_of_resource_is_read_with_its_policy_its_grants_and_its_shares()
    {
        var stop = TestContext.Current.CancellationToken;
        using var moto = await MotoServer.StartAsync(stop);
        Assert.SkipWhen(moto is null, "python3 with moto[server] is not installed");
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = moto.Endpoint });
        var sessions = new AwsSessions(connection, _ => ValueTask.FromResult(new AwsCredentials("test", "test")), AccountId.Parse(Account), Region, new AwsSessionOptions());
        var expected = await PlantAsync(sessions.Management(Region), stop);

        var collected = await ResourceCollector.CollectAsync(sessions, AccountId.Parse(Account), [Region], stop);

        collected.PublicAccessBlock.ShouldBe(new PublicAccessBlock(true, true, false, false));
        foreach (var arn in expected)
        {
            var resource = collected.Resources.SingleOrDefault(resource => resource.Arn == arn);
            resource.ShouldNotBeNull($"{arn} is not among {string.Join(", ", collected.Resources.Select(item => item.Arn))}; unread: {string.Join("; ", collected.Unread)}");
            IsShared(resource).ShouldBeTrue($"{arn} should let {Other} in");
        }
        var bucket = collected.Resources.Single(resource => resource.Type == "AWS::S3::Bucket" && resource.Arn.EndsWith("with-acl", StringComparison.Ordinal));
        bucket.AclGrants.ShouldContain(grant => grant.Grantee.EndsWith("AllUsers", StringComparison.Ordinal) && grant.Permission == "READ" && !grant.Owner);
        bucket.AclGrants.ShouldContain(grant => grant.Owner && grant.Permission == "FULL_CONTROL");
        bucket.PublicAccessBlock.ShouldBe(new PublicAccessBlock(false, true, false, true));
        collected.Resources.Single(resource => resource.Arn.EndsWith("owner-enforced", StringComparison.Ordinal)).AclGrants.ShouldBeEmpty();
        collected.Resources.Single(resource => resource.Type == "AWS::S3::AccessPoint").Parent.ShouldBe("arn:aws:s3:::owner-enforced");
        collected.Unread.ShouldAllBe(source => source.Reason.Length > 0 && source.Account == Account);
        collected.Unread.ShouldAllBe(source => source.Resource == null || !expected.Contains(source.Resource));
    }

    private static bool IsShared(AccessResource resource) =>
        (resource.Policy?.Document.Text.Contains(Other, StringComparison.Ordinal) ?? false)
        || resource.SharedWith.Contains(Other)
        || resource.KeyGrants.Any(grant => grant.GranteePrincipal.Contains(Other, StringComparison.Ordinal));

    private static string Policy(string action, string resource) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{Other}}:root"},"Action":"{{action}}","Resource":"{{resource}}"}]}""";

    private static async Task<ImmutableArray<string>> PlantAsync(AwsClient client, CancellationToken stop)
    {
        var arns = ImmutableArray.CreateBuilder<string>();
        await PlantStorageAsync(client, arns, stop);
        await PlantMessagingAsync(client, arns, stop);
        await PlantSnapshotsAsync(client, arns, stop);
        return arns.ToImmutable();
    }

    private static async Task PlantStorageAsync(AwsClient client, ImmutableArray<string>.Builder arns, CancellationToken stop)
    {
        var location = new JsonObject { ["LocationConstraint"] = Region };
        await client.CallAsync("s3control", "PutPublicAccessBlock", new JsonObject { ["AccountId"] = Account, ["PublicAccessBlockConfiguration"] = new JsonObject { ["BlockPublicAcls"] = true, ["IgnorePublicAcls"] = true, ["BlockPublicPolicy"] = false, ["RestrictPublicBuckets"] = false } }, stop);
        await client.CallAsync("s3", "CreateBucket", new JsonObject { ["Bucket"] = "with-acl", ["CreateBucketConfiguration"] = location.DeepClone(), ["ACL"] = "public-read" }, stop);
        await client.CallAsync("s3", "PutPublicAccessBlock", new JsonObject { ["Bucket"] = "with-acl", ["PublicAccessBlockConfiguration"] = new JsonObject { ["IgnorePublicAcls"] = true, ["RestrictPublicBuckets"] = true } }, stop);
        await client.CallAsync("s3", "CreateBucket", new JsonObject { ["Bucket"] = "owner-enforced", ["CreateBucketConfiguration"] = location.DeepClone() }, stop);
        await client.CallAsync("s3", "PutBucketOwnershipControls", new JsonObject { ["Bucket"] = "owner-enforced", ["OwnershipControls"] = new JsonObject { ["Rules"] = new JsonArray(new JsonObject { ["ObjectOwnership"] = "BucketOwnerEnforced" }) } }, stop);
        await client.CallAsync("s3", "PutBucketPolicy", new JsonObject { ["Bucket"] = "owner-enforced", ["Policy"] = Policy("s3:GetObject", "arn:aws:s3:::owner-enforced/*") }, stop);
        arns.Add("arn:aws:s3:::owner-enforced");
        await client.CallAsync("s3control", "CreateAccessPoint", new JsonObject { ["AccountId"] = Account, ["Name"] = "point", ["Bucket"] = "owner-enforced" }, stop);
        var point = $"arn:aws:s3:{Region}:{Account}:accesspoint/point";
        await client.CallAsync("s3control", "PutAccessPointPolicy", new JsonObject { ["AccountId"] = Account, ["Name"] = "point", ["Policy"] = Policy("s3:GetObject", point + "/object/*") }, stop);
        var file = await client.CallAsync("efs", "CreateFileSystem", new JsonObject { ["CreationToken"] = "one" }, stop);
        await client.CallAsync("efs", "PutFileSystemPolicy", new JsonObject { ["FileSystemId"] = (string?)file["FileSystemId"], ["Policy"] = Policy("elasticfilesystem:ClientMount", (string)file["FileSystemArn"]!) }, stop);
        arns.Add((string)file["FileSystemArn"]!);
        var repository = await client.CallAsync("ecr", "CreateRepository", new JsonObject { ["repositoryName"] = "images" }, stop);
        await client.CallAsync("ecr", "SetRepositoryPolicy", new JsonObject { ["repositoryName"] = "images", ["policyText"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{Other}}"},"Action":"ecr:BatchGetImage"}]}""" }, stop);
        arns.Add((string)repository["repository"]!["repositoryArn"]!);
        await client.CallAsync(
            "dynamodb",
            "CreateTable",
            new JsonObject
            {
                ["TableName"] = "orders",
                ["BillingMode"] = "PAY_PER_REQUEST",
                ["AttributeDefinitions"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["AttributeType"] = "S" }),
                ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
            },
            stop);
        var table = $"arn:aws:dynamodb:{Region}:{Account}:table/orders";
        await client.CallAsync("dynamodb", "PutResourcePolicy", new JsonObject { ["ResourceArn"] = table, ["Policy"] = Policy("dynamodb:GetItem", table) }, stop);
        arns.Add(table);
    }

    private static async Task PlantMessagingAsync(AwsClient client, ImmutableArray<string>.Builder arns, CancellationToken stop)
    {
        var queue = $"arn:aws:sqs:{Region}:{Account}:jobs";
        await client.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "jobs", ["Attributes"] = new JsonObject { ["Policy"] = Policy("sqs:SendMessage", queue) } }, stop);
        arns.Add(queue);
        var topic = (string)(await client.CallAsync("sns", "CreateTopic", new JsonObject { ["Name"] = "alerts" }, stop))["TopicArn"]!;
        await client.CallAsync("sns", "SetTopicAttributes", new JsonObject { ["TopicArn"] = topic, ["AttributeName"] = "Policy", ["AttributeValue"] = Policy("sns:Publish", topic) }, stop);
        arns.Add(topic);
        var secret = (string)(await client.CallAsync("secretsmanager", "CreateSecret", new JsonObject { ["Name"] = "password", ["SecretString"] = "x" }, stop))["ARN"]!;
        await client.CallAsync("secretsmanager", "PutResourcePolicy", new JsonObject { ["SecretId"] = secret, ["ResourcePolicy"] = Policy("secretsmanager:GetSecretValue", "*") }, stop);
        arns.Add(secret);
        var key = (string)(await client.CallAsync("kms", "CreateKey", null, stop))["KeyMetadata"]!["Arn"]!;
        await client.CallAsync("kms", "CreateGrant", new JsonObject { ["KeyId"] = key, ["GranteePrincipal"] = $"arn:aws:iam::{Other}:role/reader", ["Operations"] = new JsonArray("Decrypt") }, stop);
        arns.Add(key);
    }

    private static async Task PlantSnapshotsAsync(AwsClient client, ImmutableArray<string>.Builder arns, CancellationToken stop)
    {
        var volume = await client.CallAsync("ec2", "CreateVolume", new JsonObject { ["AvailabilityZone"] = Region + "a", ["Size"] = 1 }, stop);
        var snapshot = (string)(await client.CallAsync("ec2", "CreateSnapshot", new JsonObject { ["VolumeId"] = (string?)volume["VolumeId"] }, stop))["SnapshotId"]!;
        await client.CallAsync("ec2", "ModifySnapshotAttribute", new JsonObject { ["SnapshotId"] = snapshot, ["Attribute"] = "createVolumePermission", ["OperationType"] = "add", ["UserIds"] = new JsonArray(Other) }, stop);
        arns.Add($"arn:aws:ec2:{Region}:{Account}:snapshot/{snapshot}");
        await client.CallAsync("rds", "CreateDBInstance", new JsonObject { ["DBInstanceIdentifier"] = "db", ["DBInstanceClass"] = "db.t3.micro", ["Engine"] = "postgres", ["MasterUsername"] = "root", ["MasterUserPassword"] = "not-a-real-one", ["AllocatedStorage"] = 20 }, stop);
        var database = (string)(await client.CallAsync("rds", "CreateDBSnapshot", new JsonObject { ["DBInstanceIdentifier"] = "db", ["DBSnapshotIdentifier"] = "shared" }, stop))["DBSnapshot"]!["DBSnapshotArn"]!;
        await client.CallAsync("rds", "ModifyDBSnapshotAttribute", new JsonObject { ["DBSnapshotIdentifier"] = "shared", ["AttributeName"] = "restore", ["ValuesToAdd"] = new JsonArray(Other) }, stop);
        arns.Add(database);
        await client.CallAsync("rds", "CreateDBCluster", new JsonObject { ["DBClusterIdentifier"] = "aurora", ["Engine"] = "aurora-postgresql", ["MasterUsername"] = "root", ["MasterUserPassword"] = "not-a-real-one" }, stop);
        var cluster = (string)(await client.CallAsync("rds", "CreateDBClusterSnapshot", new JsonObject { ["DBClusterIdentifier"] = "aurora", ["DBClusterSnapshotIdentifier"] = "cluster" }, stop))["DBClusterSnapshot"]!["DBClusterSnapshotArn"]!;
        await client.CallAsync("rds", "ModifyDBClusterSnapshotAttribute", new JsonObject { ["DBClusterSnapshotIdentifier"] = "cluster", ["AttributeName"] = "restore", ["ValuesToAdd"] = new JsonArray(Other) }, stop);
        arns.Add(cluster);
    }
}
