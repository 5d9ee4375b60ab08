namespace Landward.Cli.CommandLine;

/// <summary>What the process answers to its caller. Documented in every command's help.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Done, and the answer is "there is something": only when asked for (--detailed-exitcode, --fail-on).</summary>
    public const int Found = 2;

    public const int Usage = 64;
    public const int Interrupted = 130;
}
