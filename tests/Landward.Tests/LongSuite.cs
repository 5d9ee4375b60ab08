using FsCheck;

namespace Landward.Tests;

/// <summary>Sizes of random suites: a sample in every run, LANDWARD_LONG times as many in <c>.ci/long</c>.</summary>
internal static class LongSuite
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_LONG"), out var factor) && factor > 0 ? factor : 1;

    /// <summary>FsCheck's default of 100 cases, times the factor.</summary>
    public static Config Random => Config.QuickThrowOnFailure.WithMaxTest(Times(100));

    public static int Times(int sample) => checked(sample * Factor);
}
