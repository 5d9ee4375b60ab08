using System.Text.Json.Nodes;
using Landward.Aws;
using Landward.Aws.Signing;
using Landward.Aws.Wire;
using Landward.Model;
using Landward.Tests.Aws.Calls;

namespace Landward.Tests.Aws.Credentials;

public sealed class AwsSessionsTests : IDisposable
{
    private static readonly AccountId Management = AccountId.Parse("111122223333");
    private static readonly AccountId Member = AccountId.Parse("444455556666");

    private readonly InstantTime _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(60));
    private readonly HashSet<string> _roles = new(StringComparer.Ordinal) { "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole" };
    private readonly CancellationToken _token = TestContext.Current.CancellationToken;
    private readonly FakeAws _aws;
    private readonly AwsConnection _connection;
    private readonly AwsSessions _sessions;
    private int _issued;
    private string? _endedKey;

    public AwsSessionsTests()
    {
        _aws = new FakeAws(_time, Answer);
        _connection = new AwsConnection(new AwsConnectionOptions { Handler = _aws, Time = _time, Random = new Random(1) });
        _sessions = new AwsSessions(_connection, _ => ValueTask.FromResult(FakeAws.Keys), Management, "eu-west-1", new AwsSessionOptions());
    }

    [Fact]
    public async Task Management_account_is_entered_with_the_callers_own_keys()
    {
        await _sessions.For(Management, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        _aws.Calls.Select(call => call.Name).ShouldBe(["ListKeys"]);
        _aws.Calls[0].AccessKeyId.ShouldBe(FakeAws.Keys.AccessKeyId);
    }

    [Fact]
    public async Task Second_role_is_tried_when_the_first_refuses()
    {
        await _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        _aws.Calls.Where(call => call.Name == "AssumeRole").Select(call => (string?)call.Input["RoleArn"]).ShouldBe(
            ["arn:aws:iam::444455556666:role/landward/LandwardExecution", "arn:aws:iam::444455556666:role/OrganizationAccountAccessRole"]);
        _aws.Calls[^1].AccessKeyId.ShouldBe("ASIA1");
    }

    [Fact]
    public async Task Session_is_shared_by_regions_and_renewed_before_it_ends()
    {
        await _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        await _sessions.For(Member, "us-east-1").CallAsync("kms", "ListKeys", null, _token);
        _issued.ShouldBe(1);
        _time.Advance(TimeSpan.FromMinutes(56));
        await _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        _issued.ShouldBe(2);
    }

    [Fact]
    public async Task Session_that_ended_early_is_renewed_once()
    {
        var client = _sessions.For(Member, "eu-west-1");
        await client.CallAsync("kms", "ListKeys", null, _token);
        _endedKey = "ASIA1";
        await client.CallAsync("kms", "ListKeys", null, _token);
        _aws.Calls[^1].AccessKeyId.ShouldBe("ASIA2");
        _time.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Better_role_is_taken_once_the_account_is_forgotten()
    {
        await _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        _roles.Add("arn:aws:iam::444455556666:role/landward/LandwardExecution");
        _sessions.Forget(Member);
        await _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token);
        ((string?)_aws.Calls[^2].Input["RoleArn"])!.ShouldEndWith("landward/LandwardExecution");
    }

    [Fact]
    public async Task Account_without_any_role_reports_the_first_refusal()
    {
        _roles.Clear();
        var error = await Should.ThrowAsync<AwsApiException>(() => _sessions.For(Member, "eu-west-1").CallAsync("kms", "ListKeys", null, _token));
        (error.Code, error.IsAccessDenied).ShouldBe(("AccessDenied", true));
        error.Message.ShouldContain("LandwardExecution");
    }

    [Fact]
    public async Task Concurrent_callers_assume_a_role_once()
    {
        var client = _sessions.For(Member, "eu-west-1", "OrganizationAccountAccessRole");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.CallAsync("kms", "ListKeys", null, _token)));
        _issued.ShouldBe(1);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _aws.Dispose();
    }

    private object? Answer(FakeAws.Call call)
    {
        if (call.Name != "AssumeRole")
            return call.AccessKeyId == _endedKey ? new ServiceError("ExpiredTokenException", "The security token included in the request is expired", 403) : null;
        var role = (string)call.Input["RoleArn"]!;
        if (!_roles.Contains(role))
            return new ServiceError("AccessDenied", $"User is not authorized to perform: sts:AssumeRole on resource: {role}");
        var key = "ASIA" + Interlocked.Increment(ref _issued);
        lock (_aws.Secrets)
            _aws.Secrets[key] = new AccessKeySecret("secret", "token");
        return new JsonObject
        {
            ["Credentials"] = new JsonObject
            {
                ["AccessKeyId"] = key,
                ["SecretAccessKey"] = "secret",
                ["SessionToken"] = "token",
                ["Expiration"] = _time.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            },
        };
    }
}
