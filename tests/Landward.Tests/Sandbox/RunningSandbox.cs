using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Sandbox.Hosting;
using Landward.Tests.Storage;

namespace Landward.Tests.Sandbox;

/// <summary>A sandbox in memory behind real HTTP, and clients that call it as an SDK would.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    public const string Home = "eu-west-1";

    private readonly TemporaryFolder _directory;
    private readonly AwsConnection _connection;
    private readonly HttpClient _http = new();

    private RunningSandbox(SandboxHost host, TemporaryFolder directory)
    {
        Host = host;
        _directory = directory;
        _connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = host.Endpoint, MaxAttempts = 1 });
    }

    public SandboxHost Host { get; }

    public string Account => Host.Live.ManagementAccount;

    public AwsClient Admin => As(Host.Administrator);

    public static async Task<RunningSandbox> StartAsync(Func<SandboxOptions, SandboxOptions>? change = null)
    {
        var directory = new TemporaryFolder();
        var options = new SandboxOptions(directory.Path)
        {
            Memory = true,
            Seed = 7,
            HandlerFailed = (service, operation, error) => TestContext.Current.SendDiagnosticMessage($"{service}:{operation} {error}"),
        };
        return new RunningSandbox(await SandboxHost.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken), directory);
    }

    public AwsClient As(AwsCredentials credentials, string region = Home) =>
        new(_connection, _ => ValueTask.FromResult(credentials), region);

    public AwsClient In(string region) => As(Host.Administrator, region);

    public Task<JsonObject> CallAsync(string service, string operation, JsonObject? input = null) => CallAsync(Admin, service, operation, input);

    public static Task<JsonObject> CallAsync(AwsClient client, string service, string operation, JsonObject? input = null) =>
        client.CallAsync(service, operation, input, TestContext.Current.CancellationToken);

    public static Task<AwsApiException> FailsAsync(AwsClient client, string service, string operation, JsonObject? input = null) =>
        Should.ThrowAsync<AwsApiException>(() => CallAsync(client, service, operation, input));

    /// <summary>An organization with one account in one unit; answers the administrator of that account.</summary>
    public async Task<SampleOrganization> CreateOrganizationAsync()
    {
        var id = (await CallAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" }))["Organization"]!["Id"]!.ToString();
        var root = (await CallAsync("organizations", "ListRoots"))["Roots"]![0]!["Id"]!.ToString();
        await CallAsync("organizations", "EnablePolicyType", new JsonObject { ["RootId"] = root, ["PolicyType"] = "SERVICE_CONTROL_POLICY" });
        var unit = (await CallAsync("organizations", "CreateOrganizationalUnit", new JsonObject { ["ParentId"] = root, ["Name"] = "workloads" }))
            ["OrganizationalUnit"]!["Id"]!.ToString();
        var request = (await CallAsync("organizations", "CreateAccount", new JsonObject { ["Email"] = "dev@example.com", ["AccountName"] = "dev" }))
            ["CreateAccountStatus"]!["Id"]!.ToString();
        var status = (await CallAsync("organizations", "DescribeCreateAccountStatus", new JsonObject { ["CreateAccountRequestId"] = request }))["CreateAccountStatus"]!;
        var member = status["AccountId"]!.ToString();
        await CallAsync("organizations", "MoveAccount", new JsonObject { ["AccountId"] = member, ["SourceParentId"] = root, ["DestinationParentId"] = unit });
        return new SampleOrganization(this, id, root, unit, member, await AssumeAsync(member, "OrganizationAccountAccessRole"));
    }

    public async Task<AwsCredentials> AssumeAsync(string account, string role, JsonObject? more = null)
    {
        var input = more ?? [];
        input["RoleArn"] = $"arn:aws:iam::{account}:role/{role}";
        input["RoleSessionName"] = "test";
        var answer = (await CallAsync("sts", "AssumeRole", input))["Credentials"]!;
        return new AwsCredentials(answer["AccessKeyId"]!.ToString(), answer["SecretAccessKey"]!.ToString(), answer["SessionToken"]!.ToString());
    }

    /// <summary>One call to the control plane.</summary>
    public async Task<JsonObject> ControlAsync(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Host.Endpoint, "/_sandbox/" + path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Host.Live.Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {response.StatusCode}");
        return (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    /// <summary>All events so far: CloudTrail record and outcome.</summary>
    public async Task<IReadOnlyList<JsonObject>> EventsAsync() =>
        [.. ((JsonArray)(await ControlAsync(HttpMethod.Get, "events?since=0&limit=10000"))["events"]!).OfType<JsonObject>()];

    public async Task<JsonObject> LastEventAsync(string eventName) =>
        (await EventsAsync()).Last(item => item["record"]!["eventName"]!.ToString() == eventName);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _connection.Dispose();
        _http.Dispose();
        _directory.Dispose();
    }
}

/// <summary>An organization with a unit <c>workloads</c> and in it the account <c>dev</c>.</summary>
internal sealed record SampleOrganization(RunningSandbox Sandbox, string Id, string Root, string Unit, string Member, AwsCredentials MemberAdministrator)
{
    public AwsClient MemberClient => Sandbox.As(MemberAdministrator);

    /// <summary>Attaches a service control policy with the one statement to the unit; answers its id.</summary>
    public async Task<string> DenyAsync(string statement, string? target = null)
    {
        var policy = await Sandbox.CallAsync("organizations", "CreatePolicy", new JsonObject
        {
            ["Name"] = "guardrail-" + Guid.CreateVersion7().ToString("n"),
            ["Description"] = "test",
            ["Type"] = "SERVICE_CONTROL_POLICY",
            ["Content"] = $$"""{"Version":"2012-10-17","Statement":[{{statement}}]}""",
        });
        var id = policy["Policy"]!["PolicySummary"]![nameof(Id)]!.ToString();
        await Sandbox.CallAsync("organizations", "AttachPolicy", new JsonObject { ["PolicyId"] = id, ["TargetId"] = target ?? Unit });
        return id;
    }

    /// <summary>An IAM user of the member account with an access key.</summary>
    public async Task<AwsCredentials> CreateUserAsync(string name, string? managedPolicy = "AdministratorAccess")
    {
        await RunningSandbox.CallAsync(MemberClient, "iam", "CreateUser", new JsonObject { ["UserName"] = name });
        if (managedPolicy is not null)
        {
            await RunningSandbox.CallAsync(MemberClient, "iam", "AttachUserPolicy", new JsonObject
            {
                ["UserName"] = name,
                ["PolicyArn"] = "arn:aws:iam::aws:policy/" + managedPolicy,
            });
        }
        var key = (await RunningSandbox.CallAsync(MemberClient, "iam", "CreateAccessKey", new JsonObject { ["UserName"] = name }))["AccessKey"]!;
        return new AwsCredentials(key["AccessKeyId"]!.ToString(), key["SecretAccessKey"]!.ToString());
    }
}
