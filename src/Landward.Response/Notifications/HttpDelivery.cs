using System.Net;
using System.Net.Http.Headers;

namespace Landward.Response.Notifications;

/// <summary>How messages are posted.</summary>
public sealed record HttpDeliveryOptions
{
    /// <summary>For one attempt. 10 s by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts altogether. 4 by default.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Wait after the first failure, doubled after each further one. 500 ms by default.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>
/// Posts a document: only http and https, redirects not followed, the answer's body never read. Server errors, 429 and broken
/// connections are tried again with growing waits; any other refusal is final. Errors never carry the URL, which may be a secret.
/// </summary>
internal sealed class HttpDelivery : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client;
    private readonly HttpDeliveryOptions _options;
    private readonly TimeProvider _clock;

    public HttpDelivery(HttpDeliveryOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 16 })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Whether messages can be posted there.</summary>
    public static bool IsAllowed(Uri url) => url is { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "" };

    public async Task<NotificationResult> PostAsync(Uri url, byte[] body, Action<HttpRequestHeaders> addHeaders, CancellationToken cancellationToken)
    {
        var wait = _options.FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            var (error, final, retryAfter) = await AttemptAsync(url, body, addHeaders, cancellationToken);
            if (error is null || final || attempt >= _options.Attempts)
                return new NotificationResult(attempt, error);
            var asked = retryAfter > wait ? retryAfter.Value : wait;
            await Task.Delay(asked < LongestWait ? asked : LongestWait, _clock, cancellationToken);
            wait *= 2;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<(string? Error, bool Final, TimeSpan? RetryAfter)> AttemptAsync(Uri url, byte[] body, Action<HttpRequestHeaders> addHeaders, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        addHeaders(request.Headers);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            if (response.IsSuccessStatusCode)
                return (null, true, null);
            var again = (int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
            return ($"the server answered {(int)response.StatusCode}", !again, response.Headers.RetryAfter?.Delta);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ($"the server did not answer within {_options.Timeout.TotalSeconds:0.#} s", false, null);
        }
        catch (HttpRequestException error)
        {
            return ($"the connection failed ({error.HttpRequestError})", false, null);
        }
    }
}
