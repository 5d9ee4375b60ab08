using System.Collections.Concurrent;

namespace Landward.LandingZone.Resources;

/// <summary>
/// How many changing calls may be under way at once, by service. Sources: AWS Organizations answers parallel writes with
/// ConcurrentModificationException (one at a time); Identity Center tolerates about ten outstanding writes; Security Hub's
/// BatchEnableStandards has one call per second and account; 2026.
/// </summary>
internal sealed class WriteLanes : IDisposable
{
    private static readonly Dictionary<string, int> Limits = new(StringComparer.Ordinal)
    {
        ["organizations"] = 1,
        ["sso-admin"] = 10,
        ["identitystore"] = 10,
    };

    private static readonly HashSet<string> OnePerAccountAndRegion = new(StringComparer.Ordinal) { "securityhub", "guardduty", "config" };

    /// <summary>AWS Organizations: "Number of accounts you can create concurrently": 5; 2026.</summary>
    private readonly SemaphoreSlim _accountCreations = new(5, 5);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _lanes = new(StringComparer.Ordinal);

    public async Task<IDisposable?> EnterAsync(string service, string account, string region, CancellationToken cancellation)
    {
        SemaphoreSlim? lane = null;
        if (Limits.TryGetValue(service, out var limit))
            lane = _lanes.GetOrAdd(service, static (_, count) => new SemaphoreSlim(count, count), limit);
        else if (OnePerAccountAndRegion.Contains(service))
            lane = _lanes.GetOrAdd($"{service}|{account}|{region}", static _ => new SemaphoreSlim(1, 1));
        if (lane is null)
            return null;
        await lane.WaitAsync(cancellation);
        return new Exit(lane);
    }

    /// <summary>Held from CreateAccount until the request has ended.</summary>
    public async Task<IDisposable> EnterAccountCreationAsync(CancellationToken cancellation)
    {
        await _accountCreations.WaitAsync(cancellation);
        return new Exit(_accountCreations);
    }

    public void Dispose()
    {
        _accountCreations.Dispose();
        foreach (var lane in _lanes.Values)
            lane.Dispose();
    }

    private sealed class Exit(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
