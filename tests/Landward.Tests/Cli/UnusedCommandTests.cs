using System.Text.Json.Nodes;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Cli;

public sealed class UnusedCommandTests : IDisposable
{
    private const string Role = "arn:aws:iam::222233334444:role/R";

    private const string Details = """
        {"UserDetailList":[],"GroupDetailList":[],"Policies":[],"RoleDetailList":[
         {"RoleName":"R","Arn":"arn:aws:iam::222233334444:role/R","CreateDate":"2020-01-01T00:00:00Z","AttachedManagedPolicies":[],"AssumeRolePolicyDocument":{"Statement":[]},
          "RolePolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sqs:*"],"Resource":"*"}]}}]},
         {"RoleName":"idle","Arn":"arn:aws:iam::222233334444:role/idle","CreateDate":"2020-01-01T00:00:00Z","AttachedManagedPolicies":[],"AssumeRolePolicyDocument":{"Statement":[]},"RolePolicyList":[]}]}
        """;

    private const string Trail = """
        {"Records":[{"eventVersion":"1.08","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::222233334444:assumed-role/R/s","accountId":"222233334444",
         "sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::222233334444:role/R","accountId":"222233334444","userName":"R"}}},
         "eventTime":"2026-06-01T00:00:00Z","eventSource":"sqs.amazonaws.com","eventName":"CreateQueue","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1",
         "requestParameters":{"queueName":"q"},"eventID":"00000000-0000-4000-8000-000000000001","eventType":"AwsApiCall","recipientAccountId":"222233334444"}]}
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private Task<CommandRun> RunAsync(params string[] more)
    {
        _directory.Write("iam/details.json", Details);
        _directory.Write("logs/trail.json", Trail);
        return CommandRun.RunAsync(["access", "unused", "--logs", Path.Combine(_directory.Path, "logs"), "--directory", Path.Combine(_directory.Path, "iam"), .. more]);
    }

    [Fact]
    public async Task Json_has_the_findings_and_what_the_logs_cannot_tell()
    {
        var run = await RunAsync("-o", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        var report = JsonNode.Parse(run.Output)!;
        ((bool)report["coversPeriod"]!).ShouldBeFalse();
        report["findings"]!.AsArray().Select(finding => (string?)finding!["findingType"]).ShouldBe(["UnusedPermission", "UnusedIAMRole"]);
        var permission = report["findings"]![0]!;
        ((string?)permission["serviceNamespace"]).ShouldBe("sqs");
        permission["actions"]!.AsArray().Select(action => (string?)action).ShouldContain("DeleteQueue");
        ((string?)permission["lastAccessed"]).ShouldBe("2026-06-01T00:00:00Z");
        report["notTold"]![Role]!.AsArray().Select(action => (string?)action).ShouldContain("sqs:SendMessage");
    }

    [Fact]
    public async Task Lines_are_findings_and_severity_fails_only_when_asked()
    {
        var run = await RunAsync("-o", "jsonl", "--fail-on", "MEDIUM");
        run.ExitCode.ShouldBe(2);
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => (string?)JsonNode.Parse(line)!["type"])
            .ShouldBe(["UnusedAccess:IAMRole/UnusedPermission", "UnusedAccess:IAMRole/UnusedIAMRole"]);
        run.Error.ShouldContain("A shorter history proves less");
    }

    [Fact]
    public async Task The_least_privilege_policy_is_a_policy_document()
    {
        var run = await RunAsync("--policy", Role);
        run.ExitCode.ShouldBe(0, run.Error);
        var statement = JsonNode.Parse(run.Output)!["Statement"]![0]!;
        ((string?)statement["Action"]![0]).ShouldBe("sqs:CreateQueue");
        ((string?)statement["Resource"]![0]).ShouldBe("arn:aws:sqs:eu-west-1:222233334444:q");
        run.Error.ShouldContain("sqs:SendMessage");
        (await RunAsync("--policy", Role + "x")).Error.ShouldContain("LW9006");
    }

    [Theory]
    [InlineData("--days", "0")]
    [InlineData("--end", "yesterday")]
    public async Task Wrong_usage_is_told(params string[] arguments) => (await RunAsync(arguments)).ExitCode.ShouldBe(64);
}
