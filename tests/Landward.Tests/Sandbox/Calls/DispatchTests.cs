using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws.Signing;
using Landward.Aws.Wire;


namespace Landward.Tests.Sandbox.Calls;

public sealed class DispatchTests
{
    [Theory]
    [InlineData("securityhub", "GetInsights", "{}")]
    [InlineData("rds", "DescribeDBParameterGroups", "{}")]
    [InlineData("organizations", "ListHandshakesForAccount", "{}")]
    public async Task An_operation_the_sandbox_lacks_answers_501_in_its_protocol_and_is_counted(string service, string operation, string input)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var error = await RunningSandbox.FailsAsync(sandbox.Admin, service, operation, (JsonObject)JsonNode.Parse(input)!);

        (error.Code, error.StatusCode).ShouldBe(("NotImplementedException", 501));
        var coverage = await sandbox.ControlAsync(HttpMethod.Get, "coverage");
        coverage["notImplemented"]![$"{service}:{operation}"]!.GetValue<long>().ShouldBe(1);
    }

    [Theory]
    [InlineData("/no/such/path", "application/json", "{}")]
    [InlineData("/", "application/x-amz-json-1.1", "{}")]
    [InlineData("/", "application/x-www-form-urlencoded", "%%%=&&Action")]
    public async Task What_no_service_claims_gets_a_parseable_error_and_never_a_page(string path, string contentType, string body)
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, contentType);
        content.Headers.Add("X-Amz-Target", "Nobody.Nothing");

        using var answer = await http.PostAsync(new Uri(sandbox.Host.Endpoint, path), content);

        ((int)answer.StatusCode).ShouldBeInRange(400, 404);
        var text = await answer.Content.ReadAsStringAsync();
        (text.StartsWith('{') || text.StartsWith("<?xml", StringComparison.Ordinal) || text.StartsWith("<Error", StringComparison.Ordinal)).ShouldBeTrue(text);
    }

    [Theory]
    [InlineData("iam", "Action=CreateUser&Version=2010-05-08", "ValidationError", "'userName'")]
    [InlineData("sns", "Action=CreateTopic&Version=2010-03-31", "InvalidParameter", "'name'")]
    public async Task A_member_that_is_missing_is_named_before_the_handler_runs(string service, string form, string code, string member)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await SendAsync(sandbox, service, Encoding.UTF8.GetBytes(form), [new("Content-Type", "application/x-www-form-urlencoded")]);

        answer.Status.ShouldBe((int)HttpStatusCode.BadRequest);
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain($"<Code>{code}</Code>");
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain(member);
    }

    [Fact]
    public async Task Reset_leaves_a_fresh_sandbox_with_the_same_administrator()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        await sandbox.CreateOrganizationAsync();

        await sandbox.ControlAsync(HttpMethod.Post, "reset");

        (await RunningSandbox.FailsAsync(sandbox.Admin, "organizations", "ListRoots")).Code.ShouldBe("AWSOrganizationsNotInUseException");
        (await sandbox.EventsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Clients_that_call_at_the_same_time_are_all_answered_and_recorded_once()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        var names = Enumerable.Range(0, 60).Select(number => $"user-{number}").ToList();

        await Task.WhenAll(names.Select(name => sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = name })));

        var users = (JsonArray)(await sandbox.CallAsync("iam", "ListUsers"))["Users"]!;
        users.Count.ShouldBe(61);
        var sequences = (await sandbox.EventsAsync()).Select(item => item["sequence"]!.GetValue<long>()).ToList();
        sequences.ShouldBe(Enumerable.Range(1, sequences.Count).Select(number => (long)number));
    }

    [Fact]
    public async Task A_body_that_is_not_JSON_is_a_serialization_error()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var answer = await SendAsync(
            sandbox, "organizations", Encoding.UTF8.GetBytes("{\"ParentId\":"),
            [new("X-Amz-Target", "AWSOrganizationsV20161128.ListChildren"), new("Content-Type", "application/x-amz-json-1.1")]);

        answer.Status.ShouldBe((int)HttpStatusCode.BadRequest);
        Encoding.UTF8.GetString(answer.Body.Span).ShouldContain("SerializationException");
    }

    /// <summary>Sends what no client would: the administrator's signature over any body.</summary>
    private static Task<WireResponse> SendAsync(RunningSandbox sandbox, string service, byte[] body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var request = new WireRequest("POST", "/", string.Empty, [], body);
        request.Headers.Add("Host", sandbox.Host.Endpoint.Authority);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        SigV4.Sign(request, sandbox.Host.Administrator, "us-east-1", service, TimeProvider.System.GetUtcNow());
        return sandbox.Host.Engine.HandleAsync(request, "192.0.2.1", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_service_with_an_XML_protocol_that_is_not_known_is_answered_in_XML()
    {
        await using var sandbox = await RunningSandbox.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sandbox.Host.Endpoint, "/2013-04-01/hostedzone"));
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260102/us-east-1/route53/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");

        using var answer = await http.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("<Error><Type>Sender</Type><Code>UnknownOperationException</Code>");
    }

    [Fact]
    public async Task An_error_that_quotes_control_characters_stays_readable_XML()
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        var error = await RunningSandbox.FailsAsync(sandbox.Admin, "iam", "CreateUser", new JsonObject { ["UserName"] = "red\u001b[31m" });

        error.Code.ShouldBe("ValidationError");
        error.Message.ShouldContain("red\ufffd[31m");
    }

    [Theory]
    [InlineData("""{"set":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"set":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"set":"8999-06-01T00:00:00Z","step":"P3650D"}""")]
    public async Task The_clock_stays_where_every_call_still_works(string change)
    {
        await using var sandbox = await RunningSandbox.StartAsync();

        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", sandbox.Host.Live.Token);
        using var content = new StringContent(change, Encoding.UTF8, "application/json");

        using var answer = await http.PostAsync(new Uri(sandbox.Host.Endpoint, "/_sandbox/clock"), content);

        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
        await sandbox.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = "later" });
    }
}
