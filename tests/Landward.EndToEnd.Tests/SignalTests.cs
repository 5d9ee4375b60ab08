using System.Diagnostics;

namespace Landward.EndToEnd.Tests;

/// <summary>Ctrl+C and SIGTERM end a command in order: one clear line, its exit code, and nothing lost.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task An_interrupted_apply_says_so_and_the_next_one_does_the_rest(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs kill");
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        (await LandwardProcess.RunAsync(directory.Path, "init")).ExitCode.ShouldBe(0);
        var apply = LandwardProcess.Start(directory.Path, "apply");
        (await apply.StandardError.ReadLineAsync(cancel)).ShouldNotBeNull();
        using (var kill = Process.Start("kill", [signal, $"{apply.Id}"]))
            await kill.WaitForExitAsync(cancel);
        var interrupted = await LandwardProcess.WaitAsync(apply, cancel);
        interrupted.ExitCode.ShouldBe(130, interrupted.Error);
        interrupted.Error.ShouldContain("Interrupted.");
        interrupted.Error.ShouldNotContain("bug in Landward");
        (await LandwardProcess.RunAsync(directory.Path, "apply", "-o", "json")).ExitCode.ShouldBe(0);
        (await LandwardProcess.RunAsync(directory.Path, "plan", "--detailed-exitcode")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_pipe_found_among_the_logs_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        using var directory = new TemporaryDirectory();
        await MakePipeAsync(directory.File("pipe.json"));
        await File.WriteAllTextAsync(directory.File("events.json"), """{"Records":[]}""", TestContext.Current.CancellationToken);
        var detect = await LandwardProcess.RunAsync(directory.Path, "detect", ".", "-o", "json");
        detect.ExitCode.ShouldBe(0, detect.Error);
        detect.Json["findings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_cannot_hear_an_interrupt_ends_nevertheless()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs mkfifo");
        var cancel = TestContext.Current.CancellationToken;
        using var directory = new TemporaryDirectory();
        await MakePipeAsync(directory.File("pipe"));
        var detect = LandwardProcess.Start(directory.Path, "detect", "pipe");
        await Task.Delay(TimeSpan.FromSeconds(3), cancel);
        using (var kill = Process.Start("kill", ["-INT", $"{detect.Id}"]))
            await kill.WaitForExitAsync(cancel);
        var interrupted = await LandwardProcess.WaitAsync(detect, cancel);
        interrupted.ExitCode.ShouldBe(130, interrupted.Error);
        interrupted.Error.ShouldContain("Interrupted.");
    }

    private static async Task MakePipeAsync(string path)
    {
        using var make = Process.Start("mkfifo", [path]);
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        make.ExitCode.ShouldBe(0);
    }
}
