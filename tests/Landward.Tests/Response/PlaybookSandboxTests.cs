using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Model;
using Landward.Response.Playbooks;
using Landward.Sandbox.Hosting;
using Landward.Storage;
using Landward.Tests.Findings;
using Landward.Tests.Storage;

namespace Landward.Tests.Response;

/// <summary>The playbook of the demo against the sandbox: every call is signed, authorized and answered over HTTP.</summary>
public sealed class PlaybookSandboxTests : IAsyncLifetime
{
    private const string Account = "111122223333";
    private const string Policy =
        """{"Version":"2012-10-17","Statement":[{"Sid":"Everybody","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::loot-of-the-test/*"}]}""";

    private readonly TemporaryFolder _folder = new();
    private SandboxHost _sandbox = null!;
    private AwsConnection _connection = null!;
    private AwsClient _aws = null!;
    private Database _database = null!;
    private CallJournal _journal = null!;
    private PlaybookEngine _engine = null!;
    private JsonObject? _leaked;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions(_folder.File("home")) { Memory = true, Seed = 1 }, CancellationToken.None);
        _connection = new AwsConnection(new AwsConnectionOptions { EndpointUrl = _sandbox.Endpoint });
        _aws = Client("eu-west-1");
        _database = Database.Open(StoreLocation.Parse(_folder.File("hub.db")), DatabaseOptions.Default, PlaybookEngine.Schema);
        _journal = CallJournal.Open(_folder.File("journal.jsonl"), TimeProvider.System);
        _engine = new PlaybookEngine(_database, _journal, (_, region) => Client(region).CallAsync, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Dispose();
        await _database.DisposeAsync();
        _connection.Dispose();
        await _sandbox.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_leaked_key_is_contained_verified_and_everything_comes_back()
    {
        var findings = await AttackAsync();
        var (plan, diagnostics) = await _engine.PlanAsync(PlaybookCatalogue.Load([]).Catalogue.Find("contain-leaked-key")!, findings, CancellationToken.None);
        diagnostics.ShouldBeEmpty();
        await _engine.ApproveAsync(plan!.Id, "test", CancellationToken.None);
        var run = await _engine.RunAsync(plan.Id, CancellationToken.None);
        run.Diagnostics.ShouldBeEmpty();
        run.Run!.State.ShouldBe(PlaybookRunState.Verified);
        (await Call("s3", "GetPublicAccessBlock", new JsonObject { ["Bucket"] = "loot-of-the-test" }))["PublicAccessBlockConfiguration"]!["RestrictPublicBuckets"]!.GetValue<bool>().ShouldBeTrue();
        (await Should.ThrowAsync<AwsApiException>(() => Call("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "loot-of-the-test" }))).Code.ShouldBe("NoSuchBucketPolicy");

        var undone = await _engine.UndoAsync(plan.Id, CancellationToken.None);
        undone.Diagnostics.ShouldBeEmpty();
        undone.Run!.StateAfter.ShouldBe(run.Run.StateBefore);
        JsonNode.DeepEquals(JsonNode.Parse((await Call("s3", "GetBucketPolicy", new JsonObject { ["Bucket"] = "loot-of-the-test" }))["Policy"]!.GetValue<string>()), JsonNode.Parse(Policy)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_field_changed_through_the_api_makes_the_hashes_differ()
    {
        var findings = await AttackAsync();
        var (plan, _) = await _engine.PlanAsync(PlaybookCatalogue.Load([]).Catalogue.Find("contain-leaked-key")!, findings, CancellationToken.None);
        await _engine.ApproveAsync(plan!.Id, "test", CancellationToken.None);
        await _engine.RunAsync(plan.Id, CancellationToken.None);
        await Call("s3", "PutBucketVersioning", new JsonObject { ["Bucket"] = "loot-of-the-test", ["VersioningConfiguration"] = new JsonObject { ["Status"] = "Enabled" } });
        var (undone, diagnostics) = await _engine.UndoAsync(plan.Id, CancellationToken.None);
        undone!.StateAfter.ShouldNotBe(undone.StateBefore);
        diagnostics.ShouldHaveSingleItem().Detail.ShouldContain("loot-of-the-test");
    }

    [Fact]
    public async Task The_key_and_its_sessions_are_denied_until_the_undo()
    {
        var findings = await AttackAsync();
        var attacker = Attacker(_leaked!);
        var session = Attacker((await attacker.CallAsync("sts", "GetSessionToken", null, CancellationToken.None))["Credentials"]!.AsObject());
        await session.CallAsync("s3", "ListBuckets", null, CancellationToken.None);
        var (plan, _) = await _engine.PlanAsync(PlaybookCatalogue.Load([]).Catalogue.Find("leaked-access-key")!, findings, CancellationToken.None);
        await _engine.ApproveAsync(plan!.Id, "test", CancellationToken.None);
        (await _engine.RunAsync(plan.Id, CancellationToken.None)).Run!.State.ShouldBe(PlaybookRunState.Verified);
        foreach (var credentials in new[] { attacker, session })
            await Should.ThrowAsync<AwsApiException>(() => credentials.CallAsync("s3", "ListBuckets", null, CancellationToken.None));
        await _engine.UndoAsync(plan.Id, CancellationToken.None);
        foreach (var credentials in new[] { attacker, session })
            await credentials.CallAsync("s3", "ListBuckets", null, CancellationToken.None);
    }

    private AwsClient Attacker(JsonObject credentials)
    {
        var issued = new AwsCredentials(credentials["AccessKeyId"]!.GetValue<string>(), credentials["SecretAccessKey"]!.GetValue<string>(), credentials["SessionToken"]?.GetValue<string>());
        return new AwsClient(_connection, _ => ValueTask.FromResult(issued), "eu-west-1");
    }

    private async Task<ImmutableArray<Finding>> AttackAsync()
    {
        await Call("iam", "CreateUser", new JsonObject { ["UserName"] = "ci-deploy" });
        await Call("iam", "AttachUserPolicy", new JsonObject { ["UserName"] = "ci-deploy", ["PolicyArn"] = "arn:aws:iam::aws:policy/AdministratorAccess" });
        _leaked = (await Call("iam", "CreateAccessKey", new JsonObject { ["UserName"] = "ci-deploy" }))["AccessKey"]!.AsObject();
        var key = _leaked["AccessKeyId"]!.GetValue<string>();
        await Call("s3", "CreateBucket", new JsonObject { ["Bucket"] = "loot-of-the-test", ["CreateBucketConfiguration"] = new JsonObject { ["LocationConstraint"] = "eu-west-1" } });
        await Call("s3", "DeletePublicAccessBlock", new JsonObject { ["Bucket"] = "loot-of-the-test" });
        await Call("s3", "PutBucketPolicy", new JsonObject { ["Bucket"] = "loot-of-the-test", ["Policy"] = Policy });
        var leak = SampleFinding.LeakedKey with
        {
            Account = Account,
            Principal = $"arn:aws:iam::{Account}:user/ci-deploy",
            Resources = [],
            Facts = ImmutableSortedDictionary<string, string>.Empty.Add("accessKeyId", key).Add("userName", "ci-deploy"),
        };
        return [leak, leak with { Id = "public", Resources = [new FindingResource("AWS::S3::Bucket", "arn:aws:s3:::loot-of-the-test")] }];
    }

    private AwsClient Client(string region) => new(_connection, _ => ValueTask.FromResult(_sandbox.Administrator), region);

    private Task<JsonObject> Call(string service, string operation, JsonObject input) => _aws.CallAsync(service, operation, input, CancellationToken.None);
}
