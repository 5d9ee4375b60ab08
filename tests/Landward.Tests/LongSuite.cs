using FsCheck;

namespace Landward.Tests;

/// <summary>Sizes of random suites: a sample in every run, LANDWARD_LONG times as many in <c>.ci/long</c>.</summary>
internal static class LongSuite
{
    private static readonly int Factor = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_LONG"), out var factor) && factor > 0 ? factor : 1;

    /// <summary>FsCheck's default of 100 cases, times the factor.</summary>
    public static Config Random => Config.QuickThrowOnFailure.WithMaxTest(Times(100));

    /// <summary>LANDWARD_SEED, where random cases start; a new one for every long run, always the same for the sample.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("LANDWARD_SEED"), out var seed) ? seed : Factor > 1 ? Environment.TickCount & 0xFFFFFF : 1;

    public static int Times(int sample) => checked(sample * Factor);
}
