using System.Collections.Concurrent;
using System.Reflection;

namespace Landward.Aws;

/// <summary>What all clients share: the HTTP connections, the retry quota, the limit of concurrent calls, the clock's offset. Thread-safe.</summary>
public sealed class AwsConnection : IDisposable
{
    private static readonly string UserAgent =
        "landward/" + (Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0");

    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _limits = new(StringComparer.Ordinal);
    private long _clockOffsetTicks;

    public AwsConnection(AwsConnectionOptions options)
    {
        Options = options;
        _http = options.Handler is { } handler
            ? new HttpClient(handler, disposeHandler: false)
            : new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
                ResponseHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8,
            });
        _http.Timeout = Timeout.InfiniteTimeSpan;
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", UserAgent);
    }

    public AwsConnectionOptions Options { get; }

    internal RetryQuota Quota { get; } = new();

    /// <summary>The time AWS goes by: ours, corrected once a service said that our clock is off.</summary>
    internal DateTimeOffset Now => Options.Time.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _clockOffsetTicks));

    internal void CorrectClock(DateTimeOffset serverTime) =>
        Interlocked.Exchange(ref _clockOffsetTicks, (serverTime - Options.Time.GetUtcNow()).Ticks);

    internal SemaphoreSlim Limit(string service) => _limits.GetOrAdd(
        service, name => new SemaphoreSlim(Options.ConcurrencyByService.GetValueOrDefault(name, Options.Concurrency)));

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>A random (version 4) UUID for idempotency tokens.</summary>
    internal string NewToken()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (Options.Random)
            Options.Random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    internal double NextDouble()
    {
        lock (Options.Random)
            return Options.Random.NextDouble();
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var limit in _limits.Values)
            limit.Dispose();
    }
}
