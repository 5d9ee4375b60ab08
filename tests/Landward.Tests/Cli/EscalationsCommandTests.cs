using System.Text.Json.Nodes;
using Landward.Tests.LandingZone;

namespace Landward.Tests.Cli;

public sealed class EscalationsCommandTests : IDisposable
{
    private const string Details = """
        {"UserDetailList":[
          {"UserName":"bob","Arn":"arn:aws:iam::222233334444:user/bob","UserPolicyList":[{"PolicyName":"pass","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Sid":"Pass","Effect":"Allow","Action":["iam:PassRole","lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"*"}]}}]},
          {"UserName":"ann","Arn":"arn:aws:iam::222233334444:user/ann","UserPolicyList":[{"PolicyName":"join","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:AddUserToGroup","Resource":"*"}]}}]},
          {"UserName":"carl","Arn":"arn:aws:iam::222233334444:user/carl"}],
         "GroupDetailList":[{"GroupName":"admins","Arn":"arn:aws:iam::222233334444:group/admins","GroupPolicyList":[{"PolicyName":"all","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}]}],
         "Policies":[],
         "RoleDetailList":[{"RoleName":"Admin","Arn":"arn:aws:iam::222233334444:role/Admin",
           "RolePolicyList":[{"PolicyName":"all","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}}],
           "AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}}]}
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private Task<CommandRun> RunAsync(params string[] more)
    {
        _directory.Write("details.json", Details);
        return CommandRun.RunAsync(["access", "escalations", "--directory", _directory.Path, .. more]);
    }

    [Fact]
    public async Task Json_has_paths_with_witnesses_and_cuts()
    {
        var run = await RunAsync("-o", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        var answer = JsonNode.Parse(run.Output)!;
        answer["paths"]!.AsArray().Select(path => (string?)path!["from"]).ShouldBe(["arn:aws:iam::222233334444:user/ann", "arn:aws:iam::222233334444:user/bob"]);
        var step = answer["paths"]![1]!["steps"]![0]!;
        ((string?)step["technique"]).ShouldBe("passrole-lambda-create-invoke");
        ((string?)step["requests"]![0]!["action"]).ShouldBe("iam:PassRole");
        ((string?)step["requests"]![0]!["context"]!["iam:PassedToService"]).ShouldBe("lambda.amazonaws.com");
        ((string?)step["requests"]![0]!["allowedBy"]![0]!["sid"]).ShouldBe("Pass");
        ((string?)answer["paths"]![0]!["steps"]![0]!["technique"]).ShouldBe("add-user-to-group");
        answer["cuts"]!.AsArray().ShouldNotBeEmpty();
        ((bool)answer["partial"]!).ShouldBeTrue("there is no organization in the directory");
    }

    [Fact]
    public async Task Text_names_steps_statements_and_the_best_change()
    {
        var text = (await RunAsync()).Output;
        text.ShouldContain("create a Lambda function with the role and invoke it: arn:aws:iam::222233334444:role/Admin");
        text.ShouldContain("allowed by pass, statement Pass");
        text.ShouldContain("The one change that ends most paths");
    }

    [Fact]
    public async Task Lines_are_findings_and_dot_is_a_graph()
    {
        var lines = (await RunAsync("-o", "jsonl")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        ((string?)JsonNode.Parse(lines[0])!["severity"]).ShouldBe("HIGH");
        (await RunAsync("-o", "dot")).Output.ShouldContain("\"arn:aws:iam::222233334444:user/bob\" -> \"arn:aws:iam::222233334444:role/Admin\" [label=\"passrole-lambda-create-invoke\"];");
    }

    [Fact]
    public async Task A_path_is_an_exit_code_only_when_asked()
    {
        (await RunAsync("--detailed-exitcode")).ExitCode.ShouldBe(2);
        (await RunAsync("--fail-on", "HIGH")).ExitCode.ShouldBe(2);
        (await RunAsync("--fail-on", "CRITICAL")).ExitCode.ShouldBe(0);
        (await RunAsync("--from", "arn:aws:iam::222233334444:user/carl", "--detailed-exitcode")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_misspelt_principal_is_no_answer()
    {
        var run = await RunAsync("--from", "arn:aws:iam::222233334444:user/bobb");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("LW2540");
        run.Error.ShouldContain("user/bob");
    }

    [Fact]
    public async Task The_reference_organization_has_no_way_up_that_its_spec_does_not_say()
    {
        var spec = _directory.Write("landward.yaml", Specs.Minimal);
        var run = await CommandRun.RunAsync("access", "escalations", "--from-spec", "--file", spec, "-o", "json");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonNode.Parse(run.Output)!["administrators"]!.AsArray().ShouldNotBeEmpty();
    }
}
