using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Trails;

public sealed class TrailDeliveryTests
{
    private const string Bucket = "central-logs-5";
    private const string Name = "landward-organization-trail";

    [Fact]
    public async Task An_organization_trail_delivers_every_account_s_events_in_AWS_s_key_layout_when_the_clock_passes_a_boundary()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await CreateTrailAsync(sandbox, organization);
        await sandbox.CallAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = Name });
        await organization.DenyAsync("""{"Sid":"KeepTrail","Effect":"Deny","Action":"cloudtrail:StopLogging","Resource":"*"}""");
        await RunningSandbox.FailsAsync(organization.MemberClient, "cloudtrail", "StopLogging", new JsonObject { ["Name"] = Name });

        (await ReadFilesAsync(sandbox)).ShouldBeEmpty();
        await sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = "PT5M" });
        var files = await ReadFilesAsync(sandbox);

        var (key, records) = files.Single(file => file.Key.Contains($"/{organization.Member}/CloudTrail/eu-west-1/", StringComparison.Ordinal));
        key.ShouldMatch($"^AWSLogs/{organization.Id}/{organization.Member}/CloudTrail/eu-west-1/[0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}}/{organization.Member}_CloudTrail_eu-west-1_[0-9]{{8}}T[0-9]{{4}}Z_[A-Za-z0-9]{{16}}\\.json\\.gz$");
        var denied = records.Single(record => record["eventName"]!.ToString() == "StopLogging");
        denied["errorCode"]!.ToString().ShouldBe("AccessDeniedException");
        files.SelectMany(file => file.Records).Select(record => record["eventName"]!.ToString()).ShouldContain("StartLogging");
    }

    [Fact]
    public async Task An_event_is_delivered_once_and_none_while_the_trail_is_stopped()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await CreateTrailAsync(sandbox, await sandbox.CreateOrganizationAsync());
        await sandbox.CallAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = Name });
        await sandbox.CallAsync("sns", "CreateTopic", new JsonObject { ["Name"] = "while-logging" });
        await sandbox.CallAsync("cloudtrail", "StopLogging", new JsonObject { ["Name"] = Name });
        await sandbox.CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "while-stopped" });

        await sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = "PT5M" });
        await sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = "PT5M" });

        var names = (await ReadFilesAsync(sandbox)).SelectMany(file => file.Records).Select(record => record["eventName"]!.ToString()).ToList();
        names.Count(name => name == "CreateTopic").ShouldBe(1);
        names.ShouldContain("StopLogging");
        names.ShouldNotContain("CreateQueue");
    }

    [Fact]
    public async Task A_bucket_whose_policy_does_not_let_CloudTrail_write_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await CreateBucketAsync(sandbox);

        var error = await RunningSandbox.FailsAsync(sandbox.Admin, "cloudtrail", "CreateTrail", new JsonObject { ["Name"] = Name, ["S3BucketName"] = Bucket });

        error.Code.ShouldBe("InsufficientS3BucketPolicyException");
    }

    [Fact]
    public async Task An_organization_trail_needs_trusted_access_and_the_management_account()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await CreateBucketAsync(sandbox);
        var input = new JsonObject { ["Name"] = Name, ["S3BucketName"] = Bucket, ["IsOrganizationTrail"] = true, ["IsMultiRegionTrail"] = true };

        (await RunningSandbox.FailsAsync(sandbox.Admin, "cloudtrail", "CreateTrail", input)).Code.ShouldBe("CloudTrailAccessNotEnabledException");
        (await RunningSandbox.FailsAsync(organization.MemberClient, "cloudtrail", "CreateTrail", input)).Code.ShouldBe("NotOrganizationMasterAccountException");
    }

    [Fact]
    public async Task A_member_sees_the_organization_trail_but_cannot_change_it_even_without_guardrails()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var arn = await CreateTrailAsync(sandbox, organization);

        var seen = (JsonArray)(await RunningSandbox.CallAsync(organization.MemberClient, "cloudtrail", "DescribeTrails"))["trailList"]!;
        seen.Single()!["TrailARN"]!.ToString().ShouldBe(arn);
        foreach (var operation in new[] { "StopLogging", "DeleteTrail", "UpdateTrail" })
        {
            (await RunningSandbox.FailsAsync(organization.MemberClient, "cloudtrail", operation, new JsonObject { ["Name"] = Name })).Code.ShouldBe("NotOrganizationMasterAccountException");
            (await RunningSandbox.FailsAsync(organization.MemberClient, "cloudtrail", operation, new JsonObject { ["Name"] = arn })).Code.ShouldBe("AccessDeniedException");
        }
    }

    [Fact]
    public async Task Data_events_are_delivered_only_when_a_selector_asks_for_them()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await CreateTrailAsync(sandbox, await sandbox.CreateOrganizationAsync());
        await sandbox.CallAsync("cloudtrail", "StartLogging", new JsonObject { ["Name"] = Name });
        await PutObjectAsync(sandbox, "before");
        await sandbox.CallAsync("cloudtrail", "PutEventSelectors", new JsonObject
        {
            ["TrailName"] = Name,
            ["AdvancedEventSelectors"] = JsonNode.Parse("""
                [{"Name":"objects","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"eventName","Equals":["PutObject"]}]}]
                """),
        });
        await sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = "PT5M" });

        var records = (await ReadFilesAsync(sandbox)).SelectMany(file => file.Records).ToList();
        records.ShouldAllBe(record => record["eventName"]!.ToString() == "PutObject");
        records.Select(record => record["requestParameters"]!["key"]!.ToString()).ShouldBe(["before"]);
    }

    private static Task PutObjectAsync(RunningSandbox sandbox, string key) =>
        sandbox.CallAsync("s3", "PutObject", new JsonObject { ["Bucket"] = Bucket, ["Key"] = key, ["Body"] = Convert.ToBase64String("x"u8) });

    private static Task<JsonObject> CreateBucketAsync(RunningSandbox sandbox) =>
        sandbox.CallAsync("s3", "CreateBucket", new JsonObject
        {
            ["Bucket"] = Bucket,
            ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
        });

    /// <summary>The bucket with the policy of the CloudTrail User Guide, and the trail; answers its ARN.</summary>
    private static async Task<string> CreateTrailAsync(RunningSandbox sandbox, SampleOrganization organization)
    {
        await CreateBucketAsync(sandbox);
        var arn = $"arn:aws:cloudtrail:eu-west-1:{sandbox.Account}:trail/{Name}";
        await sandbox.CallAsync("s3", "PutBucketPolicy", new JsonObject
        {
            ["Bucket"] = Bucket,
            ["Policy"] = $$$"""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::{{{Bucket}}}","Condition":{"StringEquals":{"aws:SourceArn":"{{{arn}}}"} }},
                  {"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject",
                   "Resource":["arn:aws:s3:::{{{Bucket}}}/AWSLogs/{{{sandbox.Account}}}/*","arn:aws:s3:::{{{Bucket}}}/AWSLogs/{{{organization.Id}}}/*"],
                   "Condition":{"StringEquals":{"aws:SourceArn":"{{{arn}}}","s3:x-amz-acl":"bucket-owner-full-control"} }}]}
                """,
        });
        await sandbox.CallAsync("organizations", "EnableAWSServiceAccess", new JsonObject { ["ServicePrincipal"] = "cloudtrail.amazonaws.com" });
        var trail = await sandbox.CallAsync("cloudtrail", "CreateTrail", new JsonObject
        {
            ["Name"] = Name,
            ["S3BucketName"] = Bucket,
            ["IsOrganizationTrail"] = true,
            ["IsMultiRegionTrail"] = true,
        });
        return trail["TrailARN"]!.ToString();
    }

    private static async Task<IReadOnlyList<(string Key, IReadOnlyList<JsonObject> Records)>> ReadFilesAsync(RunningSandbox sandbox)
    {
        var keys = (await sandbox.CallAsync("s3", "ListObjectsV2", new JsonObject { ["Bucket"] = Bucket, ["Prefix"] = "AWSLogs/" }))["Contents"] as JsonArray ?? [];
        var files = new List<(string, IReadOnlyList<JsonObject>)>();
        foreach (var key in keys.Select(item => item!["Key"]!.ToString()))
        {
            await using var packed = await sandbox.Admin.OpenObjectAsync(Bucket, key, TestContext.Current.CancellationToken);
            await using var text = new GZipStream(packed, CompressionMode.Decompress);
            var document = await JsonNode.ParseAsync(text, cancellationToken: TestContext.Current.CancellationToken);
            files.Add((key, [.. ((JsonArray)document!["Records"]!).OfType<JsonObject>()]));
        }
        return files;
    }
}
