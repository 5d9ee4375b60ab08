using System.Diagnostics;
using System.Text.Json.Nodes;
using Landward.Aws;

namespace Landward.Benchmarks;

/// <summary>A server under measurement.</summary>
internal sealed class Target(string name, Uri endpoint, AwsCredentials credentials)
{
    private readonly AwsClient _client = new(
        new AwsConnection(new AwsConnectionOptions
        {
            EndpointUrl = endpoint,
            MaxAttempts = 1,
            Concurrency = 64,
            ConcurrencyByService = System.Collections.Immutable.ImmutableDictionary<string, int>.Empty,
        }),
        _ => ValueTask.FromResult(credentials),
        "us-east-1");

    private string _root = string.Empty;
    private int _units;

    public string Name => name;

    public async Task PrepareAsync(CancellationToken cancel)
    {
        await _client.CallAsync("organizations", "CreateOrganization", new JsonObject { ["FeatureSet"] = "ALL" }, cancel);
        _root = (string)(await _client.CallAsync("organizations", "ListRoots", null, cancel))["Roots"]![0]!["Id"]!;
    }

    /// <summary>The time of each call, and of all of them together.</summary>
    public async Task<(TimeSpan[] Each, TimeSpan All)> TimesAsync(Workload workload, int calls, int connections, CancellationToken cancel)
    {
        // Each batch under a parent of its own, so that no run searches longer lists of siblings than another.
        var parent = workload == Workload.CreateOrganizationalUnit ? await CreateUnitAsync(_root, cancel) : _root;
        var times = new TimeSpan[calls];
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var before = Stopwatch.GetTimestamp();
                if (workload == Workload.ListRoots)
                    await _client.CallAsync("organizations", "ListRoots", null, cancel);
                else
                    await CreateUnitAsync(parent, cancel);
                times[i] = Stopwatch.GetElapsedTime(before);
            }
        }));
        return (times, Stopwatch.GetElapsedTime(started));
    }

    private async Task<string> CreateUnitAsync(string parent, CancellationToken cancel)
    {
        var unit = new JsonObject { ["ParentId"] = parent, ["Name"] = $"unit-{Interlocked.Increment(ref _units)}" };
        return (string)(await _client.CallAsync("organizations", "CreateOrganizationalUnit", unit, cancel))["OrganizationalUnit"]!["Id"]!;
    }
}
