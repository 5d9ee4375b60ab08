namespace Landward.Tests.Cli;

/// <summary>Homes that cannot be used, in every way a disk, a crash or a person makes them so.</summary>
public sealed class BadStateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("landward-cli-").FullName;

    private string Home => Path.Combine(_directory, "home");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Looking_at_nothing_makes_no_home()
    {
        foreach (var line in new[] { "findings list", "findings export", "respond list" })
        {
            var run = await CommandRun.RunAsync([.. line.Split(' '), "--home", Home]);
            run.ExitCode.ShouldBe(0, run.Error);
        }
        (await CommandRun.RunAsync("findings", "list", "--home", Home)).Error.ShouldContain("No findings.");
        (await CommandRun.RunAsync("respond", "list", "--home", Home)).Error.ShouldContain("No runs.");
        (await CommandRun.RunAsync("findings", "show", "x", "--home", Home)).ExitCode.ShouldBe(1);
        Directory.Exists(Home).ShouldBeFalse();
    }

    // Nobody writes in /proc, root neither.
    [Theory]
    [InlineData("demo", "LW9015")]
    [InlineData("sandbox start", "LW5001")]
    [InlineData("sandbox reset", "LW5001")]
    [InlineData("sandbox play leaked-access-key", "LW5001")]
    public async Task A_home_that_cannot_be_written_is_said_so(string line, string code)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs /proc");
        var run = await CommandRun.RunAsync([.. line.Split(' '), "--home", "/proc/landward"]);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain($"error[{code}]");
        run.Error.ShouldContain("/proc/landward");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task Plan_and_apply_say_that_the_home_is_a_file()
    {
        (await CommandRun.RunAsync("init", _directory, "--blueprint", "minimal")).ExitCode.ShouldBe(0);
        await File.WriteAllTextAsync(Home, "a file", TestContext.Current.CancellationToken);
        foreach (var command in new[] { "plan", "apply" })
        {
            var run = await CommandRun.RunAsync(command, "-f", Path.Combine(_directory, "landward.yaml"), "--home", Home);
            run.ExitCode.ShouldBe(1);
            run.Error.ShouldContain("error[LW5001]");
            run.ShouldBeClear();
        }
    }

    [Theory]
    [InlineData("sandbox.db", "not a database at all, only a text", "LW6003")]
    [InlineData("master.key", "short", "LW5003")]
    [InlineData("master.key", null, "LW5003")]
    [InlineData("credentials.json", "{\"acc", "LW5003")]
    [InlineData("credentials.json", null, "LW5003")]
    public async Task A_damaged_sandbox_is_a_diagnostic(string file, string? content, string code)
    {
        (await CommandRun.RunAsync("sandbox", "reset", "--home", Home)).ExitCode.ShouldBe(0);
        var path = Path.Combine(Home, "sandbox", file);
        File.Delete(path);
        if (content is not null)
            await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        var run = await CommandRun.RunAsync("sandbox", "reset", "--home", Home);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"error[{code}]");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task A_damaged_store_of_findings_is_a_diagnostic()
    {
        Directory.CreateDirectory(Home);
        await File.WriteAllTextAsync(Path.Combine(Home, "landward.db"), new string('x', 5000), TestContext.Current.CancellationToken);
        var run = await CommandRun.RunAsync("findings", "list", "--home", Home);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error[LW6003]");
        run.ShouldBeClear();
    }

    [Fact]
    public async Task The_demo_leaves_a_foreign_directory_alone()
    {
        Directory.CreateDirectory(Home);
        var precious = Path.Combine(Home, "precious");
        await File.WriteAllTextAsync(precious, "x", TestContext.Current.CancellationToken);
        var run = await CommandRun.RunAsync("demo", "--home", Home);
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error[LW9011]");
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public async Task Init_into_a_place_that_cannot_be_written_is_said_so()
    {
        await File.WriteAllTextAsync(Home, "a file", TestContext.Current.CancellationToken);
        var run = await CommandRun.RunAsync("init", Path.Combine(Home, "organization"));
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("error[LW9015]");
        run.ShouldBeClear();
    }
}
