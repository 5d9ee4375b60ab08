using System.Text.Json.Nodes;

namespace Landward.Tests.Sandbox.Authorization;

public sealed class AuthorizationTests
{
    [Fact]
    public async Task A_service_control_policy_denies_the_member_s_administrator_in_AWS_s_words_and_the_guardrail_is_known()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var policy = await organization.DenyAsync("""{"Sid":"DenyLeaving","Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"}""");

        var error = await RunningSandbox.FailsAsync(organization.MemberClient, "organizations", "LeaveOrganization");

        error.Code.ShouldBe("AccessDeniedException");
        error.Message.ShouldBe(
            $"User: arn:aws:sts::{organization.Member}:assumed-role/OrganizationAccountAccessRole/test is not authorized to perform: "
            + "organizations:LeaveOrganization on resource: * with an explicit deny in a service control policy");
        var recorded = await sandbox.LastEventAsync("LeaveOrganization");
        recorded["outcome"]!["policyId"]!.ToString().ShouldBe(policy);
        recorded["outcome"]!["sid"]!.ToString().ShouldBe("DenyLeaving");
        recorded["outcome"]!["level"]!.ToString().ShouldBe(organization.Unit);
        recorded["outcome"]!["policyType"]!.ToString().ShouldBe("service control policy");
        recorded["record"]!.ToJsonString().ShouldNotContain("DenyLeaving");
    }

    [Fact]
    public async Task A_service_control_policy_on_the_root_spares_the_management_account()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await organization.DenyAsync("""{"Sid":"NoUsers","Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}""", organization.Root);
        var input = new JsonObject { ["UserName"] = "someone" };

        (await RunningSandbox.FailsAsync(organization.MemberClient, "iam", "CreateUser", input)).Code.ShouldBe("AccessDenied");
        await sandbox.CallAsync("iam", "CreateUser", input);
    }

    [Fact]
    public async Task A_guardrail_reaches_roles_by_their_path_though_calls_name_them_without()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RunningSandbox.CallAsync(organization.MemberClient, "iam", "CreateRole", new JsonObject
        {
            ["RoleName"] = "LandwardExecution",
            ["Path"] = "/landward/",
            ["AssumeRolePolicyDocument"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{sandbox.Account}}"},"Action":"sts:AssumeRole"}]}""",
        });
        await organization.DenyAsync("""{"Sid":"KeepRoles","Effect":"Deny","Action":["iam:*","sts:AssumeRole"],"Resource":"arn:aws:iam::*:role/landward/*"}""");

        (await RunningSandbox.FailsAsync(organization.MemberClient, "iam", "DeleteRole", new JsonObject { ["RoleName"] = "LandwardExecution" })).Code.ShouldBe("AccessDenied");
        var user = await organization.CreateUserAsync("attacker");
        var assume = new JsonObject { ["RoleArn"] = $"arn:aws:iam::{organization.Member}:role/landward/LandwardExecution", ["RoleSessionName"] = "attack" };
        (await RunningSandbox.FailsAsync(sandbox.As(user), "sts", "AssumeRole", assume)).Code.ShouldBe("AccessDenied");
        // The management account, to which no service control policy applies, may.
        await sandbox.CallAsync("sts", "AssumeRole", (JsonObject)assume.DeepClone());
    }

    [Fact]
    public async Task A_user_without_policies_may_only_ask_who_it_is()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var client = sandbox.As(await organization.CreateUserAsync("nobody", managedPolicy: null));

        await RunningSandbox.CallAsync(client, "sts", "GetCallerIdentity");
        var error = await RunningSandbox.FailsAsync(client, "iam", "ListUsers");

        error.Message.ShouldEndWith("because no identity-based policy allows the iam:ListUsers action");
        (await sandbox.LastEventAsync("ListUsers"))["outcome"]!["decision"]!.ToString().ShouldBe("ImplicitlyDenied");
    }

    [Fact]
    public async Task A_session_policy_narrows_what_the_role_may_do()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var narrowed = await sandbox.AssumeAsync(organization.Member, "OrganizationAccountAccessRole", new JsonObject
        {
            ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:ListUsers","Resource":"*"}]}""",
        });

        await RunningSandbox.CallAsync(sandbox.As(narrowed), "iam", "ListUsers");
        (await RunningSandbox.FailsAsync(sandbox.As(narrowed), "iam", "ListRoles")).Message.ShouldContain("session policy");
    }

    [Fact]
    public async Task Sessions_issued_before_a_moment_can_be_denied()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RunningSandbox.CallAsync(organization.MemberClient, "iam", "PutRolePolicy", new JsonObject
        {
            ["RoleName"] = "OrganizationAccountAccessRole",
            ["PolicyName"] = "revoke",
            ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2999-01-01T00:00:00Z"}}}]}""",
        });

        (await RunningSandbox.FailsAsync(organization.MemberClient, "iam", "ListUsers")).Message.ShouldContain("explicit deny in an identity-based policy");
    }

    [Fact]
    public async Task A_bucket_of_another_account_needs_both_its_policy_and_the_caller_s()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await sandbox.CallAsync("s3", "CreateBucket", new JsonObject
        {
            ["Bucket"] = "shared-bucket-7",
            ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
        });
        var list = new JsonObject { ["Bucket"] = "shared-bucket-7" };

        (await RunningSandbox.FailsAsync(organization.MemberClient, "s3", "ListObjectsV2", list)).Code.ShouldBe("AccessDenied");
        await sandbox.CallAsync("s3", "PutBucketPolicy", new JsonObject
        {
            ["Bucket"] = "shared-bucket-7",
            ["Policy"] = $$$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::shared-bucket-7","Condition":{"StringEquals":{"aws:PrincipalOrgID":"{{{organization.Id}}}"} }}]}""",
        });

        await RunningSandbox.CallAsync(organization.MemberClient, "s3", "ListObjectsV2", list);
        var stranger = sandbox.As(await organization.CreateUserAsync("nobody", managedPolicy: null));
        (await RunningSandbox.FailsAsync(stranger, "s3", "ListObjectsV2", list)).Code.ShouldBe("AccessDenied");
    }

    [Fact]
    public async Task A_region_that_the_guardrail_does_not_name_is_closed()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await organization.DenyAsync(
            """{"Sid":"Regions","Effect":"Deny","NotAction":["iam:*","sts:*","organizations:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-west-1"]}}}""");

        await RunningSandbox.CallAsync(organization.MemberClient, "sns", "ListTopics");
        var error = await RunningSandbox.FailsAsync(sandbox.As(organization.MemberAdministrator, "ap-southeast-1"), "sns", "ListTopics");

        (error.Code, error.StatusCode).ShouldBe(("AuthorizationError", 403));
        await RunningSandbox.CallAsync(sandbox.As(organization.MemberAdministrator, "ap-southeast-1"), "iam", "ListUsers");
    }

    [Fact]
    public async Task A_permissions_boundary_limits_an_administrator()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var user = sandbox.As(await organization.CreateUserAsync("bounded"));
        await RunningSandbox.CallAsync(organization.MemberClient, "iam", "PutUserPermissionsBoundary", new JsonObject
        {
            ["UserName"] = "bounded",
            ["PermissionsBoundary"] = "arn:aws:iam::aws:policy/IAMReadOnlyAccess",
        });

        await RunningSandbox.CallAsync(user, "iam", "ListUsers");
        (await RunningSandbox.FailsAsync(user, "sns", "ListTopics")).Message.ShouldContain("no permissions boundary allows the sns:ListTopics action");
    }

    [Fact]
    public async Task A_resource_control_policy_keeps_outsiders_from_a_member_s_bucket()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await OpenBucketAsync(organization.MemberClient, "member-bucket-7");
        await sandbox.CallAsync("organizations", "EnablePolicyType", new JsonObject { ["RootId"] = organization.Root, ["PolicyType"] = "RESOURCE_CONTROL_POLICY" });
        var list = new JsonObject { ["Bucket"] = "member-bucket-7" };
        await sandbox.CallAsync("s3", "ListObjectsV2", (JsonObject)list.DeepClone());
        var policy = await sandbox.CallAsync("organizations", "CreatePolicy", new JsonObject
        {
            ["Name"] = "own-account-only",
            ["Description"] = "test",
            ["Type"] = "RESOURCE_CONTROL_POLICY",
            ["Content"] = $$$"""
                {"Version":"2012-10-17","Statement":[{"Sid":"Own","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEquals":{"aws:PrincipalAccount":"{{{organization.Member}}}"} }}]}
                """,
        });
        await sandbox.CallAsync("organizations", "AttachPolicy", new JsonObject
        {
            ["PolicyId"] = policy["Policy"]!["PolicySummary"]!["Id"]!.ToString(),
            ["TargetId"] = organization.Unit,
        });

        (await RunningSandbox.FailsAsync(sandbox.Admin, "s3", "ListObjectsV2", list)).Message.ShouldContain("explicit deny in a resource control policy");
        await RunningSandbox.CallAsync(organization.MemberClient, "s3", "ListObjectsV2", (JsonObject)list.DeepClone());
    }

    [Fact]
    public async Task A_public_bucket_answers_anybody_until_public_access_is_restricted()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await OpenBucketAsync(sandbox.Admin, "open-bucket-7");
        using var http = new HttpClient();
        var url = new Uri(sandbox.Host.Endpoint, "/open-bucket-7?list-type=2");

        (await http.GetAsync(url)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await PutBlockAsync(sandbox.Admin, "open-bucket-7", restrict: true);

        (await http.GetAsync(url)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        await sandbox.CallAsync("s3", "ListObjectsV2", new JsonObject { ["Bucket"] = "open-bucket-7" });
    }

    /// <summary>A bucket everybody may list.</summary>
    private static async Task OpenBucketAsync(Landward.Aws.AwsClient owner, string bucket)
    {
        await RunningSandbox.CallAsync(owner, "s3", "CreateBucket", new JsonObject
        {
            ["Bucket"] = bucket,
            ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = RunningSandbox.Home },
        });
        await PutBlockAsync(owner, bucket, restrict: false);
        await RunningSandbox.CallAsync(owner, "s3", "PutBucketPolicy", new JsonObject
        {
            ["Bucket"] = bucket,
            ["Policy"] = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::{{bucket}}"}]}""",
        });
    }

    private static Task PutBlockAsync(Landward.Aws.AwsClient owner, string bucket, bool restrict) =>
        RunningSandbox.CallAsync(owner, "s3", "PutPublicAccessBlock", new JsonObject
        {
            ["Bucket"] = bucket,
            ["PublicAccessBlockConfiguration"] = new JsonObject
            {
                ["BlockPublicAcls"] = false,
                ["IgnorePublicAcls"] = false,
                ["BlockPublicPolicy"] = false,
                ["RestrictPublicBuckets"] = restrict,
            },
        });
}
