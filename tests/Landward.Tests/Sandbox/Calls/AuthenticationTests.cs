using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.Tests.Sandbox.Calls;

public sealed class AuthenticationTests
{
    [Fact]
    public async Task The_administrator_of_a_fresh_sandbox_is_recognised()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var identity = await sandbox.CallAsync("sts", "GetCallerIdentity");

        identity["Account"]!.ToString().ShouldBe("111122223333");
        identity["Arn"]!.ToString().ShouldBe("arn:aws:iam::111122223333:user/landward-admin");
    }

    // Codes: "Common errors" of the API references; one protocol each.
    [Theory]
    [InlineData("iam", "ListUsers", "SignatureDoesNotMatch", 403)]
    [InlineData("organizations", "ListRoots", "InvalidSignatureException", 400)]
    [InlineData("s3", "ListBuckets", "SignatureDoesNotMatch", 403)]
    public async Task A_wrong_signature_is_refused_in_the_protocol_s_words(string service, string operation, string code, int status)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var client = sandbox.As(sandbox.Host.Administrator with { SecretAccessKey = "wrong" });

        var error = await RunningSandbox.FailsAsync(client, service, operation);

        (error.Code, error.StatusCode).ShouldBe((code, status));
    }

    [Theory]
    [InlineData("iam", "ListUsers", "InvalidClientTokenId")]
    [InlineData("organizations", "ListRoots", "UnrecognizedClientException")]
    [InlineData("s3", "ListBuckets", "InvalidAccessKeyId")]
    public async Task An_unknown_access_key_is_refused_in_the_protocol_s_words(string service, string operation, string code)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var client = sandbox.As(new AwsCredentials("AKIANOBODYNOBODYNOBO", "secret"));

        (await RunningSandbox.FailsAsync(client, service, operation)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_session_works_until_the_sandbox_s_clock_passes_its_end()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        await RunningSandbox.CallAsync(organization.MemberClient, "sts", "GetCallerIdentity");

        await sandbox.ControlAsync(HttpMethod.Post, "clock", new JsonObject { ["step"] = "PT2H" });

        (await RunningSandbox.FailsAsync(organization.MemberClient, "iam", "ListUsers")).Code.ShouldBe("ExpiredToken");
        (await RunningSandbox.FailsAsync(organization.MemberClient, "cloudtrail", "ListTrails")).Code.ShouldBe("ExpiredTokenException");
    }

    [Fact]
    public async Task A_session_s_key_without_its_token_or_with_another_is_refused()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var other = await sandbox.AssumeAsync(organization.Member, "OrganizationAccountAccessRole");

        foreach (var token in new[] { null, other.SessionToken })
        {
            var client = sandbox.As(organization.MemberAdministrator with { SessionToken = token });
            (await RunningSandbox.FailsAsync(client, "iam", "ListUsers")).Code.ShouldBe("InvalidClientTokenId");
        }
    }

    [Fact]
    public async Task An_inactive_key_and_the_key_of_a_deleted_role_stop_working()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var organization = await sandbox.CreateOrganizationAsync();
        var user = await organization.CreateUserAsync("ci");
        var userClient = sandbox.As(user);
        await RunningSandbox.CallAsync(userClient, "iam", "ListUsers");

        await RunningSandbox.CallAsync(organization.MemberClient, "iam", "UpdateAccessKey", new JsonObject
        {
            ["UserName"] = "ci",
            ["AccessKeyId"] = user.AccessKeyId,
            ["Status"] = "Inactive",
        });

        (await RunningSandbox.FailsAsync(userClient, "iam", "ListUsers")).Code.ShouldBe("InvalidClientTokenId");
    }

    [Fact]
    public async Task A_request_without_signature_is_asked_for_one()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient();
        using var body = new StringContent("{}", Encoding.UTF8, "application/x-amz-json-1.1");
        body.Headers.Add("X-Amz-Target", "AWSOrganizationsV20161128.ListRoots");

        using var answer = await http.PostAsync(sandbox.Host.Endpoint, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("MissingAuthenticationTokenException");
    }

    [Fact]
    public async Task The_control_plane_needs_its_token()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.GetAsync(new Uri(sandbox.Host.Endpoint, "/_sandbox/health"));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Permissive_mode_takes_any_key_for_the_administrator_of_its_account()
    {
        await using var sandbox = await RunningSandbox.StartAsync(options => options with { Permissive = true });

        var identity = await RunningSandbox.CallAsync(sandbox.As(new AwsCredentials("test", "test")), "sts", "GetCallerIdentity");

        identity["Account"]!.ToString().ShouldBe("123456789012");
    }

    [Fact]
    public async Task Permissive_mode_assumes_roles_that_do_not_exist_and_strict_mode_does_not()
    {
        await using var permissive = await RunningSandbox.StartAsync(options => options with { Permissive = true });
        await using var strict = await RunningSandbox.StartAsync();

        var identity = await RunningSandbox.CallAsync(permissive.As(await permissive.AssumeAsync("999988887777", "Nowhere")), "sts", "GetCallerIdentity");
        var refused = await Should.ThrowAsync<AwsApiException>(() => strict.AssumeAsync("999988887777", "Nowhere"));

        identity["Account"]!.ToString().ShouldBe("999988887777");
        refused.Code.ShouldBe("AccessDenied");
    }

    [Fact]
    public async Task Permissive_mode_creates_the_organization_and_its_accounts_at_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync(options => options with { Permissive = true });
        var client = sandbox.As(new AwsCredentials("test", "test"));

        var organization = await RunningSandbox.CallAsync(client, "organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" });
        var account = await RunningSandbox.CallAsync(client, "organizations", "CreateAccount", new JsonObject { ["Email"] = "dev@example.com", ["AccountName"] = "dev" });

        organization["Organization"]!["MasterAccountId"]!.ToString().ShouldBe("123456789012");
        account["CreateAccountStatus"]!["State"]!.ToString().ShouldBe("SUCCEEDED");
    }

    [Theory]
    [InlineData("GetSessionToken", """{}""")]
    [InlineData("GetFederationToken", """{"Name":"guest","Policy":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"}""")]
    public async Task Temporary_credentials_of_a_user_cannot_call_IAM(string operation, string input)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var issued = (await sandbox.CallAsync("sts", operation, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(input)!))["Credentials"]!;
        var session = sandbox.As(new AwsCredentials(issued["AccessKeyId"]!.ToString(), issued["SecretAccessKey"]!.ToString(), issued["SessionToken"]!.ToString()));

        await RunningSandbox.CallAsync(session, "s3", "ListBuckets");
        (await RunningSandbox.FailsAsync(session, "iam", "ListUsers")).Code.ShouldBe("InvalidClientTokenId");
        (await sandbox.LastEventAsync("ListUsers"))["record"]!["errorCode"]!.ToString().ShouldBe("InvalidClientTokenId");
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("bucket.localhost", true)]
    [InlineData("[::1]", true)]
    [InlineData("111122223333.127.0.0.1", true)]
    [InlineData("s3.eu-west-1.amazonaws.com", true)]
    [InlineData("rebound.example.com", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("192.168.1.7", false)]
    public async Task Only_names_that_no_web_page_can_make_its_own_are_answered(string host, bool answered)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.Host.Endpoint, "/_sandbox/health"));
        request.Headers.Host = host + ":8080";

        using var answer = await http.SendAsync(request);

        answer.StatusCode.ShouldBe(answered ? HttpStatusCode.Unauthorized : HttpStatusCode.MisdirectedRequest);
    }
}
