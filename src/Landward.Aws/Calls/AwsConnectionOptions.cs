using System.Collections.Immutable;

namespace Landward.Aws;

/// <summary>How calls travel.</summary>
public sealed record AwsConnectionOptions
{
    /// <summary>One URL for all services (a sandbox); null sends each service to its own endpoint.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>Sends the HTTP requests; null opens connections. The owner disposes what it passes in.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>How long an attempt may wait for its answer, and how long the answer's body may pause while it is read. The default is 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The largest answer that is read into memory (objects can be read as streams instead). The default is 512 MB.</summary>
    public int MaxResponseBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Attempts per call, the first one included. The default is 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Calls to one service at the same time. The default is 10.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Services that tolerate fewer calls at the same time: AWS Organizations throttles and serializes changes.</summary>
    public ImmutableDictionary<string, int> ConcurrencyByService { get; init; } =
        ImmutableDictionary<string, int>.Empty.Add("organizations", 2).Add("sso-admin", 4).Add("account", 2);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Spreads retries and names idempotent calls; pass a seeded one to repeat a run.</summary>
    public Random Random { get; init; } = Random.Shared;
}
