using System.Text.Json.Nodes;
using Landward.Access;
using Landward.Aws;
using Landward.LandingZone.Organizations;
using Landward.Model;
using Landward.Policy;
using Landward.Sandbox.Hosting;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Access.Snapshot;

/// <summary>Reads an organization of the sandbox over HTTP.</summary>
public sealed class LiveSnapshotReaderTests : IAsyncLifetime
{
    private const string Region = "eu-west-1";

    private readonly TemporaryDirectory _directory = new();
    private SandboxHost _sandbox = null!;
    private AwsConnection _connection = null!;
    private AwsSessions _sessions = null!;
    private AccountId _management;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions(_directory.Path) { Memory = true, Seed = 1 }, Cancel);
        _connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint });
        _management = AccountId.Parse(_sandbox.Live.ManagementAccount);
        _sessions = new AwsSessions(_connection, _ => ValueTask.FromResult(_sandbox.Live.Administrator), _management, Region, new AwsSessionOptions());
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _sandbox.DisposeAsync();
        _directory.Dispose();
    }

    private Task<JsonObject> CallAsync(string service, string operation, JsonObject? input) => _sessions.Management(Region).CallAsync(service, operation, input, Cancel);

    private async Task<AccessSnapshot> ReadAsync(bool credentials = true)
    {
        var organization = await OrganizationReader.ReadAsync(_sessions, Region, TimeProvider.System, Cancel);
        var reader = new LiveSnapshotReader(_sessions, _management, Region, organization, TimeProvider.System);
        return await reader.ReadAsync(new LiveSnapshotOptions { Credentials = credentials, Regions = [Region] }, Cancel);
    }

    [Fact]
    public async Task Users_with_their_credentials_and_resources_with_their_policies_are_read()
    {
        await CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = "bob" });
        await CallAsync("iam", "PutUserPolicy", new JsonObject
        {
            ["UserName"] = "bob",
            ["PolicyName"] = "reads",
            ["PolicyDocument"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:ReceiveMessage","Resource":"*"}]}""",
        });
        var key = (string?)(await CallAsync("iam", "CreateAccessKey", new JsonObject { ["UserName"] = "bob" }))["AccessKey"]!["AccessKeyId"];
        await CallAsync("iam", "CreateLoginProfile", new JsonObject { ["UserName"] = "bob", ["Password"] = "correct-Horse-7-battery" });
        await CallAsync("sqs", "CreateQueue", new JsonObject { ["QueueName"] = "orders" });
        var snapshot = await ReadAsync();
        var bob = snapshot.Principals.Single(principal => principal.Principal is { Kind: PrincipalKind.User, Name: "bob" });
        bob.Identity.ShouldHaveSingleItem().Name.ShouldBe("reads");
        bob.AccessKeys.ShouldHaveSingleItem().Id.ShouldBe(key);
        bob.Password.ShouldNotBeNull();
        bob.Principal.UniqueId.ShouldStartWith("AIDA");
        var answer = WhoCanEvaluator.Answer(new AccessView(snapshot), new WhoCanQuestion("sqs:ReceiveMessage", $"arn:aws:sqs:{Region}:{_management}:orders"));
        answer.Access.ShouldContain(row => row.Principal == bob.Arn && row.Certainty == AccessCertainty.Allowed);
    }

    [Fact]
    public async Task An_account_that_lets_nobody_in_is_named_and_does_not_stop_the_others()
    {
        await CallAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" });
        await CallAsync("organizations", "CreateAccount", new JsonObject { ["AccountName"] = "closed", ["Email"] = "closed@example.com", ["RoleName"] = "AnotherRole" });
        var snapshot = await ReadAsync(credentials: false);
        var closed = snapshot.Organization!.Accounts.Single(account => account.Name == "closed");
        snapshot.Unread.ShouldContain(source => source.Account == closed.Id.Value && source.What == "iam:GetAccountAuthorizationDetails");
        snapshot.Accounts.Single(account => account.Id == closed.Id).Principals.ShouldBeEmpty();
        snapshot.Accounts.Single(account => account.Id == _management).Principals.ShouldNotBeEmpty();
    }
}
