using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Authorization;

/// <summary>Other ways to write a resource lead to the same decision.</summary>
public sealed class DisguisedResourceTests
{
    [Theory]
    [InlineData("{0}/secret.txt")]
    [InlineData("/{0}/secret.txt")]
    [InlineData("//{0}/secret.txt")]
    [InlineData("{0}%2Fsecret.txt")]
    [InlineData("/{0}/secret.txt?versionId=null")]
    public async Task A_copy_reads_its_source_only_where_reading_is_allowed(string source)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await CreateBucketAsync(sandbox.Admin, "closed-bucket-7");
        await RunningSandbox.CallAsync(sandbox.Admin, "s3", "PutObject", new JsonObject { ["Bucket"] = "closed-bucket-7", ["Key"] = "secret.txt", ["Body"] = "c2VjcmV0" });
        await CreateBucketAsync(organization.MemberClient, "thief-bucket-7");

        var error = await RunningSandbox.FailsAsync(organization.MemberClient, "s3", "CopyObject", new JsonObject
        {
            ["Bucket"] = "thief-bucket-7",
            ["Key"] = "loot",
            ["CopySource"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, source, "closed-bucket-7"),
        });

        error.Code.ShouldBe("AccessDenied");
    }

    [Fact]
    public async Task A_key_that_reads_like_an_ARN_does_not_choose_the_bucket_that_is_checked()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await CreateBucketAsync(sandbox.Admin, "closed-bucket-7");

        (await RunningSandbox.FailsAsync(organization.MemberClient, "s3", "PutObject", new JsonObject { ["Bucket"] = "closed-bucket-7", ["Key"] = "arn:aws:s3:::thief-bucket-7/x", ["Body"] = "eA==" }))
            .Code.ShouldBe("AccessDenied");
    }

    [Theory]
    [InlineData("PutRule", """{"Name":"spy","EventPattern":"{\"source\":[\"aws.iam\"]}"}""")]
    [InlineData("ListRules", """{}""")]
    [InlineData("DeleteRule", """{"Name":"spy"}""")]
    [InlineData("DisableRule", """{"Name":"spy"}""")]
    public async Task The_rules_of_another_account_s_bus_are_out_of_reach(string operation, string input)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var request = (JsonObject)JsonNode.Parse(input)!;
        request["EventBusName"] = $"arn:aws:events:{RunningSandbox.Home}:{sandbox.Account}:event-bus/default";

        (await RunningSandbox.FailsAsync(organization.MemberClient, "events", operation, request)).Code.ShouldBe("AccessDeniedException");
    }

    [Fact]
    public async Task A_log_group_is_guarded_under_the_ARN_of_another_partition_or_Region_too()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RunningSandbox.CallAsync(organization.MemberClient, "logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = "kept" });
        await organization.DenyAsync("""{"Effect":"Deny","Action":"logs:DeleteLogGroup","Resource":"arn:aws:logs:*:*:log-group:kept*"}""");

        foreach (var name in new[] { "kept", $"arn:aws-cn:logs:{RunningSandbox.Home}:{organization.Member}:log-group:kept", $"arn:aws:logs:us-east-1:{organization.Member}:log-group:kept" })
            (await RunningSandbox.FailsAsync(organization.MemberClient, "logs", "DeleteLogGroup", new JsonObject { ["logGroupName"] = name })).Code.ShouldBe("AccessDeniedException", name);
    }

    private static Task<JsonObject> CreateBucketAsync(Landward.Aws.AwsClient client, string name) => RunningSandbox.CallAsync(client, "s3", "CreateBucket", new JsonObject
    {
        ["Bucket"] = name,
        ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
    });
}
