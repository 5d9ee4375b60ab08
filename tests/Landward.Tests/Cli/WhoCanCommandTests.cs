using System.Text.Json.Nodes;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Cli;

public sealed class WhoCanCommandTests : IDisposable
{
    private const string Details = """
        {"UserDetailList":[],"GroupDetailList":[],"Policies":[],"RoleDetailList":[{"RoleName":"R","Arn":"arn:aws:iam::222233334444:role/R","AttachedManagedPolicies":[],
         "RolePolicyList":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}}],
         "AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:root"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}}]}}]}
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private Task<CommandRun> RunAsync(params string[] more)
    {
        _directory.Write("details.json", Details);
        _directory.Write("resources.json", """{"Resources":[{"Arn":"arn:aws:sqs:eu-west-1:222233334444:q","Policy":{"Statement":[]}}]}""");
        return CommandRun.RunAsync(["access", "who-can", "sqs:SendMessage", "arn:aws:sqs:eu-west-1:222233334444:q", "--directory", _directory.Path, .. more]);
    }

    [Fact]
    public async Task Json_lists_who_can_with_grant_condition_and_who_assumes_the_role()
    {
        var run = await RunAsync("-o", "json");
        run.ExitCode.ShouldBe(0);
        var answer = JsonNode.Parse(run.Output)!;
        ((bool)answer["partial"]!).ShouldBeTrue("there is no organization in the directory");
        var role = answer["access"]!.AsArray().Single(row => (string?)row!["kind"] == "role")!;
        ((string?)role["access"]).ShouldBe("conditional");
        ((string?)role["condition"]).ShouldBe("aws:SourceIp IpAddress 192.0.2.0/24");
        ((string?)role["grant"]!["policy"]).ShouldBe("p");
        ((string?)role["assumedBy"]![0]!["name"]).ShouldBe("arn:aws:iam::999988887777:root");
        ((string?)role["assumedBy"]![0]!["conditionKeys"]![0]).ShouldBe("sts:ExternalId");
    }

    [Fact]
    public async Task Lines_and_text_say_the_same()
    {
        (await RunAsync("-o", "jsonl")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        var text = (await RunAsync("--context", "aws:SourceIp=192.0.2.5")).Output;
        text.ShouldContain("allowed\trole\tarn:aws:iam::222233334444:role/R\tidentity p, statement 1");
        text.ShouldContain("is assumed by arn:aws:iam::999988887777:root under a condition on sts:ExternalId");
    }

    [Fact]
    public async Task Finding_somebody_is_an_exit_code_only_when_asked() => (await RunAsync("--detailed-exitcode")).ExitCode.ShouldBe(2);

    [Theory]
    [InlineData("s3", "*")]
    [InlineData("s3:*", "*")]
    [InlineData("s3:GetObject", "*", "--resource-account", "12")]
    [InlineData("s3:GetObject", "*", "--directory", "x", "--from-spec")]
    public async Task Wrong_usage_is_told(params string[] arguments) => (await CommandRun.RunAsync(["access", "who-can", .. arguments])).ExitCode.ShouldBe(64);

    [Fact]
    public async Task A_directory_without_accounts_fails_clearly()
    {
        var run = await CommandRun.RunAsync("access", "who-can", "s3:GetObject", "*", "--directory", _directory.Path);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("LW2501");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task The_spec_answers_before_it_is_applied()
    {
        var spec = _directory.Write("landward.yaml", Specs.Minimal);
        var run = await CommandRun.RunAsync("access", "who-can", "iam:CreateUser", "*", "--from-spec", "--file", spec, "-o", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonNode.Parse(run.Output)!["access"]!.AsArray().ShouldContain(row => ((string?)row!["principal"])!.EndsWith(":role/landward/LandwardExecution"));
    }
}
