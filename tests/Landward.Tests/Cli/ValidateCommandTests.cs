using System.Text.Json.Nodes;

namespace Landward.Tests.Cli;

public sealed class ValidateCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("landward-validate");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Text_names_file_line_and_column_and_counts()
    {
        var file = Write("""
            {
              "Version": "2012-10-17",
              "Statement": { "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "*" }
            }
            """);
        var run = await CommandRun.RunAsync("access", "validate", file);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain($"{file}:3:47: error INVALID_ACTION: ");
        run.Output.ShouldContain("Did you mean `GetObject`?");
        run.Output.ShouldEndWith($"1 error in 1 policy.{Environment.NewLine}");
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("security-warning", 2)]
    [InlineData("suggestion", 2)]
    public async Task Fail_on_answers_2_for_such_a_finding_or_a_heavier_one(string threshold, int exitCode)
    {
        var file = Write("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}""");
        (await CommandRun.RunAsync("access", "validate", file, "--fail-on", threshold)).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task Json_has_the_shape_of_ValidatePolicy()
    {
        var file = Write("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}""");
        var run = await CommandRun.RunAsync("access", "validate", file, "--type", "resource", "--resource-type", "AWS::IAM::AssumeRolePolicyDocument", "-o", "json");
        var json = JsonNode.Parse(run.Output)!;
        json["schemaVersion"]!.GetValue<int>().ShouldBe(1);
        json["policyType"]!.GetValue<string>().ShouldBe("RESOURCE_POLICY");
        var finding = json["files"]![0]!["findings"]![0]!;
        finding["findingType"]!.GetValue<string>().ShouldBe("ERROR");
        finding["issueCode"]!.GetValue<string>().ShouldBe("ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL");
        finding["locations"]![0]!.ToJsonString().ShouldBe("""{"path":[{"value":"Statement"},{"index":0},{"value":"Principal"}],"span":{"start":{"line":1,"column":67,"offset":67},"end":{"line":1,"column":70,"offset":70}}}""");
    }

    [Fact]
    public async Task Jsonl_streams_a_finding_a_line_with_its_file()
    {
        var file = Write("""{"Statement":{"Effect":"Allow","Action":"s3:Nothing","Resource":"*"}}""");
        var lines = (await CommandRun.RunAsync("access", "validate", file, "-o", "jsonl")).Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        lines.Select(line => line["issueCode"]!.GetValue<string>()).ShouldBe(["INVALID_ACTION", "MISSING_VERSION"]);
        lines.ShouldAllBe(line => line["file"]!.GetValue<string>() == file);
    }

    [Fact]
    public async Task A_missing_file_fails_and_the_others_are_validated()
    {
        var file = Write("{}");
        var run = await CommandRun.RunAsync("access", "validate", Path.Combine(_folder.FullName, "no.json"), file);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("LW2040");
        run.Output.ShouldContain("MISSING_STATEMENT");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task A_resource_type_without_resource_policies_is_wrong_usage()
    {
        var run = await CommandRun.RunAsync("access", "validate", Write("{}"), "--type", "scp", "--resource-type", "AWS::S3::Bucket");
        run.ExitCode.ShouldBe(64);
        run.Error.ShouldContain("--type resource");
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, $"policy{_folder.GetFiles().Length}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
