using System.Text.Json.Nodes;

namespace Landward.Tests.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private const string Reads = """{"Version":"2012-10-17","Statement":{"Sid":"Reads","Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::data/*"}}""";
    private const string Wider = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"},{"Sid":"Wide","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data?/*"}]}""";
    private const string Narrower = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/?*"}}""";
    private const string Open = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("landward-check-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Narrower, true, 0, "PASS")]
    [InlineData(Wider, true, 2, "FAIL")]
    [InlineData(Wider, false, 0, "FAIL")]
    public async Task No_new_access_exits_2_only_when_asked_to_and_access_is_new(string newer, bool fail, int exitCode, string result)
    {
        var run = await CommandRun.RunAsync(["access", "check", "no-new-access", Write(Reads), Write(newer), .. fail ? (string[])["--fail"] : []]);
        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Output.ShouldStartWith(result);
        run.Output.Contains("witness: ", StringComparison.Ordinal).ShouldBe(result == "FAIL");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task Json_has_the_shape_of_CheckNoNewAccess_and_a_witness_for_each_reason()
    {
        var run = await CommandRun.RunAsync("access", "check", "no-new-access", Write(Reads), Write(Wider), "-o", "json", "--detailed-exitcode");
        run.ExitCode.ShouldBe(2, run.Error);
        var json = JsonNode.Parse(run.Output)!.AsObject();
        json.Select(member => member.Key).ShouldBe(["schemaVersion", "result", "message", "reasons"]);
        json["schemaVersion"]!.GetValue<int>().ShouldBe(1);
        json["result"]!.GetValue<string>().ShouldBe("FAIL");
        var reason = json["reasons"]!.AsArray().Single()!;
        reason["statementIndex"]!.GetValue<int>().ShouldBe(1);
        reason["statementId"]!.GetValue<string>().ShouldBe("Wide");
        reason["description"]!.GetValue<string>().ShouldNotBeEmpty();
        var witness = reason["witness"]!.AsObject();
        witness.Select(member => member.Key).ShouldBe(["principal", "action", "resource", "context"]);
        witness["action"]!.GetValue<string>().ShouldBe("s3:GetObject");
        witness["resource"]!.GetValue<string>().ShouldMatch("^arn:aws:s3:::data./");
    }

    [Fact]
    public async Task Proof_is_an_empty_list_of_reasons()
    {
        var run = await CommandRun.RunAsync("access", "check", "no-new-access", Write(Reads), Write(Narrower), "-o", "json", "--fail");
        run.ExitCode.ShouldBe(0, run.Error);
        var json = JsonNode.Parse(run.Output)!;
        json["result"]!.GetValue<string>().ShouldBe("PASS");
        json["reasons"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("s3:GetObject", 2)]
    [InlineData("s3:PutObject", 0)]
    public async Task Access_not_granted_asks_about_the_actions_named(string action, int exitCode) =>
        (await CommandRun.RunAsync("access", "check", "access-not-granted", Write(Reads), "--action", action, "--fail")).ExitCode.ShouldBe(exitCode);

    [Theory]
    [InlineData(Open, 2)]
    [InlineData("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"}}""", 0)]
    public async Task No_public_access_keeps_strangers_out(string policy, int exitCode) =>
        (await CommandRun.RunAsync("access", "check", "no-public-access", Write(policy), "--resource-type", "AWS::S3::Bucket", "--fail")).ExitCode.ShouldBe(exitCode);

    [Fact]
    public async Task A_check_of_nothing_is_refused()
    {
        var run = await CommandRun.RunAsync("access", "check", "access-not-granted", Write(Reads));
        run.ExitCode.ShouldNotBe(0);
        run.Error.ShouldContain("LW2080");
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, $"policy{_folder.GetFiles().Length}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
