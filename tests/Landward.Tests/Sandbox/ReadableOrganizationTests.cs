using System.Text.Json.Nodes;
using Landward.Access.Resources;
using Landward.Aws;
using Landward.Model;

namespace Landward.Tests.Sandbox;

/// <summary>What is shared through the sandbox's APIs is what the readers of resources find, and they are refused nothing.</summary>
public sealed class ReadableOrganizationTests
{
    private const string Other = "999988887777";

    [Fact]
    public async Task A_sandbox_without_resources_is_read_whole()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        (await CollectAsync(sandbox)).Unread.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_shared_is_read_and_nothing_stays_unread()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var shared = new List<string>();
        await ShareFunctionsAsync(sandbox, shared);
        await ShareStorageAsync(sandbox, shared);
        await ShareSnapshotsAsync(sandbox, shared);

        var collected = await CollectAsync(sandbox);

        collected.Unread.ShouldBeEmpty();
        var open = collected.Resources.Where(resource =>
            resource.Policy?.Document.Text.Contains(Other, StringComparison.Ordinal) == true || resource.Policy?.Document.Text.Contains("\"Principal\":\"*\"", StringComparison.Ordinal) == true
            || resource.SharedWith.Contains(Other) || resource.KeyGrants.Any(grant => grant.GranteePrincipal.Contains(Other, StringComparison.Ordinal)));
        open.Select(resource => resource.Arn).Order(StringComparer.Ordinal).ShouldBe(shared.Order(StringComparer.Ordinal));
        collected.Resources.Single(resource => resource.Type == "AWS::S3::AccessPoint").Parent.ShouldBe("arn:aws:s3:::data");
        collected.Resources.Single(resource => resource.Type == "AWS::Lambda::Function").RoleArn.ShouldBe($"arn:aws:iam::{sandbox.Account}:role/runner");
    }

    [Fact]
    public async Task A_function_takes_only_a_role_that_trusts_Lambda_and_a_foreign_account_only_what_the_policy_gives()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RoleAsync(sandbox, "other", "ec2.amazonaws.com");
        (await RunningSandbox.FailsAsync(sandbox.Admin, "lambda", "CreateFunction", Function(sandbox, "other"))).Code.ShouldBe("InvalidParameterValueException");
        await RoleAsync(sandbox, "runner", "lambda.amazonaws.com");
        var arn = (string)(await sandbox.CallAsync("lambda", "CreateFunction", Function(sandbox, "runner")))["FunctionArn"]!;
        var input = new JsonObject { ["FunctionName"] = arn };

        (await RunningSandbox.FailsAsync(organization.MemberClient, "lambda", "GetFunction", input)).Code.ShouldBe("AccessDeniedException");
        await sandbox.CallAsync("lambda", "AddPermission", new JsonObject { ["FunctionName"] = "run", ["StatementId"] = "member", ["Action"] = "lambda:GetFunction", ["Principal"] = organization.Member });

        (await RunningSandbox.CallAsync(organization.MemberClient, "lambda", "GetFunction", input))["Configuration"]!["FunctionArn"]!.ToString().ShouldBe(arn);
        var recorded = (await sandbox.LastEventAsync("CreateFunction20150331"))["record"]!;
        recorded["eventSource"]!.ToString().ShouldBe("lambda.amazonaws.com");
        recorded["requestParameters"]!["code"]!.AsObject().ContainsKey("zipFile").ShouldBeFalse();
    }

    private static async Task<CollectedResources> CollectAsync(RunningSandbox sandbox)
    {
        using var connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = sandbox.Host.Endpoint, MaxAttempts = 1 });
        var sessions = new AwsSessions(connection, _ => ValueTask.FromResult(sandbox.Host.Administrator), AccountId.Parse(sandbox.Account), RunningSandbox.Home, new AwsSessionOptions());
        // us-west-2 is where multi-Region access points are asked for.
        return await ResourceCollector.CollectAsync(sessions, AccountId.Parse(sandbox.Account), [RunningSandbox.Home, "us-west-2"], TestContext.Current.CancellationToken);
    }

    private static string Policy(string action, string? resource)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Principal"] = new JsonObject { ["AWS"] = $"arn:aws:iam::{Other}:root" }, ["Action"] = action };
        if (resource is not null)
            statement["Resource"] = resource;
        return new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString();
    }

    private static Task RoleAsync(RunningSandbox sandbox, string name, string service) => sandbox.CallAsync("iam", "CreateRole", new JsonObject
    {
        ["RoleName"] = name,
        ["AssumeRolePolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""",
    });

    private static JsonObject Function(RunningSandbox sandbox, string role) => new()
    {
        ["FunctionName"] = "run",
        ["Runtime"] = "python3.13",
        ["Handler"] = "index.handler",
        ["Role"] = $"arn:aws:iam::{sandbox.Account}:role/{role}",
        ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String([1, 2, 3]) },
    };

    private static async Task ShareFunctionsAsync(RunningSandbox sandbox, List<string> shared)
    {
        await RoleAsync(sandbox, "runner", "lambda.amazonaws.com");
        shared.Add((string)(await sandbox.CallAsync("lambda", "CreateFunction", Function(sandbox, "runner")))["FunctionArn"]!);
        await sandbox.CallAsync("lambda", "AddPermission", new JsonObject { ["FunctionName"] = "run", ["StatementId"] = "everybody", ["Action"] = "lambda:InvokeFunction", ["Principal"] = "*" });
        var layer = await sandbox.CallAsync("lambda", "PublishLayerVersion", new JsonObject { ["LayerName"] = "tools", ["Content"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String([1]) } });
        await sandbox.CallAsync("lambda", "AddLayerVersionPermission", new JsonObject { ["LayerName"] = "tools", ["VersionNumber"] = 1, ["StatementId"] = "other", ["Action"] = "lambda:GetLayerVersion", ["Principal"] = Other });
        shared.Add((string)layer["LayerVersionArn"]!);
        var key = (string)(await sandbox.CallAsync("kms", "CreateKey"))["KeyMetadata"]!["Arn"]!;
        await sandbox.CallAsync("kms", "CreateGrant", new JsonObject { ["KeyId"] = key, ["GranteePrincipal"] = $"arn:aws:iam::{Other}:role/reader", ["Operations"] = new JsonArray("Decrypt") });
        shared.Add(key);
    }

    private static async Task ShareStorageAsync(RunningSandbox sandbox, List<string> shared)
    {
        await sandbox.CallAsync("s3", "CreateBucket", new JsonObject { ["Bucket"] = "data", ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home } });
        var point = (string)(await sandbox.CallAsync("s3control", "CreateAccessPoint", new JsonObject { ["AccountId"] = sandbox.Account, ["Name"] = "point", ["Bucket"] = "data" }))["AccessPointArn"]!;
        await sandbox.CallAsync("s3control", "PutAccessPointPolicy", new JsonObject { ["AccountId"] = sandbox.Account, ["Name"] = "point", ["Policy"] = Policy("s3:GetObject", point + "/object/*") });
        shared.Add(point);
        var table = (string)(await sandbox.CallAsync("dynamodb", "CreateTable", new JsonObject
        {
            ["TableName"] = "orders",
            ["BillingMode"] = "PAY_PER_REQUEST",
            ["AttributeDefinitions"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["AttributeType"] = "S" }),
            ["KeySchema"] = new JsonArray(new JsonObject { ["AttributeName"] = "id", ["KeyType"] = "HASH" }),
            ["StreamSpecification"] = new JsonObject { ["StreamEnabled"] = true, ["StreamViewType"] = "KEYS_ONLY" },
        }))["TableDescription"]!["TableArn"]!;
        await sandbox.CallAsync("dynamodb", "PutResourcePolicy", new JsonObject { ["ResourceArn"] = table, ["Policy"] = Policy("dynamodb:GetItem", table) });
        shared.Add(table);
        var repository = (string)(await sandbox.CallAsync("ecr", "CreateRepository", new JsonObject { ["repositoryName"] = "team/images" }))["repository"]!["repositoryArn"]!;
        await sandbox.CallAsync("ecr", "SetRepositoryPolicy", new JsonObject { ["repositoryName"] = "team/images", ["policyText"] = Policy("ecr:BatchGetImage", null) });
        shared.Add(repository);
        var files = await sandbox.CallAsync("efs", "CreateFileSystem", new JsonObject { ["CreationToken"] = "one" });
        await sandbox.CallAsync("efs", "PutFileSystemPolicy", new JsonObject { ["FileSystemId"] = (string)files["FileSystemId"]!, ["Policy"] = Policy("elasticfilesystem:ClientMount", (string)files["FileSystemArn"]!) });
        shared.Add((string)files["FileSystemArn"]!);
    }

    private static async Task ShareSnapshotsAsync(RunningSandbox sandbox, List<string> shared)
    {
        var volume = (string)(await sandbox.CallAsync("ec2", "CreateVolume", new JsonObject { ["AvailabilityZone"] = RunningSandbox.Home + "a", ["Size"] = 1 }))["VolumeId"]!;
        var snapshot = (string)(await sandbox.CallAsync("ec2", "CreateSnapshot", new JsonObject { ["VolumeId"] = volume }))["SnapshotId"]!;
        await sandbox.CallAsync("ec2", "ModifySnapshotAttribute", new JsonObject { ["SnapshotId"] = snapshot, ["Attribute"] = "createVolumePermission", ["OperationType"] = "add", ["UserIds"] = new JsonArray(Other) });
        shared.Add($"arn:aws:ec2:{RunningSandbox.Home}:{sandbox.Account}:snapshot/{snapshot}");
        foreach (var (kind, snapshotKind) in new[] { ("DBInstance", "DBSnapshot"), ("DBCluster", "DBClusterSnapshot") })
        {
            await sandbox.CallAsync("rds", "Create" + kind, kind == "DBInstance"
                ? new JsonObject { ["DBInstanceIdentifier"] = "db", ["DBInstanceClass"] = "db.t4g.micro", ["Engine"] = "postgres" }
                : new JsonObject { ["DBClusterIdentifier"] = "db", ["Engine"] = "aurora-postgresql" });
            var made = await sandbox.CallAsync("rds", "Create" + snapshotKind, new JsonObject { [kind + "Identifier"] = "db", [snapshotKind + "Identifier"] = "shared" });
            await sandbox.CallAsync("rds", $"Modify{snapshotKind}Attribute", new JsonObject { [snapshotKind + "Identifier"] = "shared", ["AttributeName"] = "restore", ["ValuesToAdd"] = new JsonArray(Other) });
            shared.Add((string)made[snapshotKind]![snapshotKind + "Arn"]!);
        }
    }
}
