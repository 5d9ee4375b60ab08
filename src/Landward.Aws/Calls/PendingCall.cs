using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Landward.Aws.Descriptions;
using Landward.Aws.Signing;
using Landward.Aws.Wire;

namespace Landward.Aws;

/// <summary>One call on its way: attempts, retries, the clock's correction, S3's redirects.</summary>
internal sealed class PendingCall(
    AwsConnection connection,
    CredentialProvider credentials,
    Action? forgetCredentials,
    string region,
    ServiceDescription service,
    OperationDescription operation,
    JsonObject input)
{
    private const string RedirectMember = "x-amz-bucket-region";
    private const string ClockMember = "clock";

    private static readonly TimeSpan SkewWorthCorrecting = TimeSpan.FromMinutes(4);

    private readonly WireRequest _request = ClientCodec.EncodeInput(service, operation, input);
    private string _region = region;
    private bool _clockCorrected;
    private bool _redirected;
    private bool _renewed;
    private int _lastCost;

    /// <summary>The successful answer, its body still to be read.</summary>
    /// <exception cref="AwsApiException">AWS refused the call, or no answer came.</exception>
    public async Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
    {
        var limit = connection.Limit(service.Name);
        await limit.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var (response, failure, retryAfter, isTimeout) = await AttemptAsync(cancellationToken);
                if (response is not null)
                {
                    connection.Quota.Return(_lastCost);
                    return response;
                }
                if (!await MayRetryAsync(failure!, attempt, isTimeout, retryAfter, cancellationToken))
                    throw failure!;
            }
        }
        finally
        {
            limit.Release();
        }
    }

    public async Task<JsonObject> ReadOutputAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        WireResponse wire;
        try
        {
            wire = await HttpMessages.ReadAsync(response, operation.Method != "HEAD", connection.Options, cancellationToken);
            return ClientCodec.DecodeOutput(service, operation, wire);
        }
        catch (Exception e) when (e is WireFormatException or HttpRequestException or IOException)
        {
            throw new AwsApiException(
                service.Name, operation.Name, AwsApiException.NoAnswer, $"The answer could not be read: {e.Message}", (int)response.StatusCode, null, e);
        }
    }

    private async Task<(HttpResponseMessage? Response, AwsApiException? Failure, TimeSpan? RetryAfter, bool IsTimeout)> AttemptAsync(CancellationToken cancellationToken)
    {
        var endpoint = EndpointResolver.Resolve(service, operation, input, _request, _region, connection.Options.EndpointUrl);
        using var message = await SignedAsync(endpoint, cancellationToken);
        using var timeout = new CancellationTokenSource(connection.Options.RequestTimeout, connection.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var response = await connection.SendAsync(message, either.Token);
            if ((int)response.StatusCode < 300)
                return (response, null, null, false);
            using (response)
            {
                var wire = await HttpMessages.ReadAsync(response, operation.Method != "HEAD", connection.Options, either.Token);
                return (null, Failure(wire), RetryAfter(wire), false);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, NoAnswer($"No answer from {endpoint.Authority} within {connection.Options.RequestTimeout.TotalSeconds:0} seconds.", null), null, true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, NoAnswer($"The connection to {endpoint.Authority} failed: {e.Message}", e), null, false);
        }
    }

    private async ValueTask<HttpRequestMessage> SignedAsync(ResolvedEndpoint endpoint, CancellationToken cancellationToken)
    {
        var request = endpoint.Request with { Headers = new WireHeaders(endpoint.Request.Headers) };
        request.Headers.Set("Host", endpoint.Authority);
        // A request without a body is sent without the header: signed with one it would not be the request that was signed.
        if (operation.RequiresChecksum && request.Body.Length > 0 && request.Headers["Content-MD5"] is null)
            request.Headers.Add("Content-MD5", Md5(request.Body.Span));
        if (!operation.IsUnsigned)
        {
            var signer = await credentials(cancellationToken);
            SigV4.Sign(request, signer, endpoint.SigningRegion, endpoint.SigningName ?? service.SigningName, connection.Now);
        }
        return HttpMessages.Request(request, endpoint.Url);
    }

    private async Task<bool> MayRetryAsync(
        AwsApiException failure, int attempt, bool isTimeout, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        if (failure.Members.TryGetValue(RedirectMember, out var bucketRegion) && !_redirected && bucketRegion != _region)
        {
            (_redirected, _region) = (true, bucketRegion);
            return true;
        }
        if (failure.Members.ContainsKey(ClockMember) && !_clockCorrected)
        {
            _clockCorrected = true;
            return true;
        }
        // A session may end sooner than it said: it was revoked, or the other side's clock moved.
        if (failure.Code is "ExpiredToken" or "ExpiredTokenException" && forgetCredentials is not null && !_renewed)
        {
            _renewed = true;
            forgetCredentials();
            return true;
        }
        if (attempt >= connection.Options.MaxAttempts || !IsRetryable(failure))
            return false;
        _lastCost = connection.Quota.TryTake(isTimeout);
        if (_lastCost == 0)
            return false;
        await Task.Delay(RetryRules.Delay(attempt, connection.NextDouble(), retryAfter), connection.Options.Time, cancellationToken);
        return true;
    }

    private bool IsRetryable(AwsApiException failure) =>
        failure.StatusCode == 0 || RetryRules.IsRetryable(service, new ServiceError(failure.Code, failure.Message, failure.StatusCode));

    private AwsApiException Failure(WireResponse response)
    {
        var (error, requestId) = ClientCodec.DecodeError(service, response);
        var members = new Dictionary<string, string>(error.Members, StringComparer.Ordinal);
        if (service.Name == "s3" && response.Headers[RedirectMember] is { } bucketRegion)
            members[RedirectMember] = bucketRegion;
        if (RetryRules.MayBeClockSkew(error.Code) && ServerTime(response) is { } serverTime && (serverTime - connection.Now).Duration() > SkewWorthCorrecting)
        {
            connection.CorrectClock(serverTime);
            members[ClockMember] = serverTime.ToString("O", CultureInfo.InvariantCulture);
        }
        return new AwsApiException(service.Name, operation.Name, error.Code, error.Message, response.Status, requestId) { Members = members };
    }

    private AwsApiException NoAnswer(string message, Exception? inner) =>
        new(service.Name, operation.Name, AwsApiException.NoAnswer, message, 0, null, inner);

    private static DateTimeOffset? ServerTime(WireResponse response) =>
        Timestamps.TryParse(response.Headers["Date"], out var time) ? time : null;

    private static TimeSpan? RetryAfter(WireResponse response) =>
        int.TryParse(response.Headers["x-amz-retry-after"], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    // Content-MD5 is what S3 asks for as a transport checksum; nothing relies on it for security.
#pragma warning disable CA5351
    private static string Md5(ReadOnlySpan<byte> body) => Convert.ToBase64String(MD5.HashData(body));
#pragma warning restore CA5351
}
