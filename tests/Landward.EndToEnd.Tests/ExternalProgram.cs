using System.Diagnostics;

namespace Landward.EndToEnd.Tests;

/// <summary>Independent programs as second opinions; a machine without them skips the test and says so.</summary>
internal static class ExternalProgram
{
    private static readonly Lazy<bool> Boto3 = new(() => Succeeds("python3", "-c", "import boto3"));
    private static readonly Lazy<bool> AwsCli = new(() => Succeeds("aws", "--version"));

    public static void RequireBoto3() => Assert.SkipUnless(Boto3.Value, "python3 with boto3 is not installed here.");

    public static void RequireAwsCli() => Assert.SkipUnless(AwsCli.Value, "The AWS CLI is not installed here.");

    public static async Task<LandwardProcess> RunAsync(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return await LandwardProcess.WaitAsync(Process.Start(start)!, TestContext.Current.CancellationToken);
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
