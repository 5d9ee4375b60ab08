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
}
