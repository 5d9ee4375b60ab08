namespace Landward.LandingZone.Resources;

/// <summary>Polls at once, then with growing pauses: an emulator answers at the first poll, AWS after minutes.</summary>
internal static class Waiting
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The first value the probe gives; an exception when none came within the time.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> probe, TimeSpan limit, string what, TimeProvider time, CancellationToken cancellation)
        where T : class
    {
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 > LongestPause ? LongestPause : pause * 2)
        {
            if (await probe() is { } value)
                return value;
            if (time.GetElapsedTime(started) > limit)
                throw new TimeoutException($"{what} did not end within {limit}. It may still end; run apply again to continue.");
            await Task.Delay(pause, time, cancellation);
        }
    }
}
