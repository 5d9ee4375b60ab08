using System.Text.Json.Nodes;

namespace Landward.Tests.Cli;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Bob = "arn:aws:iam::111122223333:user/bob";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("landward-simulate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Deciding_statement_is_shown_with_its_place()
    {
        var run = await SimulateAsync("--principal", Bob, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/secret/1", "--resource-account", "111122223333");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain($"decided by bob.json, statement NoSecrets  ({Path.Combine(_folder.FullName, "bob.json")}:7:5)");
    }

    [Fact]
    public async Task Unknown_context_leaves_a_condition_and_its_keys()
    {
        var run = await SimulateAsync("--principal", Bob, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/x", "--resource-account", "111122223333", "--unknown-context", "-o", "json");
        var answer = JsonNode.Parse(run.Output)!;
        ((string)answer["decision"]!).ShouldBe("allowed");
        ((string)answer["condition"]!["text"]!).ShouldBe("aws:SourceIp IpAddress 10.0.0.0/8");
        ((int)answer["condition"]!["expression"]!["sources"]![0]!["line"]!).ShouldBe(4);
        answer["unknownKeys"]!.AsArray().Select(key => (string)key!).ShouldBe(["aws:SourceIp"]);
    }

    [Fact]
    public async Task Decision_notes_the_keys_it_was_not_given()
    {
        var run = await SimulateAsync("--principal", Bob, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/x", "--resource-account", "111122223333");
        run.Output.ShouldStartWith("implicitDeny");
        run.Output.ShouldContain("not given: aws:SourceIp.");
        var given = await SimulateAsync("--principal", Bob, "--action", "s3:GetObject", "--resource", "arn:aws:s3:::data/x", "--resource-account", "111122223333", "--context", "aws:SourceIp=10.9.9.9");
        given.Output.ShouldStartWith("allowed");
        given.Output.ShouldNotContain("note");
    }

    [Fact]
    public async Task Any_resource_is_answered_by_pattern()
    {
        var run = await SimulateAsync("--principal", Bob, "--action", "sqs:SendMessage", "--resource", "arn:aws:sqs:eu-west-1:111122223333:*", "--any-resource", "-o", "json");
        var pattern = JsonNode.Parse(run.Output)!["patterns"]!.AsArray().Single()!;
        ((string)pattern["resourceType"]!).ShouldBe("queue");
        ((string)pattern["decision"]!).ShouldBe("allowed");
    }

    [Fact]
    public async Task Batch_answers_line_by_line_and_a_bad_line_stops_nothing()
    {
        var file = Path.Combine(_folder.FullName, "requests.jsonl");
        string[] lines =
        [
            $$$"""{"id":"a","principal":"{{{Bob}}}","action":"s3:GetObject","resource":"arn:aws:s3:::data/x","resourceAccount":"111122223333","context":{"aws:SourceIp":"10.1.1.1"}}""",
            "{bad",
            string.Empty,
            $$$"""{"principal":"{{{Bob}}}","action":"s3:GetObject","contxt":{}}""",
            $$$"""{"principal":"{{{Bob}}}","principal":"{{{Bob}}}","action":"s3:GetObject"}""",
            "\"" + new string('x', 300_000) + "\"",
            $$$"""{"principal":"nobody","action":"s3:GetObject"}""",
            $$$"""{"principal":"{{{Bob}}}","action":"sqs:SendMessage","resource":"arn:aws:sqs:eu-west-1:111122223333:q","context":{"aws:SourceIp":null,"aws:TagKeys":["a"],"aws:MultiFactorAuthAge":5}}""",
        ];
        await File.WriteAllTextAsync(file, string.Join('\n', lines), TestContext.Current.CancellationToken);
        var run = await SimulateAsync("--batch", file, "-o", "jsonl");
        run.ExitCode.ShouldBe(1);
        var records = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        records.Select(record => (int)record["line"]!).ShouldBe([1, 2, 4, 5, 6, 7, 8]);
        records.Select(record => (string?)record["decision"] ?? (string)record["error"]!["code"]!)
            .ShouldBe(["allowed", "LW2062", "LW2062", "LW2062", "LW2062", "LW9004", "allowed"]);
        ((string)records[0]["id"]!).ShouldBe("a");
        ((string)records[2]["error"]!["detail"]!).ShouldContain("Did you mean `context`?");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_an_error_of_their_line()
    {
        var file = Path.Combine(_folder.FullName, "requests.jsonl");
        await File.WriteAllBytesAsync(file, [.. "{\"principal\":\""u8, 0xFF, .. "\"}\n"u8, .. "{\"principal\":\"anonymous\",\"action\":\"\\ud800\"}\n"u8, .. "{\"principal\":\"anonymous\",\"action\":\"s3:GetObject\"}"u8], TestContext.Current.CancellationToken);
        var run = await SimulateAsync("--batch", file);
        var records = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToArray();
        records.Select(record => (string?)record["decision"] ?? (string)record["error"]!["code"]!).ShouldBe(["LW2062", "LW2062", "implicitDeny"]);
    }

    [Theory]
    [InlineData("--batch", "x.jsonl", "--principal", Bob)]
    [InlineData("--batch", "x.jsonl", "-o", "json")]
    [InlineData("--principal", Bob)]
    public async Task Options_that_exclude_each_other_are_wrong_usage(params string[] arguments) => (await SimulateAsync(arguments)).ExitCode.ShouldBe(64);

    private async Task<CommandRun> SimulateAsync(params string[] arguments)
    {
        var policy = Path.Combine(_folder.FullName, "bob.json");
        await File.WriteAllTextAsync(
            policy,
            """
            {
              "Version": "2012-10-17",
              "Statement": [
                { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*",
                  "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } },
                { "Effect": "Allow", "Action": "sqs:*", "Resource": "arn:aws:sqs:*:111122223333:*" },
                { "Sid": "NoSecrets", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret/*" }
              ]
            }
            """,
            TestContext.Current.CancellationToken);
        return await CommandRun.RunAsync(["access", "simulate", .. arguments, "--identity", policy]);
    }
}
