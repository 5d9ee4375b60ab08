namespace Landward.Tests.Cli;

public class WrongUsageTests
{
    [Theory]
    [InlineData("plan --endpoint-url foo", "`foo` is no URL for '--endpoint-url'")]
    [InlineData("demo --webhook ftp://host/x", "is no URL for '--webhook'")]
    [InlineData("plan --region mars-1", "`--region mars-1` is not an AWS Region.")]
    [InlineData("plan --region eu-west-l", "Did you mean `eu-west-1`?")]
    [InlineData("sandbox start --port 99999", "from 0 to 65535")]
    [InlineData("sandbox start --port -1", "from 0 to 65535")]
    [InlineData("sandbox start --port abc", "abc")]
    [InlineData("findings list --limit -1", "from 1 to 1000000")]
    [InlineData("findings list --limit 0", "from 1 to 1000000")]
    [InlineData("plan --target moon", "Must be one of: 'sandbox' 'aws'")]
    [InlineData("plan -o asff", "it has: text, json")]
    [InlineData("plan -o xml", "xml")]
    [InlineData("plan --bogus", "--bogus")]
    [InlineData("plan --hom x", "Did you mean `--home`?")]
    [InlineData("demo extra", "extra")]
    [InlineData("aply", "Did you mean `apply`?")]
    [InlineData("sandbox", "`landward sandbox` needs a command: start, stop, status, reset, play.")]
    [InlineData("", "`landward` needs a command: demo, init")]
    [InlineData("access simulate", "--principal")]
    [InlineData("detect", "PATH")]
    public async Task Wrong_usage_is_64_with_clear_lines_on_stderr(string line, string says)
    {
        var run = await CommandRun.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.ExitCode.ShouldBe(64, run.Error);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(says);
        run.Error.Split(Environment.NewLine)[0].ShouldStartWith("error: ");
        run.ShouldBeClear();
    }

    [Theory]
    [InlineData("--home")]
    [InlineData("--file")]
    public async Task An_empty_path_is_wrong_usage(string option)
    {
        var run = await CommandRun.RunAsync("plan", option, string.Empty);
        run.ExitCode.ShouldBe(64, run.Error);
        run.Error.ShouldContain("needs a path");
        run.ShouldBeClear();
    }

    [Theory]
    [InlineData("--endpoint-url")]
    [InlineData("--webhook")]
    public void A_URL_is_taken(string option)
    {
        var parsed = Landward.Cli.LandwardCommand.Create(new(TextWriter.Null, TextWriter.Null, false, false), TimeProvider.System).Parse(["demo", option, "http://127.0.0.1:4566/x"]);
        parsed.Errors.ShouldBeEmpty();
        parsed.GetValue<Uri>(option).ShouldBe(new Uri("http://127.0.0.1:4566/x"));
    }
}
