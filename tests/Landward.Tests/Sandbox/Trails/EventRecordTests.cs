using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Trails;

public sealed class EventRecordTests
{
    [Fact]
    public async Task A_call_is_recorded_with_its_caller_its_parameters_and_its_answer()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = "new", ["Path"] = "/team/" });

        var record = (await sandbox.LastEventAsync("CreateUser"))["record"]!;
        record["eventVersion"]!.ToString().ShouldBe("1.11");
        record["eventSource"]!.ToString().ShouldBe("iam.amazonaws.com");
        record["awsRegion"]!.ToString().ShouldBe("us-east-1");
        record["userIdentity"]!["type"]!.ToString().ShouldBe("IAMUser");
        record["userIdentity"]!["userName"]!.ToString().ShouldBe("landward-admin");
        JsonNode.DeepEquals(record["requestParameters"], JsonNode.Parse("""{"userName":"new","path":"/team/"}""")).ShouldBeTrue();
        record["responseElements"]!["user"]!["arn"]!.ToString().ShouldBe($"arn:aws:iam::{sandbox.Account}:user/team/new");
        record["readOnly"]!.GetValue<bool>().ShouldBeFalse();
        record["managementEvent"]!.GetValue<bool>().ShouldBeTrue();
        record["recipientAccountId"]!.ToString().ShouldBe(sandbox.Account);
        record["errorCode"].ShouldBeNull();
    }

    [Fact]
    public async Task A_read_has_no_response_elements_and_a_failed_call_has_its_error()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        await sandbox.CallAsync("iam", "ListUsers");
        await RunningSandbox.FailsAsync(sandbox.Admin, "iam", "GetUser", new JsonObject { ["UserName"] = "absent" });

        (await sandbox.LastEventAsync("ListUsers"))["record"]!["responseElements"].ShouldBeNull();
        var failed = (await sandbox.LastEventAsync("GetUser"))["record"]!;
        failed["errorCode"]!.ToString().ShouldBe("NoSuchEntityException");
        failed["errorMessage"]!.ToString().ShouldContain("absent");
    }

    [Fact]
    public async Task Secrets_never_reach_an_event()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = "someone" });
        var key = await sandbox.CallAsync("iam", "CreateAccessKey", new JsonObject { ["UserName"] = "someone" });
        await sandbox.CallAsync("iam", "CreateLoginProfile", new JsonObject { ["UserName"] = "someone", ["Password"] = "Correct-Horse-7-Battery" });
        await RunningSandbox.FailsAsync(sandbox.Admin, "iam", "UpdateLoginProfile", new JsonObject { ["UserName"] = "someone", ["Password"] = string.Concat(Enumerable.Repeat("Correct-Horse-7-Battery", 9)) });
        var topic = (await sandbox.CallAsync("sns", "CreateTopic", new JsonObject { ["Name"] = "news" }))["TopicArn"]!.ToString();
        await sandbox.CallAsync("sns", "Publish", new JsonObject { ["TopicArn"] = topic, ["Message"] = "Correct-Horse-7-Battery", ["Subject"] = "Correct-Horse-7-Battery" });
        var organization = await sandbox.CreateOrganizationAsync();

        var all = string.Concat((await sandbox.EventsAsync()).Select(item => item.ToJsonString()));

        all.ShouldNotContain("Correct-Horse-7-Battery");
        all.ShouldNotContain(System.Text.Json.JsonEncodedText.Encode(key["AccessKey"]!["SecretAccessKey"]!.ToString()).ToString());
        all.ShouldNotContain(System.Text.Json.JsonEncodedText.Encode(organization.MemberAdministrator.SessionToken!).ToString());
        (await sandbox.LastEventAsync("CreateLoginProfile"))["record"]!["requestParameters"]!["password"]!.ToString().ShouldBe("HIDDEN_DUE_TO_SECURITY_REASONS");
    }

    [Fact]
    public async Task A_role_assumed_across_accounts_is_seen_by_both_under_one_shared_id()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();

        var seen = (await sandbox.EventsAsync()).Select(item => item["record"]!).Where(record => record["eventName"]!.ToString() == "AssumeRole").ToList();

        seen.Count.ShouldBe(2);
        seen[0]["sharedEventID"]!.ToString().ShouldBe(seen[1]["sharedEventID"]!.ToString());
        seen[0]["eventID"]!.ToString().ShouldNotBe(seen[1]["eventID"]!.ToString());
        seen.Select(record => record["recipientAccountId"]!.ToString()).ShouldBe([sandbox.Account, organization.Member]);
        seen[1]["userIdentity"]!["type"]!.ToString().ShouldBe("AWSAccount");
    }

    [Fact]
    public async Task A_session_s_events_name_the_role_behind_it()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RunningSandbox.CallAsync(organization.MemberClient, "iam", "ListRoles");

        var identity = (await sandbox.LastEventAsync("ListRoles"))["record"]!["userIdentity"]!;

        identity["type"]!.ToString().ShouldBe("AssumedRole");
        identity["sessionContext"]!["sessionIssuer"]!["arn"]!.ToString().ShouldBe($"arn:aws:iam::{organization.Member}:role/OrganizationAccountAccessRole");
        identity["principalId"]!.ToString().ShouldEndWith(":test");
        identity["sessionContext"]!["attributes"]!["mfaAuthenticated"]!.ToString().ShouldBe("false");
    }

    [Fact]
    public async Task S3_writes_its_parameters_in_its_own_way()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("s3", "CreateBucket", new JsonObject
        {
            ["Bucket"] = "some-bucket-3",
            ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
        });
        await sandbox.CallAsync("s3", "PutBucketPolicy", new JsonObject
        {
            ["Bucket"] = "some-bucket-3",
            ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{sandbox.Account}}"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::some-bucket-3/*"}]}""",
        });

        var parameters = (await sandbox.LastEventAsync("PutBucketPolicy"))["record"]!["requestParameters"]!;

        parameters["bucketName"]!.ToString().ShouldBe("some-bucket-3");
        parameters["policy"]!.ToString().ShouldBeEmpty();
        parameters["bucketPolicy"]!["Statement"]![0]!["Action"]!.ToString().ShouldBe("s3:GetObject");
    }

    [Fact]
    public async Task S3_writes_bodies_as_the_xml_documents_they_are()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CallAsync("s3", "CreateBucket", new JsonObject
        {
            ["Bucket"] = "some-bucket-4",
            ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
        });
        await sandbox.CallAsync("s3", "PutBucketLifecycleConfiguration", (JsonObject)JsonNode.Parse("""
            {"Bucket":"some-bucket-4","LifecycleConfiguration":{"Rules":[{"ID":"purge","Status":"Enabled","Filter":{"Prefix":""},"Expiration":{"Days":1}}]}}
            """)!);
        await sandbox.CallAsync("s3", "PutBucketTagging", (JsonObject)JsonNode.Parse("""
            {"Bucket":"some-bucket-4","Tagging":{"TagSet":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}}
            """)!);

        var lifecycle = (await sandbox.LastEventAsync("PutBucketLifecycle"))["record"]!["requestParameters"]!["LifecycleConfiguration"]!;
        lifecycle["Rule"]!["Expiration"]!["Days"]!.GetValue<int>().ShouldBe(1);
        var tagging = (await sandbox.LastEventAsync("PutBucketTagging"))["record"]!["requestParameters"]!["Tagging"]!;
        tagging["TagSet"]!["Tag"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_event_history_answers_by_attribute_and_by_page()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var client = sandbox.In("us-east-1");
        foreach (var name in new[] { "a", "b", "c" })
            await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name });
        JsonObject Lookup() => new()
        {
            ["LookupAttributes"] = new JsonArray(new JsonObject { ["AttributeKey"] = "EventName", ["AttributeValue"] = "CreateUser" }),
            ["MaxResults"] = 2,
        };

        var first = await RunningSandbox.CallAsync(client, "cloudtrail", "LookupEvents", Lookup());
        var all = await client.ListAsync("cloudtrail", "LookupEvents", Lookup(), "Events", TestContext.Current.CancellationToken);

        ((JsonArray)first["Events"]!).Count.ShouldBe(2);
        all.Count.ShouldBe(3);
        all[0]["Username"]!.ToString().ShouldBe("landward-admin");
        JsonNode.Parse(all[0]["CloudTrailEvent"]!.ToString())!["requestParameters"]!["userName"]!.ToString().ShouldBe("c");
    }

    [Fact]
    public async Task Pages_of_the_event_history_show_no_event_twice_though_looking_makes_events()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var client = sandbox.In("us-east-1");
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name });

        var all = await client.ListAsync("cloudtrail", "LookupEvents", new JsonObject { ["MaxResults"] = 2 }, "Events", TestContext.Current.CancellationToken);

        all.Select(item => item["EventId"]!.ToString()).ShouldBeUnique();
        all.Select(item => item["EventName"]!.ToString()).ShouldBe(Enumerable.Repeat("CreateUser", 5));
        var wrong = await RunningSandbox.FailsAsync(client, "cloudtrail", "LookupEvents", new JsonObject { ["NextToken"] = "bm9uZSBvZiBpdHM=" });
        wrong.Code.ShouldBe("InvalidNextTokenException");
    }
}
